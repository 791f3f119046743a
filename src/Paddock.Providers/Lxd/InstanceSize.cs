namespace Paddock.Providers.Lxd;

/// <summary>What an instance is.</summary>
public enum InstanceType
{
    Container,
    VirtualMachine,
}

/// <summary>
/// A size that offers can name: what an instance is, how much it gets, and how it is set up. What is null is as the
/// offer, or else the provider, says.
/// </summary>
public sealed record InstanceSize
{
    public InstanceType Type { get; init; } = InstanceType.Container;

    public double? Cpus { get; init; }

    public long? MemoryBytes { get; init; }

    public long? DiskBytes { get; init; }

    /// <summary>Null for the provider's.</summary>
    public IReadOnlyList<string>? Profiles { get; init; }

    /// <summary>Containers of its own inside: what Docker in a container needs.</summary>
    public bool Nesting { get; init; }

    /// <summary>Keys of the instance's own configuration beside those Paddock writes.</summary>
    public IReadOnlyDictionary<string, string> Config { get; init; } = new Dictionary<string, string>();

    /// <summary>Null for the provider's.</summary>
    public Bootstrap.JobScripts? Scripts { get; init; }
}
