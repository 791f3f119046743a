using System.Text.Json.Serialization;
using Paddock.Core.Model;
using Paddock.Core.Planning;

namespace Paddock.Core.Facts;

// The closed family of decisions. Each carries the reason it was taken for; which of them are legal in which state is
// the table in Folding/Transitions.

public abstract record OrderDecision(DateTimeOffset At, OrderKey Order) : Decision(At)
{
    [JsonIgnore]
    public override Subject Subject => Subject.Of(Order);

    [JsonIgnore]
    public override Subject? Related => Order.Job is { } job ? Subject.Of(job) : null;
}

/// <summary>We owe this job, or this unit of stock, a runner.</summary>
public sealed record OrderOpened(DateTimeOffset At, OrderKey Order, PoolName Pool, Scope? StockScope, Reason Reason)
    : OrderDecision(At, Order);

/// <summary>What the order waits for has changed in kind. Told at most once a minute.</summary>
public sealed record OrderNoted(DateTimeOffset At, OrderKey Order, WaitReason Waits, string Detail)
    : OrderDecision(At, Order);

/// <summary>Nothing is owed any more.</summary>
public sealed record OrderClosed(DateTimeOffset At, OrderKey Order, OrderOutcome Outcome) : OrderDecision(At, Order);

public abstract record RunnerDecision(DateTimeOffset At, RunnerName Runner) : Decision(At)
{
    [JsonIgnore]
    public override Subject Subject => Subject.Of(Runner);
}

/// <summary>
/// A runner will be registered: its name, class and machine are now fixed, and its ticket is asked for.
/// </summary>
public sealed record RunnerPlanned(
    DateTimeOffset At, RunnerName Runner, RunnerPlan Plan, Intent Ticketing, Reason Reason)
    : RunnerDecision(At, Runner)
{
    [JsonIgnore]
    public override Subject? Related => Subject.Of(Plan.BornFor);
}

/// <summary>GitHub is asked about this one registration.</summary>
public sealed record RunnerLooked(DateTimeOffset At, RunnerName Runner, Intent Looking, Reason Reason)
    : RunnerDecision(At, Runner);

/// <summary>The registration is to be removed. GitHub's refusal (busy) is the final gate.</summary>
public sealed record RunnerRetired(DateTimeOffset At, RunnerName Runner, Intent Removal, Reason Reason)
    : RunnerDecision(At, Runner);

/// <summary>The registration ended without a removal of ours: its one job is done.</summary>
public sealed record RunnerClosed(DateTimeOffset At, RunnerName Runner, RunnerEnd End, AsOf AsOf, Reason Reason)
    : RunnerDecision(At, Runner);

public abstract record MachineDecision(DateTimeOffset At, MachineName Machine) : Decision(At)
{
    [JsonIgnore]
    public override Subject Subject => Subject.Of(Machine);
}

/// <summary>A machine will be made, for a runner or blank.</summary>
public sealed record MachinePlanned(
    DateTimeOffset At, MachineName Machine, MachinePlan Plan, RunnerName? Runner, Intent Creation, Reason Reason)
    : MachineDecision(At, Machine)
{
    [JsonIgnore]
    public override Subject? Related => Subject.Of(Plan.BornFor);
}

/// <summary>A blank machine gets its runner.</summary>
public sealed record MachineServed(
    DateTimeOffset At, MachineName Machine, RunnerName Runner, Intent Serving, Reason Reason)
    : MachineDecision(At, Machine)
{
    [JsonIgnore]
    public override Subject? Related => Subject.Of(Runner);
}

/// <summary>The provider is asked what is there under this name.</summary>
public sealed record MachineLooked(DateTimeOffset At, MachineName Machine, Intent Looking, Reason Reason)
    : MachineDecision(At, Machine);

/// <summary>The machine failed, and is left as it is for somebody to look at, not longer than this.</summary>
public sealed record MachineKept(DateTimeOffset At, MachineName Machine, DateTimeOffset Until, Reason Reason)
    : MachineDecision(At, Machine);

/// <summary>The machine is to be deleted, again and again until it is absent.</summary>
public sealed record MachineCondemned(DateTimeOffset At, MachineName Machine, Intent Deletion, Reason Reason)
    : MachineDecision(At, Machine);

/// <summary>A create nobody answered is given up: complete looks, late enough, did not find the machine.</summary>
public sealed record MachineClosed(DateTimeOffset At, MachineName Machine, AsOf AsOf, Reason Reason)
    : MachineDecision(At, Machine);

/// <summary>
/// The cool-down ends now, because an operator asked at <paramref name="AskedAt"/> for a job to be tried again. What
/// the place has refused stays on its record: one start at a time asks it, and a further refusal goes on from there.
/// </summary>
public sealed record PlaceForgiven(DateTimeOffset At, PlaceKey Place, DateTimeOffset AskedAt, Reason Reason)
    : Decision(At)
{
    [JsonIgnore]
    public override Subject Subject => Subject.Of(Place);
}

/// <summary>The planner goes by another policy from now on.</summary>
public sealed record PolicyChanged(DateTimeOffset At, int PolicyVersion, string PolicyText) : Decision(At)
{
    [JsonIgnore]
    public override Subject Subject => Subject.Fleet;
}
