using static Paddock.App.Configuration.Keys.ConfigKeys;
using static Paddock.App.Configuration.Keys.ScalarRule;

namespace Paddock.App.Configuration.Keys;

/// <summary>The keys of LXD and Incus: one section, because the two differ in nothing that is configured.</summary>
internal static class LxdKeys
{
    public static Shape.Section Server(params IReadOnlyList<Key> common) =>
        new([.. Reaching, .. Making, .. Jobs, .. Limits, .. common]);

    private static IReadOnlyList<Key> Reaching =>
    [
        new("host", Of(LxdHost), "The server's socket, or its https address.")
        {
            Default = "the server's socket: $LXD_SOCKET, $LXD_DIR, then the usual places (for incus $INCUS_SOCKET, "
                + "$INCUS_DIR)",
        },
        new("fingerprint", Of(Fingerprint),
            "SHA-256 of the server's certificate (`lxc info`, certificate_fingerprint). For https, unless the trust "
            + "token has it."),
        new("certificate", Of(FilePath), "A PEM certificate that the server trusts, with `key`.")
        {
            Default = "one that Paddock makes and keeps in state_directory",
        },
        new("key", Of(FilePath), "The key of `certificate`, in PEM."),
        new("trust_token", Of(Secret),
            "What `lxc config trust add` prints, by which the server comes to trust Paddock's certificate, once; or "
            + "the trust password of an old LXD."),
        new("trust_token_file", Of(FilePath), "A file with it, instead of `trust_token`."),
        new("project", Of(Text), "The project of the server that everything is made in.") { Default = "default" },
        new("target", Of(Text), "The member of a cluster that instances are made on.")
        {
            Default = "the server chooses",
        },
    ];

    private static IReadOnlyList<Key> Making =>
    [
        new("profiles", new Shape.List(Of(Text)), "Profiles of instances, in this order.") { Default = "default" },
        new("keep_profiles", new Shape.Named("profile", Profile) { ChecksNames = false },
            "Profiles that Paddock makes, and keeps as they are written here. One of that name which somebody else "
            + "made is never touched."),
        new("storage_pool", Of(Text), "The storage pool of root disks.") { Default = "the profiles'" },
        new("network", Of(Text), "The network instances join.") { Default = "the profiles'" },
        new("port_isolation", Of(Flag), "Keeps instances on `network` from reaching each other.")
        {
            Default = "true",
        },
        new("deny_networks", new Shape.List(Of(Network)),
            "Networks no job may reach, kept as an ACL of the server that `network` has to carry."),
        new("allow_networks", new Shape.List(Of(Network)), "Exceptions to `deny_networks`."),
        .. Usual,
        new("sizes", new Shape.Named("size", InstanceSize),
            "Sizes that offers name. What one leaves out is as the provider says."),
        new("remotes", new Shape.Named("remote", Remote),
            "Servers of images, for `image: remote:alias`, beside those the server's own command knows: `images` and, "
            + "for LXD, `ubuntu` and `ubuntu-daily`."),
        new("auto_update", Of(Flag), "The server brings its copies of remote images up to date by itself.")
        {
            Default = "true",
        },
        new("ephemeral", Of(Flag),
            "The server deletes an instance as soon as it has powered off, even when Paddock never returns. `false` "
            + "keeps what has ended for a look until Paddock deletes it.")
        {
            Default = "true",
        },
    ];

    /// <summary>Of the provider as of each of its sizes.</summary>
    private static IReadOnlyList<Key> Usual =>
    [
        new("type", new Shape.Choice("container", "virtual-machine"),
            "What instances are. A container shares the host's kernel; a virtual machine is a wall against strangers.")
        {
            Default = "container",
        },
        new("nesting", Of(Flag), "Containers of its own inside a container: what Docker in it needs.")
        {
            Default = "false",
        },
        new("config", new Shape.Named("value", Of(AnyValue)) { ChecksNames = false },
            "Keys of an instance's configuration beside those Paddock writes, such as `limits.disk.priority`."),
        new("setup_script", Of(FilePath),
            "A script that runs as root in every instance before its runner starts. If it fails, the instance has."),
        new("pre_job_script", Of(FilePath),
            "A script that runs as the runner's user before each job. That it fails is only logged."),
    ];

    private static IReadOnlyList<Key> Jobs =>
    [
        new("guest_api", Of(Flag), "Lets processes of an instance ask the server for its keys (`/dev/lxd/sock`).")
        {
            Default = "false",
        },
        new("sudo", Of(Flag), "Lets jobs use `sudo` where their image has it.") { Default = "false" },
        new("environment", new Shape.Named("value", Of(AnyValue)) { ChecksNames = false },
            "Variables every runner gets: proxies, `LANG`. Visible to jobs: no place for secrets."),
        new("registry_mirror", Of(WebAddress),
            "A mirror of Docker Hub for Docker inside of instances, by https. Jobs see it as `DOCKERHUB_MIRROR`."),
    ];

    private static IReadOnlyList<Key> Limits =>
    [
        new("memory_reserve", Of(Size), "Memory of the host that no runner gets.") { Default = "512MiB" },
        new("disk_free_min", Of(Size), "With less free than this in the storage pool no further instance is made.")
        {
            Default = "2GiB",
        },
        new("cpu_overcommit", Of(Number),
            "Processors that may be promised, as a multiple of those the host has.") { Default = "2" },
        new("pids_max", Of(Positive), "Processes a container may have.") { Default = "4096" },
        new("creates_max", Of(Positive),
            "Root disks that are made at once: side by side they take longer than one after the other.")
        {
            Default = "2",
        },
        new("agent_timeout", Of(Duration), "From the start of a virtual machine to its agent.") { Default = "4m" },
    ];

    private static Shape.Section InstanceSize => new(
    [
        new("cpu", Of(Number), "Processors; parts are fine for a container."),
        new("memory", Of(Size), "Memory."),
        new("disk", Of(Size), "The root disk. Needs `storage_pool`, and one that is no plain directory."),
        new("profiles", new Shape.List(Of(Text)), "Profiles, in this order, instead of the provider's."),
        .. Usual.Select(key => key with { Default = null }),
    ]);

    private static Shape.Section Profile => new(
        new("config", new Shape.Named("value", Of(AnyValue)) { ChecksNames = false }, "Its keys."),
        new("devices",
            new Shape.Named("device", new Shape.Named("value", Of(AnyValue)) { ChecksNames = false })
            {
                ChecksNames = false,
            },
            "Its devices, each with its keys: `{root: {type: disk, path: /, pool: default}}`."));

    private static Shape.Section Remote => new(
        new("server", Of(WebAddress), "Where it is, by https.") { IsRequired = true },
        new("protocol", new Shape.Choice("simplestreams", "lxd"),
            "`simplestreams`, or `lxd` for the public images of another server.") { Default = "simplestreams" },
        new("certificate", Of(FilePath), "The server's certificate in PEM, where no public authority vouches for it."));
}
