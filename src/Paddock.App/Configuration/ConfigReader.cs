using Paddock.App.Configuration.Import;
using Paddock.App.Configuration.Keys;
using Paddock.App.Configuration.Reading;
using Paddock.App.Configuration.Sections;
using Paddock.Core.Policy;

namespace Paddock.App.Configuration;

/// <summary>
/// From a file, the environment and flags to a configuration, or to everything that is wrong with them. Precedence:
/// flag, variable, file, default.
/// </summary>
public static class ConfigReader
{
    /// <summary>Never throws for what is in files or variables; reads nothing but the files they name.</summary>
    public static ConfigLoad Load(ConfigRequest request)
    {
        var faults = new FaultList();
        var path = ConfigPaths.Find(request);
        var used = new HashSet<string>(StringComparer.Ordinal);
        var written = path is null
            ? new ConfigNode.Map(new("the environment"), [])
            : ReadFile(request, path, used, faults);
        if (written is null)
        {
            return new ConfigLoad { Path = path, Faults = faults.Sorted };
        }
        var overlay = new Overlay(request, faults);
        written = TakeOver(written, request, path, overlay, faults);
        var root = overlay.Apply(written);
        overlay.WarnOfSlips(used);
        if (path is null && root.Find("pools") is null)
        {
            faults.Error(new(ConfigPaths.FileName),
                "", "There is no configuration: neither here nor at " + ConfigPaths.SystemFile + ".",
                "Write one (the examples are a start), name one with --config, or set PADDOCK_SCOPE, PADDOCK_LABELS "
                + "and GITHUB_TOKEN.");
            return new ConfigLoad { Faults = faults.Sorted };
        }
        var file = path is null ? null : ConfigPaths.Absolute(request, path);
        var config = Read(new ReadContext(request, root, faults, file));
        return new ConfigLoad { Path = path, Faults = faults.Sorted, Config = faults.HasErrors ? null : config };
    }

    /// <summary>
    /// Where the admin socket is, whatever else may be wrong: whoever asks a running Paddock has not all of its
    /// secrets.
    /// </summary>
    /// <returns>Null when there is a file that cannot be read at all.</returns>
    public static string? AdminSocketOf(ConfigRequest request)
    {
        var faults = new FaultList();
        var path = ConfigPaths.Find(request);
        var root = path is null ? null : ReadFile(request, path, [], faults);
        if (path is not null && root is null)
        {
            return null;
        }
        var context = new ReadContext(
            request, new Overlay(request, faults).Apply(root ?? new ConfigNode.Map(new("the environment"), [])), faults,
            path is null ? null : ConfigPaths.Absolute(request, path));
        var state = context.Top.At("state_directory").FilePath ?? ConfigPaths.StateDirectory(request);
        return ListenSection.Read(context.Top, state, []).AdminSocket;
    }

    /// <summary>The file of another system counts as if it had been imported.</summary>
    private static ConfigNode.Map TakeOver(
        ConfigNode.Map written, ConfigRequest request, string? path, Overlay overlay, FaultList faults) =>
        path is not null && ForeignSystems.Of(written) is { } system
            ? Importing.Run(system, written, request, path, overlay.Take("scope"), faults)
            : written;

    private static ConfigNode.Map? ReadFile(ConfigRequest request, string path, HashSet<string> used, FaultList faults)
    {
        if (ConfigText.Read(request, path, faults) is not { } text)
        {
            return null;
        }
        string? Look(string name)
        {
            used.Add(name);
            var value = request.Environment.GetValueOrDefault(name);
            faults.Hide(name, value ?? "");
            return value;
        }
        var node = new YamlReader(path, Look, faults).Read(text);
        if (node is not (null or ConfigNode.Map))
        {
            faults.Error(node.Place, "", "A configuration is a mapping of keys to values, and this is none.",
                "Begin with keys like fleet:, github: and pools:.");
        }
        return node as ConfigNode.Map;
    }

    /// <summary>
    /// Shapes first; then everything is read as far as it goes, so that faults of meaning are found as well.
    /// </summary>
    private static PaddockConfig Read(ReadContext context)
    {
        new ShapeCheck(context.Faults).Check(context.Root, ConfigKeys.Root, "");
        var top = context.Top;
        var state = top.At("state_directory").FilePath ?? ConfigPaths.StateDirectory(context.Request);
        var connections = ConnectionsSection.Read(top);
        var providers = ProvidersSection.Read(top);
        var config = new PaddockConfig
        {
            Fleet = top.At("fleet").Name ?? "paddock",
            Connections = connections,
            Providers = providers,
            Pools = PoolsSection.Read(top, providers),
            Images = ImagesSection.Read(top, providers),
            RunnersMax = top.At("max_runners").Count,
            LabelLimits = PoolsSection.LabelLimits(top),
            Repositories = RepositoriesSection.Read(top),
            StateDirectory = state,
            StorePath = top.At("store").At("sqlite").FilePath ?? Path.Combine(state, "paddock.db"),
            Retention = RetentionSection.Read(top),
            SweepInterval = FleetSection.SweepInterval(top),
            CheckInterval = FleetSection.CheckInterval(top),
            Listen = ListenSection.Read(top, state, connections),
            Log = FleetSection.Log(top),
            ReloadOnChange = top.At("reload_on_change").Flag ?? false,
            Values = ConfigValues.Of(context.Root),
        };
        EnterpriseScopes.Check(top, config.Listen, connections);
        AdminReach.Check(top.At("listen"), config.Listen, providers);
        foreach (var fault in PolicyRules.Check(config.ToPolicy(NobodyYet(config))))
        {
            context.Faults.AddRule(fault, context.Root);
        }
        return config;
    }

    /// <summary>The install nonce is made with the store, and no rule asks for it.</summary>
    private static FleetIdentity NobodyYet(PaddockConfig config) => new(config.Fleet, Install: "", Mark: "");
}
