using Paddock.Ports.Providers;

namespace Paddock.Ports.Conformance;

/// <summary>
/// The numbered promises of <see cref="IProvider"/> as checks. They may be run against a place that is in use: each
/// check makes machines of its own, judges by their names only, and deletes them before it ends.
/// </summary>
public static class ProviderConformance
{
    /// <param name="traits">What the provider says it can do; what it cannot do is not checked.</param>
    /// <param name="open">Puts the provider on trial; each check asks for a trial of its own and disposes it.</param>
    public static IReadOnlyList<ConformanceCheck> Checks(
        ProviderTraits traits, Func<CancellationToken, Task<IProviderTrial>> open)
    {
        List<(int Promise, string Name, Func<ProviderBench, Task> RunAsync)> all =
        [
            .. ProviderChecks.Ensuring,
            .. ProviderChecks.Starting,
            .. traits.HoldsBlanks ? ProviderChecks.Blanks : [],
            .. ProviderChecks.Listing,
            .. ProviderChecks.Deleting,
            .. ProviderChecks.Keeping,
            .. traits.Watches ? ProviderChecks.Watching : [],
            .. traits.Diagnoses ? ProviderChecks.Diagnosing : [],
        ];
        return [.. all.OrderBy(check => check.Promise).Select(check => new ConformanceCheck(
            check.Promise, check.Name, token => RunAsync(check.RunAsync, open, token)))];
    }

    private static async Task RunAsync(
        Func<ProviderBench, Task> check,
        Func<CancellationToken, Task<IProviderTrial>> open,
        CancellationToken cancellationToken)
    {
        await using var trial = await open(cancellationToken);
        await using var bench = new ProviderBench(trial, cancellationToken);
        await check(bench);

        // Behind a check that failed the bench clears up as well as it can; behind one that passed, that it could is
        // part of the verdict.
        await bench.ClearAsync();
    }
}
