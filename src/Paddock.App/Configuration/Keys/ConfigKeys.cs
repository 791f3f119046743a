using static Paddock.App.Configuration.Keys.ScalarRule;

namespace Paddock.App.Configuration.Keys;

/// <summary>
/// Every key there is, in the order of the reference page: this table is what a file is checked against, what the JSON
/// Schema is written from, and what the page shows.
/// </summary>
internal static class ConfigKeys
{
    public static Shape.Section Root { get; } = new(
        new("fleet", Of(Name),
            "The fleet's id. Everything Paddock makes carries it, so two fleets on one Docker Engine need two.")
        {
            Default = "paddock",
        },
        new("github", GitHubKeys.Connection,
            "The connection named `default`: a short form of `connections: {default: …}`."),
        new("connections", new Shape.Named("connection", GitHubKeys.Connection),
            "Several GitHubs, or several identities at one. Scopes name them: `ghes/org:acme`. Webhooks of each "
            + "come to `/webhook/{name}`."),
        new("providers", new Shape.Named("provider", ProviderKeys.Provider),
            "The places machines come from. Offers name them."),
        new("pools", new Shape.List(PoolKeys.Pool),
            "Who is served, by what, and how many. The first pool that covers a job is its home.")
        {
            IsRequired = true,
        },
        new("images", new Shape.Named("image", ImageKeys.Image),
            "Images that Paddock builds, by `paddock image build` or by itself. Offers name their aliases."),
        new("max_runners", Of(Positive), "Never more machines than this in the whole fleet."),
        new("label_limits", new Shape.List(PoolKeys.LabelLimit),
            "Limits on what is scarce behind some labels (GPUs, licences), over all pools that have them."),
        new("repositories", new Shape.List(RepositoryKeys.Rule),
            "Which repositories may use the runners, and how much of them. Of several rules the first that fits "
            + "counts, alone; where none fits, private repositories may, public ones and runs from forks may not."),
        new("sweep_interval", Of(Duration),
            "How often every repository is asked for its jobs: what a lost webhook costs at most, and what every job "
            + "waits where no webhooks come in. Never more often, at github.com not more often than "
            + "every 10s, and less often where GitHub's limits demand it.")
        {
            Default = "5m; 30s where no webhooks come in",
        },
        new("check_interval", Of(Duration),
            "How often GitHub's runners of every scope are listed: registrations that nobody explains are found so, "
            + "and runners that went offline or that GitHub dropped. A request for each hundred.") { Default = "5m" },
        new("state_directory", Of(FilePath),
            "Where everything is kept: database, runner archives, logs of machines that are gone.")
        {
            Default = "$STATE_DIRECTORY (systemd), /var/lib/paddock for root, else ~/.local/state/paddock",
        },
        new("store", StoreKeys.Store, "Where the books are kept."),
        new("listen", Listen,
            "Where Paddock listens. Each part has its own address, so that a firewall can tell them apart."),
        new("reload_on_change", Of(Flag),
            "Take the file anew whenever it changes, without `paddock reload` or SIGHUP.") { Default = "false" },
        new("log", Log, "What is logged, to standard error."))
    {
        HoldsExtras = true,
    };

    private static Shape.Section Listen => new(
        new("public", Of(EndpointOrNone),
            "For GitHub: `/webhook`, `/livez`, `/readyz`. `none` for no webhooks: sweeps alone find jobs. LXDRunner's "
            + "`/hooks/lxdrunner` is taken as `/webhook`.")
        {
            Default = "0.0.0.0:8080 if there is a webhook secret, else none",
        },
        new("admin", new Shape.Either(Of(Socket), Admin),
            "The admin API and the dashboard: a unix socket that only Paddock's user may open, and TCP on request.")
        {
            Default = "unix: $RUNTIME_DIRECTORY/admin.sock (systemd), else admin.sock in state_directory",
        },
        new("runner_networks", new Shape.List(Of(Network)),
            "Networks of runners that their providers cannot tell: routed ones, and the addresses that runners behind "
            + "another host are seen by. `admin.tcp` is closed to them, as it is to those the providers tell.")
        {
            Default = "none; where a provider cannot tell, only this host reaches `admin.tcp`",
        },
        new("metrics", Of(EndpointOrNone),
            "For Prometheus and probes: `/metrics`, `/livez`, `/readyz`, without a token.")
        {
            Default = "none",
        });

    private static Shape.Section Admin => new(
        new("tcp", Of(Endpoint),
            "An address for it besides the socket. It needs a token even on loopback: jobs reach that too.")
        {
            IsRequired = true,
        },
        new("token", Of(Secret), "Whoever has it may do everything here."),
        new("token_file", Of(FilePath), "A file with the token, instead of `token`."),
        new("unix", Of(FilePath), "The socket's path.") { Default = "as for `admin: unix`" });

    private static Shape.Section Log => new(
        new("level", new Shape.Choice("trace",
            "debug", "info", "warn", "error"), "The least that is logged.") { Default = "info" },
        new("format", new Shape.Choice("text", "json"), "For people, or one JSON object a line.") { Default = "text" });

    public static Shape.Scalar Of(ScalarRule rule) => new(rule);

    /// <summary>The words a setting takes; none where it takes anything else.</summary>
    public static IReadOnlyList<string> WordsOf(Setting setting) => setting switch
    {
        { IsOfOnePool: true, Name: "provider" } => ProviderKeys.Provider.Words.Words,
        { IsOfOnePool: true } => [],
        _ => setting.Path.Split('.').Aggregate(
            (Shape)Root, (shape, name) => ((Shape.Section)shape).Keys.First(key => key.Name == name).Shape)
            is Shape.Choice choice ? choice.Words : [],
    };
}
