using static Paddock.App.Configuration.Keys.ConfigKeys;
using static Paddock.App.Configuration.Keys.ScalarRule;

namespace Paddock.App.Configuration.Keys;

/// <summary>The keys of the places machines come from, kind by kind.</summary>
internal static class ProviderKeys
{
    private static readonly string[] LaterKinds = ["hetzner", "koyeb", "kubernetes", "external"];

    public static Shape.Variants Provider => new(
        "kind",
        new Variant("docker", "Containers on one Docker Engine.", Docker),
        new Variant("lxd", "Containers and virtual machines of one LXD server, or of one of its projects.", Lxd),
        new Variant("incus", "The same of an Incus server.", Lxd),
        new Variant("process",
            "Child processes of this host, for demonstrations and development: jobs run with Paddock's own rights.",
            Process))
    {
        Refused = LaterKinds.ToDictionary(
            kind => kind,
            kind => new Refusal(
                $"Providers of kind {kind} are not supported yet.", "Use docker, lxd, incus or process.")),
    };

    private static Key StartsMax => new("starts_max", Of(Positive),
        "Machines that may be starting at once.") { Default = "16" };

    private static Key RunnersMax => new("max_runners", Of(Positive),
        "Never more machines than this there, whichever pools they are of.");

    /// <summary>One for both kinds, so that the reference page has it once.</summary>
    private static Shape.Section Lxd { get; } = LxdKeys.Server(StartsMax, RunnersMax);

    private static Shape.Section Docker => new(
        new("host", Of(DockerHost), "The engine's address. Plain tcp is taken on loopback only.")
        {
            Default = "$DOCKER_HOST, else unix:///var/run/docker.sock",
        },
        new("certificate_directory", Of(FilePath), "A directory with `ca.pem`, `cert.pem` and `key.pem`, for tcp."),
        new("docker", new Shape.Choice("none", "socket")
        {
            Refused = new Dictionary<string, Refusal>
            {
                ["dind"] = new(
                    "docker: dind is not offered: it needs a privileged container, which makes a job root on the host.",
                    "Use docker: socket, which is as dangerous but honest about it, or docker: none."),
            },
        },
        "What a job may do with the engine. `socket` mounts the host's: such a job is root on the host.")
        {
            Default = "none",
        },
        new("pull", new Shape.Choice("missing", "always", "never"), "When images are pulled.") { Default = "missing" },
        new("registries", new Shape.Named("registry", Registry) { ChecksNames = false },
            "Logins for private images, by the registry as images name it: `ghcr.io`, `registry.acme.example:5000`, "
            + "`docker.io`."),
        new("network", Of(Text), "The network containers join.") { Default = "the engine's default bridge" },
        new("extra_hosts", new Shape.List(Of(Text)),
            "Lines for `/etc/hosts` of every container, like `host.docker.internal:host-gateway`."),
        new("environment", new Shape.Named("value", Of(Text)) { ChecksNames = false },
            "Variables every runner gets: proxies, `LANG`. Visible to jobs: no place for secrets."),
        new("memory_reserve", Of(Size), "Memory of the host that no runner gets.") { Default = "512MiB" },
        new("disk_free_min", Of(Size),
            "With less free disk than this no further container is started.") { Default = "2GiB" },
        new("cpu_overcommit", Of(Number),
            "Processors that may be promised, as a multiple of those the host has.") { Default = "2" },
        new("pids_max", Of(Positive), "Processes a container may have.") { Default = "4096" },
        new("sudo", Of(Flag), "Lets jobs use `sudo` where their image has it.") { Default = "false" },
        StartsMax,
        RunnersMax);

    private static Shape.Section Registry => new(
        new("username", Of(Text), "Who asks.") { IsRequired = true },
        new("password", Of(Secret), "The password, or a token that stands for it."),
        new("password_file", Of(FilePath), "A file with it, instead of `password`. Read at every pull."));

    private static Shape.Section Process => new(
        new("directory", Of(FilePath),
            "Where the runners' directories are made.") { Default = "below state_directory" },
        StartsMax,
        RunnersMax);
}
