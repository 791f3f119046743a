using System.Globalization;
using Paddock.App.Configuration.Reading;

namespace Paddock.App.Configuration.Import;

/// <summary>
/// The options of the github-runner charm: a pool of containers, one of virtual machines, or both, each keeping as many
/// idle as its option says.
/// </summary>
internal static class CharmImport
{
    private const string System = "the charm";
    private const string Usual = "github-runner";

    public static ConfigNode.Map Read(ConfigNode.Map root, ImportSite site)
    {
        var keys = new ForeignKeys(CharmOptions.Of(root) ?? root, site.Faults);
        var place = keys.Place;
        var application = ImportSite.Name(CharmOptions.ApplicationOf(root) ?? keys.Text("application") ?? Usual, Usual);
        var stock = CharmStock.Read(keys);
        var scope = Scope(keys, site);
        var draft = Draft.Map(place,
            ("fleet", Draft.Text(place, application)),
            ("github", Draft.Map(place,
                ("token", site.Secret(keys, "token", ImportSite.TokenVariable)),
                ("proxy", CharmServer.GitHubProxy(keys)))),
            ("providers", Draft.Map(place, (CharmServer.Name, CharmServer.Read(keys, stock, site)))),
            ("pools", new ConfigNode.List(
                place, [.. stock.Select(one => Pool(one, keys, application, scope))])),
            ("check_interval", Interval(keys)));
        LeaveBehind(keys);
        return draft;
    }

    private static string Scope(ForeignKeys keys, ImportSite site)
    {
        if (keys.Text("path") is { } path)
        {
            return path.Contains('/', StringComparison.Ordinal) ? $"repo:{path}" : $"org:{path}";
        }
        if (site.Scopes.Count == 0)
        {
            site.Faults.Error(keys.PlaceOf("path"), "", "path: it is empty, and the charm is blocked without it too.",
                "Write owner/name for a repository, or an organization's name.");
        }
        return site.Scopes is [var first, ..] ? first : "org:unknown";
    }

    private static ConfigNode.Map Pool(CharmStock stock, ForeignKeys keys, string application, string scope)
    {
        var place = keys.PlaceOf(stock.Key);
        List<string> labels =
        [
            "self-hosted", "linux", "x64", application, CharmServer.ImageLabel, stock.Type, .. keys.Texts("labels"),
        ];
        return Draft.Map(place,
            ("name", Draft.Text(place, stock.Pool)),
            ("scopes", Draft.Texts(place, [scope])),
            ("labels", Draft.Texts(
                place, [.. labels.Distinct(StringComparer.OrdinalIgnoreCase)])),
            ("group", Group(keys, scope)),
            ("offers", new ConfigNode.List(place,
            [
                Draft.Map(place,
                    ("provider", Draft.Text(place, CharmServer.Name)),
                    ("image", Draft.Text(place, CharmServer.ImageOf(keys))),
                    ("size", Draft.Text(place, stock.Pool))),
            ])),
            ("max_runners", Draft.Number(place, stock.RunnersMax)),
            ("idle", stock.Idle == 0 ? null : Draft.Map(place,
                ("min", Draft.Number(place, stock.Idle)),
                ("max", Draft.Number(place, stock.Idle)),
                ("count", Draft.Text(place, "idle")))));
    }

    private static ConfigNode.Scalar? Group(ForeignKeys keys, string scope)
    {
        if (keys.Text("group") is not { } group || group == "default")
        {
            return null;
        }
        if (scope.StartsWith("repo:", StringComparison.Ordinal))
        {
            keys.Tell("group", "repositories have no runner groups.", "Nothing needs to be done.");
            return null;
        }
        return Draft.Text(keys.PlaceOf("group"), group);
    }

    /// <summary>In minutes; the text of the charm has another name for it than its code.</summary>
    private static ConfigNode.Scalar? Interval(ForeignKeys keys)
    {
        var key = keys.Text("check-interval") is null ? "reconcile-interval" : "check-interval";
        _ = keys.Text("reconcile-interval");
        return keys.Count(key) is { } minutes and > 0
            ? Draft.Text(keys.PlaceOf(key), string.Create(CultureInfo.InvariantCulture, $"{minutes}m"))
            : null;
    }

    private static void LeaveBehind(ForeignKeys keys)
    {
        const string Nothing = "Nothing needs to be done.";
        keys.Leave("update-interval", "the runner's archive is renewed as GitHub asks for it.", Nothing);
        _ = keys.Node("provider");
        keys.Leave("idle", "containers and virtual-machines say how many are kept ready.", "Remove it.");
        keys.Leave("virt-type", "it is deprecated, and each kind has a pool of its own.", Nothing);
        keys.Leave("runner-storage", "every runner has a root disk of its own, which goes with it.",
            "Set disk of the size.");
        keys.Leave("allow-external-contributor",
            "whose code may run is told by rules for repositories; public ones and forks may not without one.",
            "Add repositories: [{match: owner/name, public: true, forks: true}] where strangers may.");
        foreach (var key in (string[])["repo-policy-compliance-url", "repo-policy-compliance-token"])
        {
            keys.Leave(key, "no service is asked about repositories.", "repositories: says which may use the runners.");
        }
        foreach (var key in (string[])["experimental-use-aproxy", "aproxy-exclude-addresses", "aproxy-redirect-ports"])
        {
            keys.Leave(key, "connections are not redirected behind a job's back.",
                "Set the proxy variables under environment.");
        }
        foreach (var key in (string[])["github-app-client-id", "github-app-installation-id", "github-app-private-key"])
        {
            keys.Leave(key, "an App needs its key in a file.",
                "Write app: {client_id: …, private_key_file: …} in the place of token.");
        }
        keys.TellRest(System);
    }
}
