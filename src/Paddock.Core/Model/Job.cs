using System.Text.Json.Serialization;
using Paddock.Core.Labels;

namespace Paddock.Core.Model;

/// <summary>How far a job has come. It only moves forward; a late report of an earlier rank changes nothing.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JobRank>))]
public enum JobRank
{
    /// <summary>Held back by GitHub (environment protection, concurrency): no runner is wanted yet.</summary>
    Held,

    /// <summary>Waiting for a runner.</summary>
    Queued,

    /// <summary>A runner has it.</summary>
    InProgress,

    /// <summary>Over, with any conclusion.</summary>
    Completed,
}

/// <summary>What GitHub says a job is. <paramref name="Url"/> is the page a person would open.</summary>
public sealed record JobDetails(
    Repository Repository, long RunId, int RunAttempt, string Workflow, string Name, LabelSet Labels, string Url)
{
    /// <summary>
    /// Does its run execute what another repository holds (a run's <c>head_repository</c>)? Null as long as nobody has
    /// said: neither the job nor its events tell, only the run does.
    /// </summary>
    public bool? FromFork { get; init; }
}

/// <summary>What an operator may ask about one job.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JobAsk>))]
public enum JobAsk
{
    /// <summary>Serve it, and try what cools down once more at once.</summary>
    Retry,

    /// <summary>Make no runner for it.</summary>
    Ignore,
}

/// <summary>The newest thing an operator asked about a job, and who it was, for the audit trail.</summary>
public sealed record JobAsking(JobAsk Wish, DateTimeOffset At, string By);

/// <summary>One workflow job attempt as we know it.</summary>
public sealed record JobRow(JobKey Key) : Row
{
    public JobRank Rank { get; init; }

    /// <summary>The description that came with the highest rank seen, see <c>JobFold</c>.</summary>
    public required JobDetails Details { get; init; }

    /// <summary>When the first source told us, engine time.</summary>
    public DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>
    /// When GitHub says the job was queued. Display and ageing; the order of decisions uses it as a tie-break.
    /// </summary>
    public DateTimeOffset? QueuedAt { get; init; }

    /// <summary>When a source first told us that it waits for a runner, engine time.</summary>
    public DateTimeOffset? ToldQueuedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The runner GitHub named, ours or not; null until somebody took the job.</summary>
    public string? Runner { get; init; }

    public string? Conclusion { get; init; }

    /// <summary>Null as long as no operator has said anything about it.</summary>
    public JobAsking? Asked { get; init; }

    /// <summary>The key of its order, made once: every pass asks for it.</summary>
    [JsonIgnore]
    public OrderKey Order { get; } = OrderKey.ForJob(Key);

    [JsonIgnore]
    public override Subject Subject => Subject.Of(Key);

    [JsonIgnore]
    public override bool IsOpen => Rank != JobRank.Completed;

    [JsonIgnore]
    public bool IsWaiting => Rank == JobRank.Queued;

    /// <summary>Since when the job waits, as far as anybody can tell.</summary>
    [JsonIgnore]
    public DateTimeOffset WaitingSince => QueuedAt ?? FirstSeenAt;

    /// <summary>
    /// From when GitHub's limit for waiting counts. A job that a protection rule held for days keeps the date of its
    /// creation, so what GitHub says may be too early; we learned that it waits when it began to, or later.
    /// </summary>
    [JsonIgnore]
    public DateTimeOffset LimitedSince => ToldQueuedAt > WaitingSince ? ToldQueuedAt.Value : WaitingSince;

    /// <summary>
    /// Has GitHub given it up? Since when it waits is what we were told, and may lie at the end of the calendar: a
    /// difference of two moments is always a time, a sum is not always a moment.
    /// </summary>
    public bool IsGivenUp(TimeSpan queueLimit, DateTimeOffset now) => now - LimitedSince >= queueLimit;
}
