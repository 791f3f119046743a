using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Providers.Bootstrap;
using Paddock.Providers.Capacity;

namespace Paddock.Providers.Lxd;

/// <summary>One LXD or Incus server, or one project of it.</summary>
public sealed record LxdSettings(ProviderName Name) : ProviderSettings(Name)
{
    /// <summary>Root disks of a <c>dir</c> pool are unpacked one file at a time.</summary>
    private const int CreatesMaxDefault = 2;

    /// <summary><c>lxd</c> or <c>incus</c>.</summary>
    public string Word { get; init; } = Flavor.Lxd.Kind;

    public override string Kind => Word;

    internal Flavor Flavor => Flavor.Of(Word);

    /// <summary><c>unix:///var/lib/lxd/unix.socket</c> or <c>https://host:8443</c>; null looks where the daemon usually
    /// listens.</summary>
    public Uri? Host { get; init; }

    /// <summary>SHA-256 of the server's certificate, in hexadecimal. For https; a trust token has it too.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>A PEM certificate the server trusts; null for one that Paddock makes and keeps.</summary>
    public string? CertificateFile { get; init; }

    public string? KeyFile { get; init; }

    /// <summary>
    /// What makes the server trust our certificate, once: what <c>lxc config trust add</c> prints, or the trust
    /// password of an old server.
    /// </summary>
    public Secret? TrustToken { get; init; }

    /// <summary>By what an https server is known: the fingerprint, or the token's; null when nothing says it.</summary>
    public string? KnownBy =>
        Fingerprint ?? (TrustToken is { } secret ? Api.TrustToken.TryParse(secret.Reveal())?.Fingerprint : null);

    public string Project { get; init; } = "default";

    /// <summary>The member of a cluster that instances are made on; null lets the server choose.</summary>
    public string? Target { get; init; }

    public IReadOnlyList<string> Profiles { get; init; } = ["default"];

    public IReadOnlyList<KeptProfile> KeptProfiles { get; init; } = [];

    /// <summary>The storage pool of root disks; null for the profiles'.</summary>
    public string? StoragePool { get; init; }

    /// <summary>The network instances join; null for the profiles'.</summary>
    public string? Network { get; init; }

    /// <summary>Networks no job may reach, as <c>10.0.0.0/8</c>; kept as a network ACL.</summary>
    public IReadOnlyList<string> DenyNetworks { get; init; } = [];

    /// <summary>Exceptions to <see cref="DenyNetworks"/>.</summary>
    public IReadOnlyList<string> AllowNetworks { get; init; } = [];

    /// <summary>Sizes that offers can name.</summary>
    public IReadOnlyDictionary<string, InstanceSize> Sizes { get; init; } = new Dictionary<string, InstanceSize>();

    /// <summary>What an offer that names no size gets.</summary>
    public InstanceSize UsualSize { get; init; } = new();

    public IReadOnlyDictionary<string, ImageRemote> Remotes { get; init; } = new Dictionary<string, ImageRemote>();

    /// <summary>Lets the server bring its copies of remote images up to date by itself.</summary>
    public bool AutoUpdate { get; init; } = true;

    /// <summary>
    /// The server deletes an instance as soon as it has powered off, even when nobody returns for it. Without, what has
    /// ended stays for a look until Paddock deletes it.
    /// </summary>
    public bool Ephemeral { get; init; } = true;

    /// <summary>Lets processes of a guest ask the server for the instance's own keys.</summary>
    public bool GuestApi { get; init; }

    /// <summary>Keeps instances on one bridge from reaching each other. Of a configured network only.</summary>
    public bool PortIsolation { get; init; } = true;

    /// <summary>Lets jobs use <c>sudo</c> where their image has it.</summary>
    public bool Sudo { get; init; }

    /// <summary>
    /// Variables every runner gets: proxies, <c>LANG</c>. Visible to jobs, so no place for secrets.
    /// </summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>A mirror of Docker Hub that Docker inside an instance uses; null for none.</summary>
    public Uri? RegistryMirror { get; init; }

    public JobScripts Scripts { get; init; } = new();

    /// <summary>Memory of the host that no runner gets.</summary>
    public long MemoryReserveBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>With less free space than this in the storage pool no further instance is made.</summary>
    public long DiskFreeMinBytes { get; init; } = 2L * 1024 * 1024 * 1024;

    /// <summary>Processors that may be promised, as a multiple of those the host has.</summary>
    public double CpuOvercommit { get; init; } = 2;

    public int PidsMax { get; init; } = 4096;

    /// <summary>Root disks that are made at once: side by side they take longer than one after the other.</summary>
    public int CreatesMax { get; init; } = CreatesMaxDefault;

    /// <summary>From the start of a virtual machine to its agent.</summary>
    public TimeSpan AgentLimit { get; init; } = TimeSpan.FromMinutes(4);

    internal HostRules HostRules => new(
        Name, "instances", MemoryReserveBytes, DiskFreeMinBytes, CpuOvercommit,
        ("the storage pool", $"{Flavor.Command} image delete, {Flavor.Command} storage info"));

    /// <summary>The definition of a size's name; null when there is none of that name.</summary>
    internal InstanceSize? SizeOf(MachineSize size) => size.Type is { } name
        ? Sizes.GetValueOrDefault(name)
        : UsualSize with
        {
            Cpus = size.Cpus ?? UsualSize.Cpus,
            MemoryBytes = size.MemoryBytes ?? UsualSize.MemoryBytes,
            DiskBytes = size.DiskBytes ?? UsualSize.DiskBytes,
        };

    /// <summary>Why an offer's image cannot be meant; null when it can.</summary>
    public string? FaultOf(string image) => Images.ImageName.Parse(image, this).Fault;

    /// <summary>The answer to a create is certain; its operation outlives a broken connection for a while.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);

    /// <summary>What comes after a download: a root disk unpacked beside others, files, a start.</summary>
    private static readonly TimeSpan AfterDownload = TimeSpan.FromMinutes(6);

    /// <summary>How long one ensure waits for a download. The download itself may take longer.</summary>
    internal static readonly TimeSpan DownloadPatience = TimeSpan.FromMinutes(4);

    private TimeSpan EnsureLimit => DownloadPatience + AfterDownload + AgentLimit;

    public override ProviderTraits Traits => new(
        HoldsBlanks: true, Watches: true, Diagnoses: true, Settle, CallsMax: 16, EnsureLimit, EndedStay: !Ephemeral);
}
