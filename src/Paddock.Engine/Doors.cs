using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Ports.Sources;
using Paddock.Ports.Store;

namespace Paddock.Engine;

/// <summary>
/// Everything the engine touches, in one place: replace these and the same engine runs in another world. That is what
/// the simulator does.
/// </summary>
public sealed record Doors
{
    public required IStore Store { get; init; }

    public required IForge Forge { get; init; }

    public required IReadOnlyDictionary<ProviderName, IProvider> Providers { get; init; }

    public required IReadOnlyList<ISource> Sources { get; init; }

    public required IDiagnosesShelf Shelf { get; init; }

    public required IDice Dice { get; init; }

    public required TimeProvider Time { get; init; }
}

/// <summary>The policy in force. Swapped as a whole, read by any thread.</summary>
public sealed class PolicyBox(FleetPolicy policy)
{
    private volatile FleetPolicy _policy = policy;

    public FleetPolicy Current
    {
        get => _policy;
        set => _policy = value;
    }
}
