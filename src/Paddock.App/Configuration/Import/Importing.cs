using Paddock.App.Configuration.Keys;
using Paddock.App.Configuration.Reading;

namespace Paddock.App.Configuration.Import;

/// <summary>Takes over the configuration of another system: once as a file, or at every start.</summary>
internal static class Importing
{
    /// <summary>Stands where runners register until somebody says it.</summary>
    private const string Unknown = "org:change-me";

    /// <summary>
    /// As a file's text; what is wrong, and what is left behind and why, in <paramref name="faults"/>.
    /// </summary>
    /// <returns>Null when there is none.</returns>
    public static string? ToText(
        ForeignSystem system, ConfigRequest request, string file, IReadOnlyList<string> scopes, FaultList faults)
    {
        if (ConfigText.Read(request, file, faults) is not { } text
            || Parse(text, file, faults) is not { } root)
        {
            return null;
        }
        if (ForeignSystems.Of(root) != system)
        {
            var (name, key) = NameOf(system);
            faults.Error(new(file), "", $"This is no configuration of {name}: it has no {key}.",
                "paddock config import --help tells what can be taken over.");
            return null;
        }
        foreach (var scope in scopes.Where(scope => !ScalarRule.Scope.Fits(scope)))
        {
            faults.Error(new("--scope"), "", $"'{scope}' is no scope.", ScalarRule.Scope.Remedy);
        }
        if (system == ForeignSystem.LxdRunner && scopes.Count == 0)
        {
            faults.Warn(new(file), "",
                $"scopes: LXDRunner learned from each webhook where a runner registers; {Unknown} stands in its place.",
                "Import again with --scope org:NAME or repo:OWNER/NAME, or change it.");
            scopes = [Unknown];
        }
        var draft = Read(system, root, new ImportSite(request, file, faults, scopes, IsForFile: true));
        return faults.HasErrors ? null : ImportText.Write(draft, file, faults.Sorted);
    }

    /// <summary>For a start without a file of Paddock's own.</summary>
    public static ConfigNode.Map Run(
        ForeignSystem system, ConfigNode.Map root, ConfigRequest request, string file, string? scope, FaultList faults)
    {
        var scopes = scope?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (system == ForeignSystem.LxdRunner && scopes.Length == 0)
        {
            faults.Error(new(file), "",
                "LXDRunner learned from each webhook where a runner registers, and here nothing says it.",
                "Set PADDOCK_SCOPE or --scope: org:NAME or repo:OWNER/NAME, several with commas between.");
            scopes = [Unknown];
        }
        var (name, _) = NameOf(system);
        faults.Warn(new(file), "", $"This is a configuration of {name}, taken over as far as it goes.",
            $"paddock config import {Word(system)} {file} writes one of Paddock's own.");
        return Read(system, root, new ImportSite(request, file, faults, scopes, IsForFile: false));
    }

    public static string Word(ForeignSystem system) => system == ForeignSystem.Charm ? "charm" : "lxdrunner";

    private static ConfigNode.Map Read(ForeignSystem system, ConfigNode.Map root, ImportSite site) =>
        system == ForeignSystem.Charm ? CharmImport.Read(root, site) : LxdRunnerImport.Read(root, site);

    private static (string Name, string Key) NameOf(ForeignSystem system) => system == ForeignSystem.Charm
        ? ("the github-runner charm", "path with containers, virtual-machines or the like")
        : ("LXDRunner", "runnermap");

    private static ConfigNode.Map? Parse(string text, string file, FaultList faults)
    {
        var node = new YamlReader(file, _ => "", faults).Read(text);
        if (node is not (null or ConfigNode.Map))
        {
            faults.Error(node.Place, "", "A configuration is a mapping of keys to values, and this is none.",
                "Name the file that the other system reads.");
        }
        return faults.HasErrors ? null : node as ConfigNode.Map;
    }
}
