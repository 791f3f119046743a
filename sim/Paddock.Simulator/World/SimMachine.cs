using Paddock.Core.Model;
using Paddock.Ports.Providers;

namespace Paddock.Simulator.World;

/// <summary>A machine as it really is, whatever anybody believes.</summary>
public sealed class SimMachine(MachineSpec spec, long bornAt)
{
    public MachineSpec Spec { get; } = spec;

    public MachineName Name => Spec.Name;

    /// <summary>In ticks of simulated time.</summary>
    public long BornAt { get; } = bornAt;

    /// <summary>The runner its ticket is for; null while blank.</summary>
    public string? Ticket { get; set; }

    public MachinePhase Phase { get; set; } = MachinePhase.Creating;

    public int? ExitCode { get; set; }

    /// <summary>The session of its listener; null while nothing listens.</summary>
    public Guid? Session { get; set; }

    public long? RunnerId { get; set; }

    /// <summary>The job its runner is in the middle of.</summary>
    public long? Job { get; set; }

    /// <summary>Powered on and doing something of its own, job or not.</summary>
    public bool IsAlive => Phase is MachinePhase.Running;

    public bool IsOurs => Spec.Tags.Install == "nonce";
}
