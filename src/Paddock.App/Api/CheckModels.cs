namespace Paddock.App.Api;

// What paddock runners check, reconcile and flush speak.

/// <summary>
/// <c>GET /api/v1/runners/check?pool=…&amp;since=…</c>: what each pool should keep ready and what it has.
/// <c>round_at</c> is when the last round that was asked for, and is over, began.
/// </summary>
public sealed record RunnersCheckReply(
    DateTimeOffset At, long Seq, DateTimeOffset? RoundAt, IReadOnlyList<PoolCheckReply> Pools,
    IReadOnlyList<CheckedReply> Strays)
{
    /// <summary>What happened after the entry of the journal that <c>since</c> names; null without it.</summary>
    public ChangesReply? Changes { get; init; }
}

/// <summary>
/// One pool. <c>wanted</c> and <c>wanted_max</c> are its <c>idle.min</c> and <c>idle.max</c> of now over all its
/// scopes; <c>counted</c> says of what: <c>idle</c> or <c>total</c>. The numbers are of <c>names</c>, by their
/// <c>group</c>.
/// </summary>
public sealed record PoolCheckReply(
    string Pool, string Mode, int Wanted, int? WantedMax, string Counted, int Idle, int Blank, int Busy, int Starting,
    int Offline, int Leaving, int Unknown, int Kept, IReadOnlyList<CheckedReply> Names)
{
    /// <summary>What keeps the pool from what it wants, in the words of what refuses; null if nothing does.</summary>
    public string? Why { get; init; }
}

/// <summary>
/// A runner, or a machine without one. <c>group</c> is <c>idle</c>, <c>blank</c> (ready, and registered when a job
/// wants it), <c>busy</c>, <c>starting</c>, <c>offline</c>, <c>leaving</c>, <c>unknown</c> (nobody has answered for
/// it), <c>kept</c> (failed, and kept for a look) or <c>stray</c>; <c>state</c> is the runner's or machine's own.
/// </summary>
public sealed record CheckedReply(string Name, string Group, string State);

/// <summary>
/// Machines that were made, runners that were to go, and registrations that GitHub removed at our word.
/// <c>whole</c> is false where so much happened that only the beginning is told.
/// </summary>
public sealed record ChangesReply(
    IReadOnlyList<string> Made, IReadOnlyList<string> Retired, IReadOnlyList<string> Removed, bool Whole);

/// <summary>
/// Body of <c>POST /api/v1/runners/reconcile</c> and <c>/runners/flush</c>: who asks, for which pool (all without one),
/// and, of a flush, whether the busy ones are meant too.
/// </summary>
public sealed record RunnersRequest(string? By)
{
    public string? Pool { get; init; }

    public bool Busy { get; init; }
}

/// <summary>
/// The answer to it. A flush is stored when this comes; <c>going</c> are those that go at once and <c>busy</c> those
/// that go after their jobs. A round is over when the check's <c>round_at</c> is not before <c>asked_at</c>.
/// </summary>
public sealed record RunnersAskedReply(
    string Text, DateTimeOffset AskedAt, long Seq, IReadOnlyList<string> Going, IReadOnlyList<string> Busy);

/// <summary><c>GET /runner/check</c> as the github-runner charm's manager answers it: <c>online</c> has the busy
/// ones.</summary>
public sealed record CharmCheckReply(
    int Online, int Busy, int Offline, int Unknown, IReadOnlyList<string> Runners, IReadOnlyList<string> BusyRunners);
