using Paddock.Simulator.Faults;

namespace Paddock.Simulator.World;

/// <summary>What is there whether an engine lives or not.</summary>
public sealed record SimWorld(
    Knobs Knobs, SimTime Time, FaultBox Faults, SimGitHub GitHub, IReadOnlyList<SimProvider> Providers)
{
    public StartLog Starts { get; } = new();

    public RequestLog Requests { get; } = new();
}
