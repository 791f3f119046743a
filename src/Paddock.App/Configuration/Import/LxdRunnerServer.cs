using Paddock.App.Configuration.Reading;

namespace Paddock.App.Configuration.Import;

/// <summary>The provider that LXDRunner's one LXD becomes.</summary>
internal static class LxdRunnerServer
{
    /// <summary>Of the remotes, the one that instances are made on.</summary>
    private const string Main = "main";

    private const string TrustVariable = "LXD_TRUST_TOKEN";

    /// <summary>Where Paddock looks by itself.</summary>
    private static readonly string[] UsualSockets =
        ["/var/snap/lxd/common/lxd/unix.socket", "/var/lib/lxd/unix.socket"];

    public static ConfigNode.Map Read(
        ForeignKeys keys, IReadOnlyList<LxdRunnerEntry> entries, bool isKept, ImportSite site)
    {
        var remotes = (keys.Node("remotes") as ConfigNode.Map)?.Entries ?? [];
        var main = remotes.FirstOrDefault(remote => remote.Key == Main);
        var (place, there) = (keys.Place, main?.Value as ConfigNode.Map);
        if (isKept)
        {
            keys.Tell(
                "cleanup", "what has failed is kept for a day, three of each pool at most; paddock status shows it.",
                "Change keep_failed, or remove it and ephemeral.");
        }
        if (entries.Count > 0)
        {
            site.Faults.Warn(keys.PlaceOf("runnermap"), "",
                "runnermap: nothing in it limits an instance, and what has no limit is not counted against the host.",
                "Add cpu and memory to each size.");
        }
        return Draft.Map(place,
            ("kind", Draft.Text(place, "lxd")),
            ("host", there is null ? Socket(keys) : Address(there)),
            ("trust_token", there is null ? null : Trust(main!, site)),
            ("ephemeral", Draft.Flag(keys.PlaceOf("cleanup"), isKept, value: false)),
            ("sizes", Draft.MapOrNone(
                place, [.. entries.Select(entry => (entry.Name, (ConfigNode?)entry.Size))])),
            ("remotes", Draft.MapOrNone(
                place,
                [
                    .. remotes.Where(remote => remote.Key != Main)
                        .Select(remote => (remote.Key, (ConfigNode?)Remote(remote))),
                ])));
    }

    private static ConfigNode.Scalar? Socket(ForeignKeys keys) =>
        keys.Text("socket") is { } path && !UsualSockets.Contains(path)
            ? Draft.Text(keys.PlaceOf("socket"), $"unix://{path}")
            : null;

    private static ConfigNode.Scalar? Address(ConfigNode.Map remote) =>
        remote.Find("addr") is ConfigNode.Scalar { Raw: { Length: > 0 } address } node
            ? Draft.Text(
                node.Place, address.Contains("://", StringComparison.Ordinal) ? address : $"https://{address}")
            : null;

    /// <summary>LXDRunner asked for a trust password and verified nothing afterwards.</summary>
    private static ConfigNode.Scalar Trust(ConfigNode.Entry main, ImportSite site)
    {
        site.Faults.Warn(main.KeyPlace, "",
            "remotes.main: a server elsewhere has to be known by its certificate, which LXDRunner never looked at.",
            $"Have lxc config trust add print a token on the server, and set {TrustVariable} to it.");
        var raw = $"${{{TrustVariable}}}";
        return new ConfigNode.Scalar(main.KeyPlace, raw, Expansion.Expand(raw, name => site.Request.Variable(name)));
    }

    private static ConfigNode.Map? Remote(ConfigNode.Entry remote) =>
        remote.Value is ConfigNode.Map map && Address(map) is { } server
            ? Draft.Map(map.Place,
                ("server", server),
                ("protocol", map.Find("protocol") is ConfigNode.Scalar { Raw: "lxd" or "simplestreams" } word
                    ? Draft.Text(word.Place, word.Raw)
                    : null))
            : null;
}
