using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Sources;

namespace Paddock.GitHub.Polling;

/// <summary>
/// Asks every repository what waits there. Needs no webhook and no address of its own; beside webhooks it is what makes
/// a lost delivery cost one interval at most. Stateless but for what GitHub said last: each round reports all again.
/// </summary>
internal sealed class SweepSource(Connections connections, GitHubOptions options) : ISource
{
    /// <summary>Repositories asked at once, over all connections.</summary>
    private const int AskedAtOnceMax = 6;

    private readonly SweepTargets _targets = new(connections);
    private long _mark;

    public string Name => "sweep";

    public async Task<SourceBatch> PullAsync(SourceView view, CancellationToken cancellationToken)
    {
        await Hop.Off();
        var (targets, faults) = await _targets.FindAsync(view, cancellationToken);
        var results = new (IReadOnlyList<JobObservation> Facts, Fault? Fault)[targets.Count];
        var outages = new Outages();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, targets.Count),
            new ParallelOptions { MaxDegreeOfParallelism = AskedAtOnceMax, CancellationToken = cancellationToken },
            async (i, token) =>
            {
                var connection = targets[i].Connection.Settings.Name;
                results[i] = outages.Of(connection) is { } outage
                    ? ([], outage)
                    : await new RepositorySweep(targets[i], view.Now).RunAsync(token);
                outages.Note(connection, results[i].Fault);
            });

        // The first fault of each repository; one that was only passed on to the rest is told once.
        return Batch(view, results, [.. faults, .. results.Select(result => result.Fault).OfType<Fault>().Distinct()]);
    }

    /// <summary>Nothing to do: what is still open is reported again anyway.</summary>
    public Task AcknowledgeAsync(SourceBatch batch, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Not before GitHub said so, if it said a time: asking earlier would be refused without being sent.
    /// </summary>
    private SourceBatch Batch(
        SourceView view, (IReadOnlyList<JobObservation> Facts, Fault? Fault)[] results, IReadOnlyList<Fault> faults)
    {
        var next = view.Now + options.SweepInterval;
        foreach (var fault in faults)
        {
            next = fault.Kind == FaultKind.RateLimited && fault.RetryAt > next ? fault.RetryAt.Value : next;
        }
        return new SourceBatch([.. results.SelectMany(result => result.Facts)], faults, next, ++_mark);
    }
}
