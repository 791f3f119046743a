using Paddock.Core.Policy;
using Paddock.Engine;

namespace Paddock.Simulator;

/// <summary>
/// What a test breaks on purpose, to see that a checker bites. The checkers go by the knobs, the product by this.
/// </summary>
public sealed record Sabotage
{
    /// <summary>The policy the product is given, where it is not the one it is held against.</summary>
    public FleetPolicy? Policy { get; init; }

    /// <summary>What is wrong with the gate before GitHub.</summary>
    public GateFault Gate { get; init; }

    /// <summary>Puts something between each engine and its doors.</summary>
    public Func<Doors, Doors> Doors { get; init; } = doors => doors;
}

/// <summary>What a broken rate gate may do.</summary>
public enum GateFault
{
    None,

    /// <summary>It lets through what it knows to be limited.</summary>
    SendsAnyway,

    /// <summary>Once a pause is over everybody goes at once; nobody tries the water first.</summary>
    ForgetsThePause,
}
