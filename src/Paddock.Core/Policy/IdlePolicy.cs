namespace Paddock.Core.Policy;

/// <summary>What warm stock is made of (decision D12).</summary>
public enum StockKind
{
    /// <summary>
    /// Booted and registered with GitHub. GitHub may drop an idle one after minutes; it is then replaced.
    /// </summary>
    Registered,

    /// <summary>Made without a ticket; the ticket follows when a job wants it.</summary>
    Blank,
}

/// <summary>What <c>idle.min</c> and <c>idle.max</c> are numbers of.</summary>
public enum StockCount
{
    /// <summary>Of those that idle: as many are kept beside those that work.</summary>
    Idle,

    /// <summary>Of all: those that work count, so stock is what is left of the number.</summary>
    Total,
}

/// <summary>How much stock there should be: at least and, where it is limited, at most.</summary>
public readonly record struct IdleRange(int Min, int? Max);

/// <summary>Warm stock per registration target of a pool.</summary>
public sealed record IdlePolicy(int Min = 0, int? Max = null, StockKind Kind = StockKind.Registered)
{
    public StockCount Count { get; init; }

    /// <summary>In file order: the first that is on counts; where none is, <c>Min</c> and <c>Max</c> do.</summary>
    public IReadOnlyList<IdleWindow> Schedule { get; init; } = [];

    /// <summary>The most that <see cref="RangeAt"/> ever asks for at least.</summary>
    public int MinMost => Schedule.Aggregate(Min, (most, window) => Math.Max(most, window.Min));

    public IdleRange RangeAt(DateTimeOffset now)
    {
        foreach (var window in Schedule)
        {
            if (window.Around(now).Any(span => span.From <= now && now < span.To))
            {
                return new IdleRange(window.Min, window.Max);
            }
        }
        return new IdleRange(Min, Max);
    }

    /// <summary>When the schedule next says something; null without one.</summary>
    public DateTimeOffset? ChangesAfter(DateTimeOffset now)
    {
        DateTimeOffset? next = null;
        foreach (var moment in Schedule.SelectMany(window => window.Around(now))
            .SelectMany(IEnumerable<DateTimeOffset> (span) => [span.From, span.To]))
        {
            if (moment > now && (next is null || moment < next))
            {
                next = moment;
            }
        }
        return next;
    }
}
