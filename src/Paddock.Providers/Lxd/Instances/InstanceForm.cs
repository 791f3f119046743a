using System.Globalization;
using Paddock.Ports.Providers;
using Paddock.Providers.Capacity;
using Paddock.Providers.Lxd.Api;
using Paddock.Providers.Lxd.Networks;

namespace Paddock.Providers.Lxd.Instances;

/// <summary>The instance a machine's specification asks for.</summary>
internal static class InstanceForm
{
    /// <summary>Until it is put in, a virtual machine that boots has nothing that would end it.</summary>
    private const string UserDataKey = "cloud-init.user-data";

    private const int AllowanceMilliseconds = 100;

    public static InstanceBody Of(
        MachineSpec spec, bool isBlank, InstanceSize size, SourceBody source, Claim claim, LxdSettings settings) =>
        new(
            spec.Name.Value, IsMachine(size) ? "virtual-machine" : "container",
            settings.Ephemeral, $"Runner of pool {spec.Tags.Pool}", size.Profiles ?? settings.Profiles,
            ConfigOf(spec, isBlank, size, claim, settings), DevicesOf(size, settings), source);

    private static Dictionary<string, string> ConfigOf(
        MachineSpec spec, bool isBlank, InstanceSize size, Claim claim, LxdSettings settings)
    {
        var config = new Dictionary<string, string>(size.Config, StringComparer.Ordinal)
        {
            // Never on again after a restart of the host: whatever ran in it has lost its job.
            ["boot.autostart"] = "false",
            [settings.Flavor.GuestApiKey] = settings.GuestApi || IsMachine(size) ? "true" : "false",
        };
        foreach (var (key, value) in spec.Tags.ToPairs().Concat(claim.ToLabels()))
        {
            config[InstanceReading.KeyPrefix + key] = value;
        }
        if (isBlank)
        {
            config[InstanceReading.BlankKey] = "1";
        }
        if (size.MemoryBytes is { } memory)
        {
            config["limits.memory"] = memory.ToString(CultureInfo.InvariantCulture);
        }
        if (IsMachine(size))
        {
            AddMachine(config, spec, size);
        }
        else
        {
            AddContainer(config, size, settings);
        }
        return config;
    }

    /// <summary>Never privileged, whatever a profile says: root in such a container is root on the host.</summary>
    private static void AddContainer(Dictionary<string, string> config, InstanceSize size, LxdSettings settings)
    {
        config["security.privileged"] = "false";
        config["security.nesting"] = size.Nesting ? "true" : "false";
        config["limits.processes"] = settings.PidsMax.ToString(CultureInfo.InvariantCulture);
        if (size.Cpus is not { } cpus)
        {
            return;
        }

        // Whole processors are a count; of parts a share of each period is given, on as many as it takes.
        var whole = (int)Math.Ceiling(cpus);
        config["limits.cpu"] = whole.ToString(CultureInfo.InvariantCulture);
        if (whole > cpus)
        {
            var share = (int)Math.Max(1, cpus * AllowanceMilliseconds);
            config["limits.cpu.allowance"] =
                string.Create(CultureInfo.InvariantCulture, $"{share}ms/{AllowanceMilliseconds}ms");
        }
    }

    private static bool IsMachine(InstanceSize size) => size.Type == InstanceType.VirtualMachine;

    /// <summary>
    /// It boots before anything can be put into it, so the end of its lifetime is told to cloud-init as well, which
    /// asks the guest's API for it. Every process of the guest may read that; it is no secret.
    /// </summary>
    private static void AddMachine(Dictionary<string, string> config, MachineSpec spec, InstanceSize size)
    {
        if (size.Cpus is { } cpus)
        {
            config["limits.cpu"] = ((int)Math.Ceiling(cpus)).ToString(CultureInfo.InvariantCulture);
        }
        var seconds = Math.Max(1, (long)Math.Ceiling(spec.Lifetime.TotalSeconds));
        config.TryAdd(UserDataKey, string.Create(
            CultureInfo.InvariantCulture,
            $"#cloud-config\nbootcmd: [[systemd-run, --on-active={seconds}, systemctl, poweroff, -ff]]\n"));
    }

    private static Dictionary<string, IReadOnlyDictionary<string, string>> DevicesOf(
        InstanceSize size, LxdSettings settings)
    {
        var devices = new Dictionary<string, IReadOnlyDictionary<string, string>>();
        if (settings.StoragePool is { } pool)
        {
            var root = new Dictionary<string, string> { ["type"] = "disk", ["path"] = "/", ["pool"] = pool };
            if (size.DiskBytes is { } disk)
            {
                root["size"] = disk.ToString(CultureInfo.InvariantCulture);
            }
            devices["root"] = root;
        }
        if (settings.Network is { } network)
        {
            devices[JobNetwork.DeviceName] = JobNetwork.Device(network, settings);
        }
        return devices;
    }
}
