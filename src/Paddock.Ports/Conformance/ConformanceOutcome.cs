namespace Paddock.Ports.Conformance;

/// <summary>How one check went. <paramref name="Failure"/> is null when the promise was kept.</summary>
public sealed record ConformanceOutcome(ConformanceCheck Check, string? Failure)
{
    public bool IsKept => Failure is null;

    /// <summary>
    /// Runs one check and puts what came of it in words. Whatever it throws is a failure of the implementation: nothing
    /// behind a door may throw, except for the caller's own token.
    /// </summary>
    public static async Task<ConformanceOutcome> OfAsync(ConformanceCheck check, CancellationToken cancellationToken)
    {
        try
        {
            await check.RunAsync(cancellationToken);
            return new ConformanceOutcome(check, Failure: null);
        }
        catch (ConformanceException broken)
        {
            return new ConformanceOutcome(check, broken.Message);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            return new ConformanceOutcome(check, $"{error.GetType().Name}: {error.Message}");
        }
    }

    /// <summary>One line for a terminal: <c>kept   3  An ended machine is never started again</c>.</summary>
    public override string ToString() =>
        IsKept ? $"kept   {Check.Promise,2}  {Check.Name}" : $"BROKEN {Check.Promise,2}  {Check.Name}: {Failure}";
}
