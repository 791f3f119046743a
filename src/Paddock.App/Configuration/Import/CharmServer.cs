using System.Globalization;
using Paddock.App.Configuration.Keys;
using Paddock.App.Configuration.Reading;
using Paddock.App.Configuration.Values;

namespace Paddock.App.Configuration.Import;

/// <summary>The LXD that the charm set up for itself, as a provider.</summary>
internal static class CharmServer
{
    public const string Name = "lxd";

    /// <summary>The charm's alias of its image, which is a label of its runners as well.</summary>
    public const string ImageLabel = "ubuntu";

    /// <summary>As <c>lxd init --auto</c>, which the charm runs, calls them.</summary>
    private const string Pool = "default";

    private const string Bridge = "lxdbr0";

    private const string ProxyVariable = "RUNNER_PROXY";

    private static readonly Dictionary<string, string> Releases = new()
    {
        ["focal"] = "20.04", ["jammy"] = "22.04", ["noble"] = "24.04",
    };

    public static ConfigNode.Map Read(ForeignKeys keys, IReadOnlyList<CharmStock> stock, ImportSite site)
    {
        if (site.IsForFile && stock.FirstOrDefault(one => !one.IsMachine) is { } containers)
        {
            keys.Tell(containers.Key, "containers are no longer privileged, and limited as virtual machines are.",
                "Change the size, and remove nesting where jobs need no Docker.");
        }
        var place = keys.Place;
        var denied = Denied(keys);
        return Draft.Map(place,
            ("kind", Draft.Text(place, keys.Text("provider") is "incus" ? "incus" : "lxd")),
            ("storage_pool", Draft.Text(place, Pool)),
            ("network", denied is null ? null : Draft.Text(place, Bridge)),
            ("deny_networks", denied),
            ("environment", Environment(keys)),
            ("registry_mirror", Mirror(keys)),
            ("pre_job_script", PreJob(keys, site)),
            ("sizes", Draft.Map(place, [.. stock.Select(one => (one.Pool, (ConfigNode?)Size(one, keys)))])));
    }

    public static string ImageOf(ForeignKeys keys)
    {
        if (keys.Text("image") is { } own)
        {
            return own;
        }
        var release = keys.Text("base-image") ?? "noble";
        return $"ubuntu:{Releases.GetValueOrDefault(release, release)}";
    }

    /// <summary>A proxy is what Paddock itself goes through as well.</summary>
    public static ConfigNode.Scalar? GitHubProxy(ForeignKeys keys)
    {
        var key = ProxyKeys("https").Concat(ProxyKeys("http")).FirstOrDefault(key => keys.Text(key) is not null);
        return key is null ? null : ProxyText(keys, key);
    }

    /// <summary>
    /// Containers of the charm had no limits. Without any they are not counted against the host, and one job can have
    /// all of it.
    /// </summary>
    private static ConfigNode.Map Size(CharmStock stock, ForeignKeys keys)
    {
        var place = keys.PlaceOf(stock.Key);
        return Draft.Map(place,
            ("type", stock.IsMachine ? Draft.Text(place, stock.Type) : null),
            ("cpu", Draft.Text(keys.PlaceOf("vm-cpu"), keys.Text("vm-cpu") ?? "2")),
            ("memory", Amount(keys, "vm-memory", "7GiB")),
            ("disk", Amount(keys, "vm-disk", "10GiB")),
            ("nesting", Draft.Flag(place, !stock.IsMachine)));
    }

    private static ConfigNode.Scalar? Amount(ForeignKeys keys, string key, string usual)
    {
        var text = keys.Text(key) ?? usual;
        if (Sizes.TryParse(text) is not null)
        {
            return Draft.Text(keys.PlaceOf(key), text);
        }
        keys.Tell(key, $"it is no size; {usual} is taken.", ScalarRule.Size.Remedy);
        return Draft.Text(keys.PlaceOf(key), usual);
    }

    private static ConfigNode.List? Denied(ForeignKeys keys)
    {
        const string Key = "denylist";
        var (taken, others) = (new List<string>(), 0);
        foreach (var text in keys.Texts(Key))
        {
            var network = text.Contains('/', StringComparison.Ordinal) ? text : $"{text}/32";
            if (ScalarRule.Network.Fits(network))
            {
                taken.Add(network);
            }
            else
            {
                others++;
            }
        }
        if (others > 0)
        {
            keys.Tell(Key, string.Create(CultureInfo.InvariantCulture, $"{others} of it are no networks."),
                ScalarRule.Network.Remedy);
        }
        if (taken.Count > 0)
        {
            keys.Tell(Key, $"it is kept as a network ACL that {Bridge} has to carry; until then no instance is made.",
                "Run paddock provider check, which shows the command.");
        }
        return Draft.Texts(keys.PlaceOf(Key), taken);
    }

    /// <summary>In both spellings, since programs disagree.</summary>
    private static ConfigNode.Map? Environment(ForeignKeys keys)
    {
        var found = new List<(string, ConfigNode?)>();
        foreach (var kind in (string[])["http", "https", "no"])
        {
            if (ProxyKeys(kind).FirstOrDefault(key => keys.Text(key) is not null) is { } key)
            {
                var value = ProxyText(keys, key);
                found.Add(($"{kind.ToUpperInvariant()}_PROXY", value));
                found.Add(($"{kind}_proxy", value));
            }
        }
        return Draft.MapOrNone(keys.Place, found);
    }

    private static string[] ProxyKeys(string kind) =>
        [.. kind == "no" ? [] : (string[])["runner-http-proxy"], $"juju-{kind}-proxy", $"{kind}-proxy"];

    /// <summary>
    /// One with a password in it is a secret, and would be one that jobs see. What is no address may hold one, too.
    /// </summary>
    private static ConfigNode.Scalar ProxyText(ForeignKeys keys, string key)
    {
        var text = keys.Text(key)!;
        if (key.EndsWith("no-proxy", StringComparison.Ordinal)
            || ScalarRule.ToProxy(text) is { UserInfo: "", PathAndQuery: "/", Fragment: "" })
        {
            return Draft.Text(keys.PlaceOf(key), text)!;
        }
        keys.Tell(key, "it has a password in it, or is no address like http://proxy.example:3128, and is not copied; "
            + "jobs see whatever is in their proxy variables.",
            $"Set {ProxyVariable} to it, or use a proxy without a password.");
        return new ConfigNode.Scalar(keys.PlaceOf(key), $"${{{ProxyVariable}}}", new Expanded(text));
    }

    private static ConfigNode.Scalar? Mirror(ForeignKeys keys)
    {
        const string Key = "dockerhub-mirror";
        if (keys.Text(Key) is not { } text)
        {
            return null;
        }
        if (ScalarRule.ToWebAddress(text) is { Scheme: "https" })
        {
            return Draft.Text(keys.PlaceOf(Key), text);
        }
        keys.Tell(Key, "it is no https address and is left out.", "Write registry_mirror: https://….");
        return null;
    }

    /// <summary>The charm's option holds the script itself; here it is a file.</summary>
    private static ConfigNode.Scalar? PreJob(ForeignKeys keys, ImportSite site)
    {
        const string Key = "pre-job-script";
        if (keys.Text(Key) is not { } text)
        {
            return null;
        }
        if (!text.Contains('\n', StringComparison.Ordinal) && site.Existing(text) is { } found)
        {
            return Draft.Text(keys.PlaceOf(Key), found);
        }
        keys.Tell(Key, "a script is a file here, and is left out.",
            "Write it into a file, its first line #!/bin/sh, and name that at pre_job_script.");
        return null;
    }
}
