using Paddock.App.Configuration.Keys;
using Paddock.App.Configuration.Reading;
using Paddock.App.Configuration.Values;
using Paddock.Core.Model;
using Paddock.Providers.Bootstrap;
using Paddock.Providers.Lxd;

namespace Paddock.App.Configuration.Sections;

/// <summary>A provider of kind <c>lxd</c> or <c>incus</c>.</summary>
internal static class LxdSection
{
    public static LxdSettings Read(ProviderName name, View at)
    {
        var unset = new LxdSettings(name);
        var settings = Limits(at, unset) with
        {
            Word = at.At("kind").Word ?? unset.Word,
            Project = Text(at, "project") ?? unset.Project,
            Target = Text(at, "target"),
            Profiles = at.At("profiles").IsThere ? Texts(at.At("profiles")) : unset.Profiles,
            KeptProfiles = [.. at.At("keep_profiles").Named.Select(one => Profile(one.Name, one.Value))],
            StoragePool = Text(at, "storage_pool"),
            Network = Text(at, "network"),
            PortIsolation = at.At("port_isolation").Flag ?? unset.PortIsolation,
            DenyNetworks = Networks(at.At("deny_networks")),
            AllowNetworks = Networks(at.At("allow_networks")),
            Remotes = at.At("remotes").Named.ToDictionary(one => one.Name, one => Remote(one.Name, one.Value)),
            AutoUpdate = at.At("auto_update").Flag ?? unset.AutoUpdate,
            Ephemeral = at.At("ephemeral").Flag ?? unset.Ephemeral,
            GuestApi = at.At("guest_api").Flag ?? unset.GuestApi,
            Sudo = at.At("sudo").Flag ?? unset.Sudo,
            Environment = Environment(at.At("environment")),
            RegistryMirror = Mirror(at.At("registry_mirror")),
            UsualSize = Size(at, new InstanceSize()) with { Profiles = null, Scripts = null },
            Scripts = Scripts(at) ?? unset.Scripts,
        };
        settings = LxdReach.Read(at, settings) with
        {
            Sizes = at.At("sizes").Named.ToDictionary(one => one.Name, one => Size(one.Value, settings.UsualSize)),
        };
        LxdNetworks.Check(at, settings);
        return settings;
    }

    private static LxdSettings Limits(View at, LxdSettings unset) => unset with
    {
        MemoryReserveBytes = at.At("memory_reserve").Size ?? unset.MemoryReserveBytes,
        DiskFreeMinBytes = at.At("disk_free_min").Size ?? unset.DiskFreeMinBytes,
        CpuOvercommit = at.At("cpu_overcommit").Number ?? unset.CpuOvercommit,
        PidsMax = at.At("pids_max").Count ?? unset.PidsMax,
        CreatesMax = at.At("creates_max").Count ?? unset.CreatesMax,
        AgentLimit = at.At("agent_timeout").Duration ?? unset.AgentLimit,
    };

    /// <summary>What it leaves out is as <paramref name="usual"/> has it.</summary>
    private static InstanceSize Size(View at, InstanceSize usual)
    {
        var type = at.At("type").Word switch
        {
            "virtual-machine" => InstanceType.VirtualMachine,
            "container" => InstanceType.Container,
            _ => usual.Type,
        };
        var nesting = at.At("nesting").Flag;
        if (nesting == true && type == InstanceType.VirtualMachine)
        {
            at.At("nesting").Error(
                $"{at.Path} is a virtual machine, and nesting is of containers only.",
                "Remove it: a virtual machine runs Docker without.");
        }
        LxdConfigKeys.Check(at.At("config"));
        return usual with
        {
            Type = type,
            Nesting = type == InstanceType.Container && (nesting ?? usual.Nesting),
            Cpus = at.At("cpu").Number,
            MemoryBytes = at.At("memory").Size,
            DiskBytes = at.At("disk").Size,
            Profiles = at.At("profiles").IsThere ? Texts(at.At("profiles")) : null,
            Config = Pairs(at.At("config")).Concat(usual.Config).DistinctBy(pair => pair.Key)
                .ToDictionary(pair => pair.Key, pair => pair.Value),
            Scripts = Scripts(at),
        };
    }

    /// <summary>
    /// They are read anew for every machine, so a script may change at any time; that it is there is looked at now.
    /// </summary>
    private static JobScripts? Scripts(View at)
    {
        var (setup, before) = (Script(at.At("setup_script")), Script(at.At("pre_job_script")));
        return setup is null && before is null ? null : new JobScripts(setup, before);
    }

    private static string? Script(View at) =>
        LxdReach.Existing(at, "Write the script there, its first line #!/bin/sh.");

    private static KeptProfile Profile(string name, View at)
    {
        LxdConfigKeys.Check(at.At("config"));
        LxdConfigKeys.WarnOfDevices(at.At("devices"));
        return new KeptProfile(
            name, Pairs(at.At("config")),
            at.At("devices").Named.ToDictionary(
                one => one.Name, one => (IReadOnlyDictionary<string, string>)Pairs(one.Value)));
    }

    private static ImageRemote Remote(string name, View at)
    {
        var server = at.At("server");
        if (name == "local")
        {
            at.Error("'local' means the server itself, so no remote can be called so.", "Give it another name.");
        }
        RefusePlainHttp(server, "whoever is on the way could put another image in its place");
        return new ImageRemote(
            server.WebAddress ?? new Uri("https://refused"), at.At("protocol").Word ?? "simplestreams")
        {
            CertificateFile = LxdReach.Existing(at.At("certificate"), "Name a PEM file with the server's certificate."),
        };
    }

    private static Uri? Mirror(View at)
    {
        RefusePlainHttp(at, "whoever is on the way could put another image in its place");
        return at.WebAddress;
    }

    private static void RefusePlainHttp(View at, string why)
    {
        if (at.WebAddress is { Scheme: "http" })
        {
            at.Error($"{at.Path} is plain http: {why}.", "Use https.");
        }
    }

    private static Dictionary<string, string> Environment(View at)
    {
        foreach (var (name, value) in at.Named.Where(one => !Variables.IsName(one.Name)))
        {
            value.Error(
                $"'{name}' cannot be the name of a variable.",
                "Use letters, digits and '_', no digit first: it goes into shells and /etc/environment.");
        }
        return Pairs(at);
    }

    private static Dictionary<string, string> Pairs(View at) => at.Named
        .Select(one => (one.Name, Text: one.Value.Text(ScalarRule.Text)))
        .Where(one => one.Text is not null)
        .ToDictionary(one => one.Name, one => one.Text!, StringComparer.Ordinal);

    private static string? Text(View at, string key) => at.At(key).Text(ScalarRule.Text);

    private static List<string> Texts(View at) =>
        [.. at.Items.Select(item => item.Text(ScalarRule.Text)).OfType<string>()];

    private static List<string> Networks(View at) =>
        [.. at.Items.Select(item => item.Text(ScalarRule.Network)).OfType<string>()];
}
