using Paddock.Ports.Store;

namespace Paddock.Ports.Conformance;

/// <summary>The numbered promises of <see cref="IStore"/> as checks, each on a new store of its own.</summary>
public static class StoreConformance
{
    /// <param name="open">Makes a new, empty store; each check asks for one and disposes it.</param>
    public static IReadOnlyList<ConformanceCheck> Checks(
        StoreTraits traits, Func<CancellationToken, Task<IStoreTrial>> open)
    {
        List<(int Promise, string Name, Func<StoreBench, Task> RunAsync)> all =
        [
            .. StoreChecks.Observing,
            .. StoreChecks.Deciding,
            .. StoreChecks.Reading,
            .. traits.Restarts ? StoreChecks.Restarting : [],
            .. traits.Breaks ? StoreChecks.Breaking : [],
        ];
        return [.. all.OrderBy(check => check.Promise).Select(check => new ConformanceCheck(
            check.Promise, check.Name, token => RunAsync(check.RunAsync, open, token)))];
    }

    private static async Task RunAsync(
        Func<StoreBench, Task> check,
        Func<CancellationToken, Task<IStoreTrial>> open,
        CancellationToken cancellationToken)
    {
        await using var trial = await open(cancellationToken);
        await check(new StoreBench(trial, cancellationToken));
    }
}
