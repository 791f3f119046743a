using Paddock.Ports.Store;

namespace Paddock.Engine;

/// <summary>What the parts of one running engine share. Made once the lease is held.</summary>
internal sealed class EngineContext(
    Doors doors, PolicyBox policy, EngineOptions options, EngineClock clock, Bell bell, Lease lease,
    Action<FleetView> publish)
{
    public Doors Doors { get; } = doors;

    public PolicyBox Policy { get; } = policy;

    public EngineOptions Options { get; } = options;

    public EngineClock Clock { get; } = clock;

    public Bell Bell { get; } = bell;

    public Lease Lease { get; } = lease;

    /// <summary>The dice of this epoch: drawn once, so that plans stay pure (decision D23).</summary>
    public ulong Seed { get; } = doors.Dice.Draw();

    public DateTimeOffset EpochStartedAt { get; } = clock.Now;

    public void Publish(FleetView view) => publish(view);
}
