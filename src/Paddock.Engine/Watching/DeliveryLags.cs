using Paddock.Core.Facts;

namespace Paddock.Engine.Watching;

/// <summary>
/// How late GitHub's webhooks are, by host: what a delivery tells has a time by GitHub's clock, and it arrives at one
/// by ours. Any thread.
/// </summary>
public sealed class DeliveryLags
{
    /// <summary>A median of fewer would be moved by one job that a protection rule had held for days.</summary>
    private const int LagsMin = 3;

    private const int LagsMax = 20;

    /// <summary>What came in longer ago tells nothing about now.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(15);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<Lag>> _byHost = new(StringComparer.Ordinal);

    private readonly record struct Lag(DateTimeOffset At, TimeSpan Took);

    public void Hear(JobObservation report, DateTimeOffset now)
    {
        if (TimeOf(report) is not { } told)
        {
            return;
        }
        lock (_lock)
        {
            if (!_byHost.TryGetValue(report.Job.Host, out var lags))
            {
                _byHost[report.Job.Host] = lags = new Queue<Lag>(LagsMax);
            }
            if (lags.Count == LagsMax)
            {
                lags.Dequeue();
            }
            lags.Enqueue(new Lag(now, now > told ? now - told : TimeSpan.Zero));
        }
    }

    /// <summary>The median of the last deliveries; null when too few came lately.</summary>
    public TimeSpan? Of(string host, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (!_byHost.TryGetValue(host, out var lags))
            {
                return null;
            }
            while (lags.TryPeek(out var oldest) && now - oldest.At >= Lately)
            {
                lags.Dequeue();
            }
            return lags.Count < LagsMin
                ? null
                : lags.Select(lag => lag.Took).Order().ElementAt(lags.Count / 2);
        }
    }

    private static DateTimeOffset? TimeOf(JobObservation report) => report switch
    {
        JobQueued queued => queued.QueuedAt,
        JobStarted started => started.StartedAt,
        JobFinished finished => finished.FinishedAt,
        _ => null,
    };
}
