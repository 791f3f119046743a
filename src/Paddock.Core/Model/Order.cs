using System.Text.Json.Serialization;

namespace Paddock.Core.Model;

/// <summary>How an order ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderOutcome>))]
public enum OrderOutcome
{
    /// <summary>The job started, on whichever runner; or the stock runner turned busy.</summary>
    Started,

    /// <summary>The job ended without starting on a runner of ours, or the stock is no longer wanted.</summary>
    Ended,

    /// <summary>No pool matches the job any more.</summary>
    Unmatched,

    /// <summary>GitHub has given the job up: it waited for longer than a job may.</summary>
    Expired,

    /// <summary>An operator asked for no runner to be made for the job.</summary>
    Ignored,
}

/// <summary>
/// Our answer to one waiting job or one unit of warm stock. Which runner covers it is not stored: GitHub hands out
/// jobs as it likes, so covering is computed anew in each pass. The attempts are the runners born for it.
/// </summary>
public sealed record OrderRow(OrderKey Key) : Row
{
    /// <summary>The pool that should answer first.</summary>
    public PoolName Pool { get; init; }

    /// <summary>The registration target a unit of warm stock is for; null for a job's order.</summary>
    public Scope? StockScope { get; init; }

    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>The last wait reason that was journaled, and when: at most one a minute.</summary>
    public Planning.WaitReason? Noted { get; init; }

    public DateTimeOffset? NotedAt { get; init; }

    public OrderOutcome? Outcome { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The job this order answers, read from the key once; null for warm stock.</summary>
    [JsonIgnore]
    public JobKey? Job { get; } = Key.Job;

    [JsonIgnore]
    public override Subject Subject => Subject.Of(Key);

    [JsonIgnore]
    public override bool IsOpen => Outcome is null;
}
