using System.Text.Json.Serialization;
using Paddock.Core.Model;

namespace Paddock.Core.Facts;

// The closed family of observations. Those about jobs come from GitHub (webhook, sweep, delivery log), those with an
// AsOf from looks and effects of the engine, those at the end from operators and the clock.

/// <summary>GitHub reported something about a job. Every report carries the whole description.</summary>
public abstract record JobObservation(DateTimeOffset At, JobKey Job, JobDetails Details) : Observation(At)
{
    [JsonIgnore]
    public override Subject Subject => Subject.Of(Job);
}

/// <summary>The job exists, and GitHub holds it back.</summary>
public sealed record JobHeld(DateTimeOffset At, JobKey Job, JobDetails Details) : JobObservation(At, Job, Details);

/// <summary>The job waits for a runner. <paramref name="QueuedAt"/> is GitHub's time.</summary>
public sealed record JobQueued(DateTimeOffset At, JobKey Job, JobDetails Details, DateTimeOffset? QueuedAt)
    : JobObservation(At, Job, Details);

/// <summary>A runner has the job; it need not be ours.</summary>
public sealed record JobStarted(
    DateTimeOffset At, JobKey Job, JobDetails Details, string? Runner, DateTimeOffset? StartedAt)
    : JobObservation(At, Job, Details);

/// <summary>The job is over. Without a runner it never ran: cancelled in the queue, skipped, expired.</summary>
public sealed record JobFinished(
    DateTimeOffset At, JobKey Job, JobDetails Details, string? Runner, string Conclusion, DateTimeOffset? FinishedAt)
    : JobObservation(At, Job, Details);

public abstract record RunnerObservation(DateTimeOffset At, RunnerName Runner) : Observation(At)
{
    [JsonIgnore]
    public override Subject Subject => Subject.Of(Runner);
}

/// <summary>
/// GitHub handed out the runner's ticket, which itself is in no fact, and mostly registered it. Where the machine
/// registers itself the registration is null, and a later sighting brings it.
/// </summary>
public sealed record RunnerTicketed(DateTimeOffset At, RunnerName Runner, Registration? Registration, AsOf AsOf)
    : RunnerObservation(At, Runner);

/// <summary>GitHub refused the ticket: there is certainly no registration of this name.</summary>
public sealed record TicketRefused(DateTimeOffset At, RunnerName Runner, FaultKind Fault, string Message, AsOf AsOf)
    : RunnerObservation(At, Runner);

/// <summary>
/// The reply was lost, or the name was taken: there may be a registration whose ticket nobody can read.
/// </summary>
public sealed record TicketLost(DateTimeOffset At, RunnerName Runner, string Message, AsOf AsOf)
    : RunnerObservation(At, Runner);

/// <summary>GitHub listed the runner, under a scope, in a look that began at <paramref name="AsOf"/>.</summary>
public sealed record RunnerSeen(
    DateTimeOffset At, RunnerName Runner, Scope Scope, Registration Registration, bool Online, bool Busy, AsOf AsOf)
    : RunnerObservation(At, Runner);

/// <summary>
/// GitHub answered, and did not list the runner. Lists may be a minute old, so this alone ends nothing.
/// </summary>
public sealed record RunnerMissing(DateTimeOffset At, RunnerName Runner, AsOf AsOf) : RunnerObservation(At, Runner);

/// <summary>A job in progress names the runner.</summary>
public sealed record RunnerBusy(DateTimeOffset At, RunnerName Runner, JobKey Job) : RunnerObservation(At, Runner)
{
    [JsonIgnore]
    public override Subject? Related => Subject.Of(Job);
}

/// <summary>A finished job names the runner.</summary>
public sealed record RunnerFinished(DateTimeOffset At, RunnerName Runner, JobKey Job) : RunnerObservation(At, Runner)
{
    [JsonIgnore]
    public override Subject? Related => Subject.Of(Job);
}

/// <summary>GitHub did not remove the registration: it runs a job (<c>Busy</c>), or the removal failed.</summary>
/// <param name="RetryAt">GitHub's own word on when to ask again; null when it gave none.</param>
public sealed record RunnerKept(
    DateTimeOffset At, RunnerName Runner, FaultKind Fault, string Message, int Attempt, AsOf AsOf,
    DateTimeOffset? RetryAt = null)
    : RunnerObservation(At, Runner);

