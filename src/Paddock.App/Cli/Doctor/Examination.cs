namespace Paddock.App.Cli.Doctor;

/// <summary>
/// Makes checks, a few at a time, each within its limit. One that cannot be made is a finding and not the end of the
/// others.
/// </summary>
internal sealed class Examination(TimeProvider time)
{
    /// <summary>Longer than any answer takes that somebody should wait for.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(30);

    private const int AtOnceMax = 4;

    /// <summary>In the order of the checks, however they end.</summary>
    public async Task<IReadOnlyList<ReportFinding>> RunAsync(
        IReadOnlyList<DoctorCheck> checks, CancellationToken cancellationToken)
    {
        var found = new IReadOnlyList<ReportFinding>[checks.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, checks.Count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = cancellationToken },
            async (i, token) => found[i] = await MakeAsync(checks[i], token));
        return [.. found.SelectMany(findings => findings)];
    }

    private async Task<IReadOnlyList<ReportFinding>> MakeAsync(DoctorCheck check, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            // On another thread and left behind at the limit: a library that reads a disk listens to no token.
            return await Task.Run(() => check.RunAsync(either.Token), either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return
            [
                new ReportFinding(
                    ReportFinding.Error, check.Place,
                    $"The check was not done within {Limit.TotalSeconds:0} seconds.", "Look at what it waits for."),
            ];
        }
        catch (Exception fault) when (Excuse.For(fault) is { } excuse)
        {
            return [new ReportFinding(ReportFinding.Error, check.Place, excuse.Message, excuse.Remedy)];
        }
    }
}
