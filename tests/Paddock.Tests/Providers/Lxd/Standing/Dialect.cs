namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>Which server is imitated: LXD 5.0.2 of Debian 12, or Incus 6.0.4 of its backports.</summary>
internal enum Flavour
{
    Lxd50,
    Incus60,
}

/// <summary>Everything in which the two servers differ, as both were seen to answer.</summary>
/// <param name="HeaderPrefix">Of the headers of files; a name with another prefix is passed over.</param>
/// <param name="Duplicate">How a creation ends whose name is taken.</param>
/// <param name="FailedWaitIsError">A wait for what failed answers 200 with an envelope of type error.</param>
/// <param name="UnknownAliasIsAsync">An unknown alias is told by the operation, not by the request.</param>
/// <param name="GuestSocketKey">The configuration key that closes the socket inside of the guest.</param>
/// <param name="TrustKey">Where the token of a new client stands in its request.</param>
internal sealed record Dialect(
    string Server,
    string Version,
    string HeaderPrefix,
    string Bridge,
    string Duplicate,
    bool FailedWaitIsError,
    bool UnknownAliasIsAsync,
    string GuestSocketKey,
    string TrustKey,
    string ExecLogs,
    IReadOnlyList<string> Extensions)
{
    private static readonly string[] Shared =
    [
        "etag", "patch", "certificate_update", "projects", "operation_wait", "instance_get_full", "instances",
        "resources", "network_acl", "api_filtering", "virtual-machines", "images_all_projects", "container_full",
        "certificate_project", "certificate_token", "instance_all_projects", "event_lifecycle", "cloud_init",
        "projects_limits", "network_state", "container_exec_recording", "event_lifecycle_requestor",
    ];

    public bool StartsAtCreation => Extensions.Contains("instance_create_start");

    public bool HasPasswords => Server == "lxd";

    /// <summary>Newer servers name the instance and the project in the event itself.</summary>
    public bool EventsName => Extensions.Contains("event_lifecycle_name_and_project");

    public static Dialect Of(Flavour flavour) => flavour is Flavour.Lxd50 ? Lxd : Incus;

    private static Dialect Lxd { get; } = new(
        Server: "lxd", Version: "5.0.2", HeaderPrefix: "X-LXD-", Bridge: "lxdbr0",
        Duplicate: "Failed creating instance record: Add instance info to the database: "
            + "This \"instances\" entry already exists",
        FailedWaitIsError: false, UnknownAliasIsAsync: false, GuestSocketKey: "security.devlxd",
        TrustKey: "password", ExecLogs: "logs", Extensions: Shared);

    private static Dialect Incus { get; } = new(
        Server: "incus", Version: "6.0.4", HeaderPrefix: "X-Incus-", Bridge: "incusbr0",
        Duplicate: "Failed creating instance record: Failed to create \"instances\" entry: "
            + "UNIQUE constraint failed: instances.project_id, instances.name",
        FailedWaitIsError: true, UnknownAliasIsAsync: true, GuestSocketKey: "security.guestapi",
        TrustKey: "trust_token", ExecLogs: "logs/exec-output",
        Extensions:
        [
            .. Shared, "instance_create_start", "instance_ready_state", "event_lifecycle_name_and_project",
            "explicit_trust_token",
        ]);
}
