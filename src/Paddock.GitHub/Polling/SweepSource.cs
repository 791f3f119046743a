using Paddock.Ports;
using Paddock.Ports.Sources;

namespace Paddock.GitHub.Polling;

/// <summary>
/// Asks every repository what waits there. Needs no webhook and no address of its own; beside webhooks it is what makes
/// a lost delivery cost one interval at most. It remembers only what saves requests: all of it may be lost, and the
/// next rounds find it again.
/// </summary>
internal sealed class SweepSource(Connections connections, GitHubOptions options) : ISource
{
    /// <summary>Timers count whole milliseconds and round down, so a pull may come a little before its time.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(50);

    private readonly List<ConnectionSweep> _all =
        [.. connections.All.Select(connection => new ConnectionSweep(connection, options))];

    private long _mark;

    public string Name => "sweep";

    public bool TellsThePresent => true;

    public IReadOnlyList<SweepIntervalView> Intervals => [.. _all.Select(one => one.Interval)];

    /// <summary>
    /// A connection that is not due tells again what its last round told, faults and waiting jobs alike; so a batch
    /// that could not be stored is in the next one, too.
    /// </summary>
    public async Task<SourceBatch> PullAsync(SourceView view, CancellationToken cancellationToken)
    {
        await Hop.Off();
        await Task.WhenAll(_all.Where(one => one.DueAt <= view.Now + Slack)
            .Select(one => one.SweepAsync(view, cancellationToken)));
        return new SourceBatch(
            [.. _all.SelectMany(one => one.Facts)],
            [.. Unknown(view), .. _all.SelectMany(one => one.Faults)],
            _all.Min(one => one.DueAt),
            ++_mark);
    }

    /// <summary>Nothing to do: what is still open is reported again anyway.</summary>
    public Task AcknowledgeAsync(SourceBatch batch, CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<Fault> Unknown(SourceView view) => view.Policy.Pools.SelectMany(pool => pool.Scopes).Distinct()
        .Where(scope => connections.Find(scope) is null).Select(Connections.Unknown);
}