/// <summary>The registration is no more, by GitHub's own answer.</summary>
public sealed record RunnerGone(DateTimeOffset At, RunnerName Runner, RunnerEnd End, AsOf AsOf)
    : RunnerObservation(At, Runner);

public abstract record MachineObservation(DateTimeOffset At, MachineName Machine) : Observation(At)
{
    [JsonIgnore]
    public override Subject Subject => Subject.Of(Machine);
}

/// <summary>The provider made the machine, or had already made it for us.</summary>
public sealed record MachineCreated(DateTimeOffset At, MachineName Machine, ProviderName Provider, AsOf AsOf)
    : MachineObservation(At, Machine);

/// <summary>
/// The provider did not make or serve the machine; with <c>Ambiguous</c> nobody knows whether it did.
/// </summary>
public sealed record MachineRefused(
    DateTimeOffset At, MachineName Machine, ProviderName Provider, FaultKind Fault, string Message, AsOf AsOf)
    : MachineObservation(At, Machine);

/// <summary>
/// The provider listed the machine in a look that began at <paramref name="AsOf"/> and was answered by
/// <paramref name="Until"/>. At some moment in between it was there.
/// </summary>
public sealed record MachineSeen(
    DateTimeOffset At, MachineName Machine, ProviderName Provider, MachinePhase Phase, int? ExitCode, string Message,
    AsOf AsOf, AsOf Until) : MachineObservation(At, Machine);

/// <summary>
/// A complete look that began at <paramref name="AsOf"/> did not find it, or a deletion that began then is confirmed.
/// It is absent only if it was not known to exist by then: while a look and a deletion overlap, a create that is
/// carried out late may fall between them.
/// </summary>
public sealed record MachineMissing(DateTimeOffset At, MachineName Machine, ProviderName Provider, AsOf AsOf)
    : MachineObservation(At, Machine);

/// <summary>The provider did not delete the machine.</summary>
/// <param name="RetryAt">The provider's own word on when to ask again; null when it gave none.</param>
public sealed record DeleteRefused(
    DateTimeOffset At, MachineName Machine, ProviderName Provider, FaultKind Fault, string Message, int Attempt,
    AsOf AsOf, DateTimeOffset? RetryAt = null)
    : MachineObservation(At, Machine);

/// <summary>
/// A place accepted (<paramref name="Fault"/> null) or refused. The streak is counted by whoever asked, from the row
/// it saw, so that the fact says all and the newest wins.
/// </summary>
public sealed record PlaceAnswered(
    DateTimeOffset At, PlaceKey Place, FaultKind? Fault, string Message, int Streak, DateTimeOffset? RetryAt, AsOf AsOf)
    : Observation(At)
{
    [JsonIgnore]
    public override Subject Subject => Subject.Of(Place);
}

/// <summary>An operator wants the runner gone as soon as it is not busy.</summary>
public sealed record RetireAsked(DateTimeOffset At, RunnerName Runner, string By) : RunnerObservation(At, Runner);

/// <summary>An operator wants a job to be tried again at once, or to get no runner.</summary>
public sealed record JobAsked(DateTimeOffset At, JobKey Job, JobAsk Wish, string By) : Observation(At)
{
    [JsonIgnore]
    public override Subject Subject => Subject.Of(Job);
}

/// <summary>An operator wants a pool to be in this mode.</summary>
public sealed record PoolAsked(DateTimeOffset At, PoolName Pool, PoolMode Mode, string By) : Observation(At)
{
    [JsonIgnore]
    public override Subject Subject => Subject.Of(Pool);
}

/// <summary>
/// An operator wants what a pool has, idle or starting, to be replaced. <paramref name="Epoch"/> is the engine's, to
/// order it among what that has planned.
/// </summary>
public sealed record FlushAsked(DateTimeOffset At, PoolName Pool, int Epoch, bool WithBusy, string By) : Observation(At)
{
    [JsonIgnore]
    public override Subject Subject => Subject.Of(Pool);
}

/// <summary>Wall clock and monotonic clock parted by more than five seconds (decision D15).</summary>
public sealed record ClockStepped(DateTimeOffset At, TimeSpan Step) : Observation(At)
{
    [JsonIgnore]
    public override Subject Subject => Subject.Fleet;
}
