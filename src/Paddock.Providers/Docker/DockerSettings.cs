using Paddock.Core.Model;
using Paddock.Ports.Providers;
using Paddock.Providers.Capacity;

namespace Paddock.Providers.Docker;

/// <summary>What a job may do with the Docker Engine its container runs on.</summary>
public enum DockerAccess
{
    None,

    /// <summary>
    /// The host's socket is mounted into every runner. Whoever holds it is root on the host: a job can read every
    /// secret there, start containers beside Paddock's, and stop Paddock itself. Only for jobs you would run as root.
    /// </summary>
    Socket,
}

/// <summary>When an image is pulled.</summary>
public enum PullPolicy
{
    Missing,
    Always,
    Never,
}

/// <summary>One Docker Engine.</summary>
public sealed record DockerSettings(ProviderName Name) : ProviderSettings(Name)
{
    public override string Kind => "docker";

    public override bool SharesHostNetwork => Network == Containers.Subnets.OfHost && IsOnThisHost;

    /// <summary>Is the engine's host this one?</summary>
    internal bool IsOnThisHost => Host.Scheme == "unix" || Host.IsLoopback;

    /// <summary><c>unix:///var/run/docker.sock</c> or <c>tcp://host:2376</c>.</summary>
    public Uri Host { get; init; } = new("unix:///var/run/docker.sock");

    /// <summary>
    /// A directory with <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c>; null for plain tcp, which is refused off
    /// loopback.
    /// </summary>
    public string? CertificateDirectory { get; init; }

    public DockerAccess Docker { get; init; } = DockerAccess.None;

    public PullPolicy Pull { get; init; } = PullPolicy.Missing;

    /// <summary>Logins for private images, by registry.</summary>
    public IReadOnlyList<RegistryLogin> Registries { get; init; } = [];

    /// <summary>The network containers join; null for the engine's default bridge.</summary>
    public string? Network { get; init; }

    /// <summary>
    /// Names and addresses added to <c>/etc/hosts</c> of every container: <c>host.docker.internal:host-gateway</c>.
    /// </summary>
    public IReadOnlyList<string> ExtraHosts { get; init; } = [];

    /// <summary>
    /// Variables every runner gets: proxies, <c>LANG</c>. Visible to jobs and to whoever may inspect containers.
    /// </summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Memory of the host that no runner gets.</summary>
    public long MemoryReserveBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>With less free disk than this no further container is started.</summary>
    public long DiskFreeMinBytes { get; init; } = 2L * 1024 * 1024 * 1024;

    /// <summary>Processors that may be promised, as a multiple of those the host has.</summary>
    public double CpuOvercommit { get; init; } = 2;

    public int PidsMax { get; init; } = 4096;

    /// <summary>
    /// Lets jobs use <c>sudo</c> where their image has it. Without, a process can gain no right it was not started
    /// with. A job that is root in its container is one flaw of the kernel away from being root on the host.
    /// </summary>
    public bool Sudo { get; init; }

    /// <summary>
    /// An engine carries a create out within a second or not at all, and lists it at once; a busy disk makes it a few.
    /// Until it is over, a place whose create was under way when Paddock was killed stays taken.
    /// </summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);

    /// <summary>
    /// What comes after a pull: a look into the image, a runner put in, a container. A busy disk takes a minute for it.
    /// </summary>
    private static readonly TimeSpan AfterPull = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan EnsureLimit = TimeSpan.FromMinutes(8);

    /// <summary>How long one ensure waits for a pull. The pull itself may take longer.</summary>
    internal static TimeSpan PullPatience => EnsureLimit - AfterPull;

    internal HostRules HostRules => new(
        Name, "containers", MemoryReserveBytes, DiskFreeMinBytes, CpuOvercommit,
        ("the Docker Engine", "docker system prune"));

    public override ProviderTraits Traits => new(
        HoldsBlanks: true, Watches: true, Diagnoses: true, Settle, CallsMax: 16, EnsureLimit);
}
