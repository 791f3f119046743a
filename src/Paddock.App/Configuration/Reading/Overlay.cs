using Paddock.App.Configuration.Import;
using Paddock.App.Configuration.Keys;
using Paddock.Core.Policy;

namespace Paddock.App.Configuration.Reading;

/// <summary>
/// Lays flags and variables over the file: flag, then variable, then file. Without a file's pools they make one pool,
/// so that a first start needs no file at all.
/// </summary>
internal sealed class Overlay(ConfigRequest request, FaultList faults)
{
    private readonly record struct Given(Setting Setting, ConfigNode.Scalar Value);

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>What a setting of the one pool says, for who makes use of it beside a file's pools.</summary>
    public string? Take(string name)
    {
        _taken.Add(name);
        return Find(Settings.All.First(setting => setting.Name == name))?.Value.Raw;
    }

    public ConfigNode.Map Apply(ConfigNode.Map root)
    {
        CheckFlags();
        var given = Settings.All.Select(Find).OfType<Given>().ToList();
        foreach (var item in given.Where(item => !item.Setting.IsOfOnePool))
        {
            root = Set(root, item);
        }
        root = Settings.All.Where(setting => setting.Fallback is not null).Aggregate(root, FallBack);
        var ofPool = given.Where(item => item.Setting.IsOfOnePool).ToList();
        if (root.Find("pools") is null)
        {
            return ofPool.Count > 0
                ? OnePool.Add(
                    root, ofPool.ToDictionary(item => item.Setting.Name, item => item.Value),
                    new ImportSite(request, "the environment", faults, [], IsForFile: false))
                : root;
        }
        foreach (var item in ofPool.Where(item => !_taken.Contains(item.Setting.Name)))
        {
            faults.Warn(item.Value.Place,
                "pools", $"{item.Value.Place.Source} has no effect: the file has pools of its own.",
                "Remove it, or write it into a pool of the file.");
        }
        return root;
    }

    /// <summary>Slips in the names of variables, which would otherwise do nothing without a word.</summary>
    /// <param name="used">What the file asked for by name may be called as it likes.</param>
    public void WarnOfSlips(IReadOnlySet<string> used)
    {
        var known = Settings.All.Select(setting => setting.Variable).Concat(Settings.OtherVariables).ToList();
        foreach (var name in request.Environment.Keys.Order(StringComparer.Ordinal))
        {
            if (name.StartsWith("PADDOCK_", StringComparison.Ordinal) && !known.Contains(name) && !used.Contains(name)
                && Nearest.To(name, known) is { } meant)
            {
                faults.Warn(new($"${name}"),
                    "", $"The variable {name} means nothing to Paddock.", $"Did you mean {meant}?");
            }
        }
    }

    private Given? Find(Setting setting)
    {
        if (!setting.IsSecret && request.Flags.TryGetValue(setting.Name, out var flag))
        {
            return new(setting, Scalar(new($"--{setting.Name}"), flag));
        }
        return request.Variable(setting.Variable) is { } text
            ? new(setting, Scalar(new($"${setting.Variable}"), text))
            : null;
    }

    private static ConfigNode.Map Set(ConfigNode.Map root, Given given)
    {
        var path = PathOf(root, given.Setting);
        return given.Setting.Displaces
            .Aggregate(root, (left, other) => left.Without([.. SectionOf(path, given.Setting), .. other.Split('.')]))
            .With(path, given.Value);
    }

    private ConfigNode.Map FallBack(ConfigNode.Map root, Setting setting)
    {
        var path = PathOf(root, setting);
        var section = SectionOf(path, setting);
        var isSaid = setting.Displaces.Select(other => (string[])[.. section, .. other.Split('.')]).Prepend(path)
            .Any(said => Find(root, said) is not null);

        // Only the connection nobody wrote down, or wrote down without a word on who we are, falls back.
        return isSaid || HasOnlyOthers(root) || request.Variable(setting.Fallback!) is not { } text
            ? root
            : root.With(path, Scalar(new($"${setting.Fallback}"), text));
    }

    /// <summary>A file with connections and no default one has no place for a customary token.</summary>
    private static bool HasOnlyOthers(ConfigNode.Map root) =>
        root.Find("github") is null && root.Find("connections") is ConfigNode.Map connections
        && connections.Find("default") is null;

    /// <summary>The default connection has two spellings; a setting goes to the one the file uses.</summary>
    private static string[] PathOf(ConfigNode.Map root, Setting setting)
    {
        var path = setting.Path.Split('.');
        return path[0] == "github" && root.Find("connections") is ConfigNode.Map connections
            && connections.Find("default") is not null
                ? ["connections", "default", .. path[1..]]
                : path;
    }

    /// <summary>Where the section of the top is in this file: the path without what the setting says below.</summary>
    private static string[] SectionOf(string[] path, Setting setting) =>
        path[..^(setting.Path.Split('.').Length - 1)];

    private static ConfigNode? Find(ConfigNode.Map root, string[] path) => path.Aggregate<string, ConfigNode?>(
        root, (node, key) => (node as ConfigNode.Map)?.Find(key));

    private void CheckFlags()
    {
        foreach (var name in request.Flags.Keys.Where(name => !Settings.All.Any(s => s.Name == name && !s.IsSecret)))
        {
            faults.Error(new($"--{name}"), "", $"There is no flag --{name}.", "See paddock run --help.");
        }
    }

    private static ConfigNode.Scalar Scalar(ConfigPlace place, string text) => new(place, text);
}
