using System.Globalization;
using Paddock.App.Configuration.Reading;
using Paddock.Core.Labels;

namespace Paddock.App.Configuration.Import;

/// <summary>
/// The configuration of LXDRunner: a pool for each entry of its <c>runnermap</c>. A job that it took to the entry of
/// equal labels goes to the same one here: pools with fewer labels come first, and the first that has all labels of a
/// job is the one.
/// </summary>
internal static class LxdRunnerImport
{
    private const string System = "LXDRunner";
    private const string Provider = "lxd";
    private const string Fleet = "lxdrunner";
    private const int WorkersUsual = 10;

    /// <summary>Must be as long as it is kept, and machines end after 25 hours by themselves.</summary>
    private const string KeptFor = "24h";

    public static ConfigNode.Map Read(ConfigNode.Map root, ImportSite site)
    {
        var keys = new ForeignKeys(root, site.Faults);
        var entries = Chosen(Entries(keys, site), keys, site);
        var isKept = keys.Flag("cleanup") == false;
        var workers = keys.Count("max_workers") ?? WorkersUsual;
        var place = root.Place;
        var draft = Draft.Map(place,
            ("fleet", Draft.Text(keys.PlaceOf("prefix"), ImportSite.Name(keys.Text("prefix") ?? "", Fleet))),
            ("github", Draft.Map(place,
                ("token", site.Secret(keys, "pat", ImportSite.TokenVariable)),
                ("webhook", Draft.Map(place,
                    ("secret", site.Secret(keys, "hooksecret", ImportSite.SecretVariable)))))),
            ("providers", Draft.Map(place, (Provider, LxdRunnerServer.Read(keys, entries, isKept, site)))),
            ("max_runners", Draft.Number(keys.PlaceOf("max_workers"), workers)),
            ("pools", new ConfigNode.List(place, [.. entries.Select(entry => Pool(entry, workers, isKept, site))])),
            ("listen", Listen(keys, site)));
        LeaveBehind(keys, site);
        return draft;
    }

    /// <summary>Those that a machine can be made for here.</summary>
    private static List<LxdRunnerEntry> Entries(ForeignKeys keys, ImportSite site)
    {
        var found = new List<LxdRunnerEntry>();
        foreach (var item in (keys.Node("runnermap") as ConfigNode.List)?.Items ?? [])
        {
            if (item is ConfigNode.Map map && LxdRunnerEntry.Read(map, found.Count, site) is { } entry)
            {
                found.Add(entry with { Name = Unlike(entry.Name, found) });
            }
        }
        if (found.Count == 0)
        {
            site.Faults.Error(keys.PlaceOf("runnermap"), "", "runnermap: there is no entry that Paddock can serve.",
                "Give one name, labels and image.");
        }
        return found;
    }

    private static string Unlike(string name, List<LxdRunnerEntry> others)
    {
        var (free, number) = (name, others.Count + 1);
        while (others.Exists(other => other.Name.Equals(free, StringComparison.OrdinalIgnoreCase)))
        {
            free = ImportSite.Numbered(name, number++);
        }
        return free;
    }

    private static List<LxdRunnerEntry> Chosen(List<LxdRunnerEntry> all, ForeignKeys keys, ImportSite site)
    {
        var active = new LabelSet(keys.Texts("activecfg"));
        if (active.Count == 0)
        {
            return [.. all.OrderBy(entry => entry.Labels.Count)];
        }
        var chosen = all.Where(entry => entry.OwnLabels.Equals(active)).ToList();
        if (chosen.Count == 0 && all.Count > 0)
        {
            site.Faults.Error(keys.PlaceOf("activecfg"), "",
                $"activecfg: no entry of runnermap has just the labels {active}.",
                "Remove activecfg to take over every entry, or correct it.");
        }
        else if (chosen.Count < all.Count)
        {
            var others = string.Join(", ", all.Except(chosen).Select(entry => entry.Name));
            keys.Tell("activecfg", $"only the entry it names is taken over; not {others}.",
                "Remove activecfg and import again for a pool of each entry.");
        }
        return chosen;
    }

    private static ConfigNode.Map Pool(LxdRunnerEntry entry, int workers, bool isKept, ImportSite site)
    {
        var place = entry.Place;
        return Draft.Map(place,
            ("name", Draft.Text(place, entry.Name)),
            ("scopes", Draft.Texts(place, site.Scopes)),
            ("labels", Draft.Texts(place, entry.Labels.Texts)),
            ("offers", new ConfigNode.List(place,
            [
                Draft.Map(place,
                    ("provider", Draft.Text(place, Provider)),
                    ("image", Draft.Text(place, entry.Image)),
                    ("size", Draft.Text(place, entry.Name))),
            ])),
            ("max_runners", Draft.Number(place, entry.WorkersMax ?? workers)),
            ("keep_failed", isKept ? Draft.Text(place, KeptFor) : null),
            // There, a job that found its entry full waited for it; a scarce entry is not for the overflow of others.
            ("spill", Draft.Flag(place, isSet: true, value: false)));
    }

    /// <summary>
    /// Its own certificate was worth nothing, since GitHub could not verify it. What ends TLS belongs in front.
    /// </summary>
    private static ConfigNode.Map Listen(ForeignKeys keys, ImportSite site)
    {
        if (keys.Flag("web_tls") != false)
        {
            keys.Tell("web_tls", "Paddock speaks plain http, and a certificate that nobody vouches for is not made.",
                "Put a reverse proxy with a certificate in front, and switch the webhook's SSL verification on again.");
        }
        var (host, port) = (keys.Text("web_host") ?? "0.0.0.0", keys.Count("web_port") ?? 5000);
        var text = string.Create(CultureInfo.InvariantCulture, $"{(host.Contains(':') ? $"[{host}]" : host)}:{port}");
        if (Values.Endpoints.TryParse(text) is null)
        {
            keys.Tell("web_host", "it is no IP address; Paddock will listen on all.", "Write one at listen.public.");
            text = string.Create(CultureInfo.InvariantCulture, $"0.0.0.0:{Math.Clamp(port, 1, ushort.MaxValue)}");
        }
        return Draft.Map(keys.Place, ("public", Draft.Text(keys.PlaceOf("web_host"), text)));
    }

    private static void LeaveBehind(ForeignKeys keys, ImportSite site)
    {
        keys.Leave("prefix",
            "it became the fleet's id; runners are named pdk-… and known by their tags, not by a name.",
            "Nothing needs to be done. Runners with the old prefix are not Paddock's and stay.");
        keys.Leave("pkgdir", "runner archives are kept in state_directory, and only the one that is needed.",
            "The old directory can be deleted.");
        keys.Leave("rundelay", "it never had an effect.", "Nothing needs to be done.");
        keys.Leave("setupscript", "it never had an effect.", "setup_script of the provider is for that.");
        keys.Leave("def_repo_args", "it is of tests only.", "Nothing needs to be done.");
        keys.Leave("def_org_args", "it is of tests only.", "Nothing needs to be done.");
        keys.TellRest(System);
    }
}
