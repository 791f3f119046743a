namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>What kind of host a test stands up. Every span is of <see cref="Time"/>; zero is: at once.</summary>
internal sealed record StandingOptions(TimeProvider Time, Flavour Flavour = Flavour.Lxd50)
{
    /// <summary>Also over TLS on loopback. Off by default, as at a real server.</summary>
    public bool Https { get; init; }

    /// <summary>Whether virtual machines can run, which the server tells by its drivers.</summary>
    public bool VirtualMachines { get; init; }

    /// <summary>LXD's old way to be trusted, <c>core.trust_password</c>.</summary>
    public string? TrustPassword { get; init; }

    /// <summary>To unpack one image when nothing else is unpacked; n at once take n times as long each.</summary>
    public TimeSpan UnpackTime { get; init; }

    public TimeSpan PullTime { get; init; }

    /// <summary>How long a stopped ephemeral instance can still be seen. About 3.5 s at a real one.</summary>
    public TimeSpan DeletionTime { get; init; }

    /// <summary>From the start until the guest's own programs run.</summary>
    public TimeSpan BootTime { get; init; }

    /// <summary>From the start of a virtual machine until its agent answers; infinite: it never does.</summary>
    public TimeSpan AgentTime { get; init; }

    /// <summary>Of a cluster; none: there is no cluster, and no target may be asked for.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    public int CpuCount { get; init; } = 8;

    public long MemoryBytes { get; init; } = 16L << 30;

    public long DiskBytes { get; init; } = 100L << 30;
}
