namespace Paddock.Providers.Lxd;

/// <summary>
/// Where Incus and LXD differ: this is the one place that says so. Everything else of the API is the same on both.
/// </summary>
/// <param name="Kind">The word behind <c>kind:</c>, and what the server says of itself.</param>
/// <param name="HeaderPrefix">Of the headers that go with a file: <c>X-LXD-uid</c>.</param>
/// <param name="GuestApiKey">The key that lets processes of a guest read the instance's <c>user.*</c> keys.</param>
/// <param name="Sockets">Where the daemon listens, the likeliest first.</param>
/// <param name="SocketVariables">
/// Variables that name the socket, or the directory it is in, for the server's own command too.
/// </param>
/// <param name="Group">The group whose members may open the socket.</param>
/// <param name="Command">The server's own command, in remedies.</param>
/// <param name="Remotes">Image servers that the server's own command knows by name.</param>
internal sealed record Flavor(
    string Kind, string Name, string HeaderPrefix, string GuestApiKey, IReadOnlyList<string> Sockets,
    (string Socket, string Directory) SocketVariables, string Group, string Command,
    IReadOnlyDictionary<string, ImageRemote> Remotes)
{
    private const string Simplestreams = "simplestreams";

    public static Flavor Lxd { get; } = new(
        "lxd", "LXD", "X-LXD-", "security.devlxd",
        ["/var/snap/lxd/common/lxd/unix.socket", "/var/lib/lxd/unix.socket"], ("LXD_SOCKET", "LXD_DIR"), "lxd", "lxc",
        new Dictionary<string, ImageRemote>
        {
            ["images"] = new(new Uri("https://images.lxd.canonical.com"), Simplestreams),
            ["ubuntu"] = new(new Uri("https://cloud-images.ubuntu.com/releases"), Simplestreams),
            ["ubuntu-daily"] = new(new Uri("https://cloud-images.ubuntu.com/daily"), Simplestreams),
        });

    public static Flavor Incus { get; } = new(
        "incus", "Incus", "X-Incus-", "security.guestapi",
        ["/run/incus/unix.socket", "/var/lib/incus/unix.socket"], ("INCUS_SOCKET", "INCUS_DIR"), "incus-admin",
        "incus",
        new Dictionary<string, ImageRemote>
        {
            ["images"] = new(new Uri("https://images.linuxcontainers.org"), Simplestreams),
        });

    /// <summary>Incus took the parameter's own name for a token; LXD before 5.21 wants it as a password.</summary>
    public bool TakesPasswords => this == Lxd;

    public static Flavor Of(string kind) => kind == Incus.Kind ? Incus : Lxd;
}
