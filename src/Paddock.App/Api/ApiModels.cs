using System.Text.Json.Serialization;

namespace Paddock.App.Api;

// What the admin API speaks: read by the command line, the dashboard and other people's scripts. Additive only
// (decision D19): a member may be added, none is renamed or removed. What was added later is absent where an older
// Paddock answers, and then reads as empty. JSON names are in snake case, times in UTC,
// closed values (states, reasons, faults) are their kebab-case codes.

/// <summary><c>GET /api/v1/status</c>: the fleet at a glance.</summary>
public sealed record StatusReply(
    string Fleet, string Install, string Mark, string Version, int Epoch, bool DryRun, DateTimeOffset StartedAt,
    DateTimeOffset At, long Seq, TotalsReply Totals, IReadOnlyList<PoolReply> Pools, IReadOnlyList<DoorReply> Doors,
    IReadOnlyList<BudgetReply> Budgets)
{
    /// <summary>Why the newest configuration is not the one in force; null if it is.</summary>
    public string? ReloadRefused { get; init; }

    /// <summary>Machines that failed and are kept for a look; empty unless a pool has <c>keep_failed</c>.</summary>
    public IReadOnlyList<KeptReply> Kept { get; init => field = value ?? []; } = [];

    /// <summary>What providers are at for longer than a call takes, such as pulling an image.</summary>
    public IReadOnlyList<UndertakingReply> UnderWay { get; init => field = value ?? []; } = [];

    /// <summary>What is made of GitHub itself, one for each connection.</summary>
    [JsonPropertyName("github")]
    public IReadOnlyList<GitHubReply> GitHub { get; init => field = value ?? []; } = [];
}

/// <summary>
/// Something a provider is at, for everybody who waits for it. <c>done</c> and <c>total</c> are counted in
/// <c>unit</c>; <c>total</c> and <c>percent</c> are null while nobody knows.
/// </summary>
public sealed record UndertakingReply(
    string Provider, string Text, long Done, long? Total, string Unit, int? Percent, string Progress,
    DateTimeOffset Since);

/// <summary>A machine that failed. It is cleared away at <c>until</c>, or earlier when a job needs its place.</summary>
public sealed record KeptReply(string Machine, string Provider, string? Pool, string? Runner, DateTimeOffset Until);

/// <summary>
/// The verdict on GitHub on one connection: <c>good</c>, <c>late</c> or <c>down</c>. While it is down, nothing is
/// removed for GitHub's silence alone. <c>error_ratio</c> is of the calls of the last five minutes, 0 to 1; what has
/// not been observed lately is null.
/// </summary>
public sealed record GitHubReply(
    string Connection, string Verdict, string Detail, DateTimeOffset Since, double? ErrorRatio,
    double? WebhookLagSeconds, double? AssignmentDelaySeconds);

public sealed record TotalsReply(
    int JobsWaiting, int JobsRunning, int JobsUnmatched, int RunnersStarting, int RunnersIdle, int RunnersBusy,
    int Machines, int? MachinesMax);

public sealed record PoolReply(
    string Name, string Mode, IReadOnlyList<string> Scopes, IReadOnlyList<string> Labels, int JobsWaiting,
    int JobsRunning, int RunnersStarting, int RunnersIdle, int RunnersBusy, int Machines, int? MachinesMax);

/// <summary>One line of <c>paddock config effective -o json</c>; secrets are <c>***</c>.</summary>
public sealed record ConfigValueReply(string Path, string Value, string Origin);

/// <summary>
/// Body of <c>POST /api/v1/config/diff</c>: a configuration, value by value, to be compared with the one in force.
/// <c>salt</c> is drawn anew for each question.
/// </summary>
public sealed record ConfigDiffRequest(string Salt, IReadOnlyList<ConfigGivenValue> Values);

/// <summary>
/// One value of it. Of a secret only a <c>digest</c> is sent: 16 bytes of PBKDF2 with SHA-256 and 100,000 rounds in
/// lower-case hexadecimal, its salt the question's with a blank and the path behind it.
/// </summary>
public sealed record ConfigGivenValue(string Path, string Value, string Origin)
{
    /// <summary>Nobody wrote it.</summary>
    public bool Default { get; init; }

    public string? Digest { get; init; }
}

/// <summary>What it would change. <c>restart</c>: some of that is read at start only.</summary>
public sealed record ConfigDiffReply(bool Same, bool Restart, IReadOnlyList<ConfigChangeReply> Changes);

/// <summary>
/// One key. <c>change</c> is <c>added</c>, <c>removed</c> or <c>changed</c>; where nobody has written it, <c>old</c> or
/// <c>new</c> is its default, or null. Secrets are <c>***</c>.
/// </summary>
public sealed record ConfigChangeReply(
    string Path, string Change, string? Old, string? OldOrigin, string? New, string? NewOrigin, bool Restart);

