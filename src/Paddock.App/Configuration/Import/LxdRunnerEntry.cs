using System.Globalization;
using Paddock.App.Configuration.Reading;
using Paddock.Core.Labels;

namespace Paddock.App.Configuration.Import;

/// <summary>One entry of LXDRunner's <c>runnermap</c>.</summary>
/// <param name="OwnLabels">As written; <c>activecfg</c> means these.</param>
/// <param name="Labels">With those that GitHub's runner gave itself.</param>
internal sealed record LxdRunnerEntry(
    ConfigPlace Place, string Name, LabelSet OwnLabels, LabelSet Labels, string Image, ConfigNode.Map? Size)
{
    /// <summary>The script that comes with LXDRunner. It registers and starts the runner, which is Paddock's to
    /// do.</summary>
    private const string OwnScript = "setuprunner.sh";

    public int? WorkersMax { get; init; }

    /// <summary>Null, with a word about it, for what cannot be served here.</summary>
    public static LxdRunnerEntry? Read(ConfigNode.Map map, int index, ImportSite site)
    {
        var keys = new ForeignKeys(map, site.Faults);
        var name = ImportSite.Name(
            keys.Text("name") ?? "", string.Create(CultureInfo.InvariantCulture, $"runners-{index + 1}"));
        var (system, image) = (keys.Text("runner_os") ?? "linux", keys.Text("image"));
        if (system != "linux")
        {
            keys.Tell(
                "runner_os", $"entry '{name}' is left out: LXD runs Linux only here.", "Keep its runners elsewhere.");
            return null;
        }
        if (image is null)
        {
            keys.Tell("image", $"entry '{name}' has none and is left out.", "Write an alias, or remote:alias.");
            return null;
        }
        var own = new LabelSet(keys.Texts("labels"));
        var entry = new LxdRunnerEntry(
            map.Place, name, own, LabelSet.Of("self-hosted", "linux", keys.Text("runner_arch") ?? "x64").Union(own),
            image, SizeOf(keys, site))
        {
            WorkersMax = keys.Count("max_workers"),
        };
        keys.TellRest("an entry of runnermap");
        return entry;
    }

    private static ConfigNode.Map? SizeOf(ForeignKeys keys, ImportSite site) => Draft.Map(keys.Place,
        ("type", TypeOf(keys, site)),
        ("profiles", Draft.Texts(keys.PlaceOf("profiles"), keys.Texts("profiles"))),
        ("setup_script", Draft.Text(keys.PlaceOf("setup_script"), Script(keys, site))));

    /// <summary>A container is what is meant by nothing, and by no other word: the wall would be gone unsaid.</summary>
    private static ConfigNode.Scalar? TypeOf(ForeignKeys keys, ImportSite site)
    {
        var type = keys.Text("type");
        if (type is not (null or "container" or "virtual-machine"))
        {
            site.Faults.Error(
                keys.PlaceOf("type"), "", "type: it is neither of the two words that LXDRunner knows.",
                "Write container or virtual-machine.");
        }
        return type is "virtual-machine" ? Draft.Text(keys.PlaceOf("type"), type) : null;
    }

    private static string? Script(ForeignKeys keys, ImportSite site)
    {
        if (keys.Text("setup_script") is not { } text)
        {
            return null;
        }
        if (Path.GetFileName(text) == OwnScript)
        {
            keys.Tell("setup_script", "the script that registers a runner is not needed: Paddock does that.",
                "Nothing needs to be done, unless you have changed it.");
            return null;
        }
        if (site.Existing(text) is not { } found)
        {
            keys.Tell("setup_script", "there is no such file beside this configuration, so it is left out.",
                "Write setup_script with the script's path into the size.");
            return null;
        }
        keys.Tell("setup_script", "it runs as root before the runner starts, and finds no GHA_… variables: Paddock "
            + "registers and starts the runner.", "Take out of it whatever did.");
        return found;
    }
}
