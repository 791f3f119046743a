using Paddock.Core.Folding;
using Paddock.Core.Planning;
using Paddock.Core.Policy;
using Paddock.Engine.Watching;

namespace Paddock.Engine;

/// <summary>
/// The picture after a pass, for everybody who only looks: admin interface, metrics, dashboard. Immutable; the engine
/// publishes a new one after every pass.
/// </summary>
public sealed record FleetView(
    Snapshot Snapshot, FleetPolicy Policy, Plan Plan, DateTimeOffset At,
    IReadOnlyDictionary<string, DoorHealth> Health)
{
    /// <summary>How long the planner took for <see cref="Plan"/>.</summary>
    public TimeSpan PlanTook { get; init; }

    /// <summary>What we make of GitHub, one for each connection.</summary>
    public IReadOnlyList<GitHubHealth> GitHub { get; init; } = [];

    /// <summary>The plan is looked at and not carried out.</summary>
    public bool IsDryRun { get; init; }
}

/// <summary>
/// How a door answered last: a provider, a scope's list, a source. <paramref name="Since"/> is when it began to answer
/// like this.
/// </summary>
public sealed record DoorHealth(bool IsGood, string Message, DateTimeOffset Since, DateTimeOffset At);
