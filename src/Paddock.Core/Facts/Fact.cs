using System.Text.Json.Serialization;
using Paddock.Core.Model;

namespace Paddock.Core.Facts;

/// <summary>
/// One thing learned or decided, stored once: the only way state changes. A fact touches exactly one row, its
/// <see cref="Subject"/> (decision D2). The wire names below are what the journal holds; they are never reused.
/// </summary>
/// <param name="At">Engine time at which it was learned or decided, UTC.</param>
[JsonDerivedType(typeof(JobHeld), "job-held")]
[JsonDerivedType(typeof(JobQueued), "job-queued")]
[JsonDerivedType(typeof(JobStarted), "job-started")]
[JsonDerivedType(typeof(JobFinished), "job-finished")]
[JsonDerivedType(typeof(RunnerTicketed), "runner-ticketed")]
[JsonDerivedType(typeof(TicketRefused), "ticket-refused")]
[JsonDerivedType(typeof(TicketLost), "ticket-lost")]
[JsonDerivedType(typeof(RunnerSeen), "runner-seen")]
[JsonDerivedType(typeof(RunnerMissing), "runner-missing")]
[JsonDerivedType(typeof(RunnerBusy), "runner-busy")]
[JsonDerivedType(typeof(RunnerFinished), "runner-finished")]
[JsonDerivedType(typeof(RunnerKept), "runner-kept")]
[JsonDerivedType(typeof(RunnerGone), "runner-gone")]
[JsonDerivedType(typeof(MachineCreated), "machine-created")]
[JsonDerivedType(typeof(MachineRefused), "machine-refused")]
[JsonDerivedType(typeof(MachineSeen), "machine-seen")]
[JsonDerivedType(typeof(MachineMissing), "machine-missing")]
[JsonDerivedType(typeof(DeleteRefused), "delete-refused")]
[JsonDerivedType(typeof(PlaceAnswered), "place-answered")]
[JsonDerivedType(typeof(RetireAsked), "retire-asked")]
[JsonDerivedType(typeof(PoolAsked), "pool-asked")]
[JsonDerivedType(typeof(FlushAsked), "flush-asked")]
[JsonDerivedType(typeof(JobAsked), "job-asked")]
[JsonDerivedType(typeof(ClockStepped), "clock-stepped")]
[JsonDerivedType(typeof(OrderOpened), "order-opened")]
[JsonDerivedType(typeof(OrderNoted), "order-noted")]
[JsonDerivedType(typeof(OrderClosed), "order-closed")]
[JsonDerivedType(typeof(RunnerPlanned), "runner-planned")]
[JsonDerivedType(typeof(RunnerLooked), "runner-looked")]
[JsonDerivedType(typeof(RunnerRetired), "runner-retired")]
[JsonDerivedType(typeof(RunnerClosed), "runner-closed")]
[JsonDerivedType(typeof(MachinePlanned), "machine-planned")]
[JsonDerivedType(typeof(MachineServed), "machine-served")]
[JsonDerivedType(typeof(MachineLooked), "machine-looked")]
[JsonDerivedType(typeof(MachineKept), "machine-kept")]
[JsonDerivedType(typeof(MachineCondemned), "machine-condemned")]
[JsonDerivedType(typeof(MachineClosed), "machine-closed")]
[JsonDerivedType(typeof(PlaceForgiven), "place-forgiven")]
[JsonDerivedType(typeof(PolicyChanged), "policy-changed")]
public abstract record Fact(DateTimeOffset At)
{
    /// <summary>The row this fact touches.</summary>
    [JsonIgnore]
    public abstract Subject Subject { get; }

    /// <summary>
    /// Another subject whose story this fact belongs to: the order a runner was born for, the job a runner took.
    /// Only <c>paddock explain</c> follows it.
    /// </summary>
    [JsonIgnore]
    public virtual Subject? Related => null;
}

/// <summary>
/// What the world said. Idempotent, free of order and never refused: a repeat or a late arrival is no change.
/// </summary>
public abstract record Observation(DateTimeOffset At) : Fact(At);

/// <summary>What we said. Written in sequence, only by the holder of the fleet's lease.</summary>
public abstract record Decision(DateTimeOffset At) : Fact(At);