/// <summary>How something we depend on answered last. <c>since</c> is when it began to answer like this.</summary>
public sealed record DoorReply(string Name, bool Good, string Message, DateTimeOffset Since);

/// <summary>What an identity at GitHub may still spend.</summary>
public sealed record BudgetReply(
    string Identity, int? Limit, int? Remaining, DateTimeOffset? ResetsAt, DateTimeOffset? PausedUntil);

/// <summary>
/// <c>GET /api/v1/jobs?state=waiting|running|held|done|all&amp;limit=500</c>: those that wait come first, the longest
/// first, then those that run, then those that are done, the newest first.
/// </summary>
public sealed record JobsReply(IReadOnlyList<JobReply> Jobs)
{
    /// <summary>
    /// How many jobs there are in that state; more than were sent when the limit cut them. Of <c>done</c> ones, alone
    /// or among <c>all</c>, at most one more than the limit is counted: a week of them is more than anybody asks for.
    /// </summary>
    public int Total { get; init; }
}

/// <summary>
/// A job. <c>state</c> is <c>held</c>, <c>waiting</c>, <c>running</c> or <c>done</c>; <c>wait</c> tells why it waits
/// and whose turn it is, while it does.
/// </summary>
public sealed record JobReply(
    string Host, long Id, string Repository, string Workflow, string Name, IReadOnlyList<string> Labels, string Url,
    long RunId, int RunAttempt, string State, string? Conclusion, string? Runner, string? Pool, DateTimeOffset QueuedAt,
    DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, WaitReply? Wait);

/// <summary>
/// Why a job waits. <c>turn</c> is <c>github</c>, <c>provider</c>, <c>paddock</c> or <c>operator</c>.
/// </summary>
public sealed record WaitReply(string Reason, string Turn, string Text);

/// <summary><c>GET /api/v1/jobs/{id}</c>: the job's whole story, oldest first.</summary>
public sealed record ExplainReply(JobReply Job, string Verdict, IReadOnlyList<StoryLine> Story);

/// <summary>
/// One journal entry as a person reads it; <c>seq</c> is its number, the id of the event in the stream.
/// </summary>
public sealed record StoryLine(long Seq, DateTimeOffset At, string Kind, string Subject, string Text);

/// <summary><c>GET /api/v1/runners</c>: open runners, with their machines.</summary>
public sealed record RunnersReply(IReadOnlyList<RunnerReply> Runners)
{
    /// <summary>How many are open; more than were sent when there are too many for one answer.</summary>
    public int Total { get; init; }
}

public sealed record RunnerReply(
    string Name, string State, string? Pool, string? Scope, string? Provider, string? Machine, string? MachineState,
    string? Job, IReadOnlyList<string> Labels, DateTimeOffset? PlannedAt, DateTimeOffset? Deadline);

/// <summary>
/// <c>GET /api/v1/runners/{name}/log</c>: the end of its console. <c>live</c>: the machine is still there.
/// </summary>
public sealed record LogReply(string Runner, bool Live, int? ExitCode, string Text);

/// <summary><c>GET /api/v1/plan</c>: what the last pass decided, or would decide in a dry run.</summary>
public sealed record PlanReply(DateTimeOffset At, bool DryRun, IReadOnlyList<StepReply> Steps);

public sealed record StepReply(string Step, string Subject, string Reason, string Text);

/// <summary>
/// Body of <c>POST /api/v1/pools/{name}/pause|resume|drain</c> and <c>/runners/{name}/retire</c>: who asks, for the
/// audit trail.
/// </summary>
public sealed record AskRequest(string? By);

/// <summary>The answer to what was asked: it is stored, and what happens next is the planner's.</summary>
public sealed record AskReply(string Subject, string Text);

/// <summary>
/// Data of the event <c>board</c>: the open jobs and runners, at most a few hundred of each, and how many there are.
/// </summary>
public sealed record BoardReply(StatusReply Status, IReadOnlyList<JobReply> Jobs, IReadOnlyList<RunnerReply> Runners)
{
    public int JobsTotal { get; init; }

    public int RunnersTotal { get; init; }
}

/// <summary>
/// Data of the event <c>reset</c>: the entries asked for are no longer kept, so the stream goes on after <c>seq</c>;
/// what was missed is in the other replies.
/// </summary>
public sealed record ResetReply(long Seq, string Text);

/// <summary><c>GET /readyz?verbose</c>: everything Paddock needs before it can serve a job.</summary>
public sealed record ReadyReply(bool Ready, IReadOnlyList<CheckReply> Checks);

/// <summary>One of them. <c>required</c>: Paddock is not ready without it.</summary>
public sealed record CheckReply(string Name, bool Good, bool Required, string Message);

/// <summary>An error as RFC 9457 has it; <c>code</c> is stable, <c>remedy</c> is what to do.</summary>
public sealed record ProblemReply(string Type, string Title, int Status, string Code, string Detail, string? Remedy);
