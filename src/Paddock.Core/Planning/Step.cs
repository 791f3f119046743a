using Paddock.Core.Facts;
using Paddock.Core.Model;

namespace Paddock.Core.Planning;

/// <summary>
/// A decision together with the version of the row it was taken on. Should the row have moved, the step is dropped.
/// </summary>
public readonly record struct PlannedFact(Decision Fact, int RowVersion)
{
    /// <summary>
    /// Expects nothing of the row's version. For a decision about a row that may be closed and is then not in the
    /// picture: <see cref="Folding.Transitions"/> decides alone.
    /// </summary>
    public const int AnyVersion = -1;
}

/// <summary>
/// One thing to do: the decisions that are stored first, all or none, and what the executor then does about them.
/// Closed family; <c>Engine/Executor</c> has one branch for each that has an effect.
/// </summary>
public abstract record Step
{
    public abstract IReadOnlyList<PlannedFact> Items { get; }
}

/// <summary>Changes what we owe. No effect.</summary>
public sealed record KeepBooks(PlannedFact Item) : Step
{
    public override IReadOnlyList<PlannedFact> Items => [Item];
}

/// <summary>Ask GitHub for a ticket, then make the machine with it.</summary>
public sealed record StartRunner(RunnerPlanned Runner, MachinePlanned Machine) : Step
{
    public override IReadOnlyList<PlannedFact> Items => [new(Runner, 0), new(Machine, 0)];
}

/// <summary>Ask GitHub for a ticket, then hand it to a machine that waits blank.</summary>
public sealed record ServeBlank(RunnerPlanned Runner, MachineServed Machine, MachineRow Row) : Step
{
    public override IReadOnlyList<PlannedFact> Items => [new(Runner, 0), new(Machine, Row.Version)];
}

/// <summary>Make a machine without a ticket.</summary>
public sealed record MakeBlank(MachinePlanned Machine) : Step
{
    public override IReadOnlyList<PlannedFact> Items => [new(Machine, 0)];
}

/// <summary>Remove the registration at GitHub.</summary>
public sealed record RetireRunner(RunnerRetired Retired, RunnerRow Row) : Step
{
    public override IReadOnlyList<PlannedFact> Items => [new(Retired, Row.Version)];
}

/// <summary>Ask GitHub about one registration.</summary>
public sealed record LookAtRunner(RunnerLooked Looked, RunnerRow Row) : Step
{
    public override IReadOnlyList<PlannedFact> Items => [new(Looked, Row.Version)];
}

/// <summary>Ask the provider what is there under a machine's name.</summary>
public sealed record LookAtMachine(MachineLooked Looked, MachineRow Row) : Step
{
    public override IReadOnlyList<PlannedFact> Items => [new(Looked, Row.Version)];
}

/// <summary>Delete the machine.</summary>
public sealed record DeleteMachine(MachineCondemned Condemned, MachineRow Row) : Step
{
    public override IReadOnlyList<PlannedFact> Items => [new(Condemned, Row.Version)];
}
