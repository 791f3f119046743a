using Paddock.App.Configuration.Keys;
using Paddock.App.Configuration.Reading;

namespace Paddock.App.Configuration.Sections;

/// <summary>Keys of instances and profiles that are not the operator's to write.</summary>
internal static class LxdConfigKeys
{
    /// <summary>A profile may lift a wall as well as an instance's own configuration can.</summary>
    public static void Check(View config)
    {
        foreach (var (name, value) in config.Named)
        {
            if (RefusalOf(name) is { } refusal)
            {
                value.Error(refusal.Message, refusal.Remedy);
            }
        }
    }

    /// <summary>What of the host a job gets to see is the operator's to decide, and easily forgotten.</summary>
    public static void WarnOfDevices(View devices)
    {
        foreach (var (name, device) in devices.Named)
        {
            if (device.At("type").Word == "disk" && device.At("source").Word is ['/', ..])
            {
                device.At("source").Warn(
                    $"Device '{name}' puts a directory of the host into every instance, and jobs share it.",
                    "Keep it only if jobs may see what others left there; never a directory with a socket in it.");
            }
        }
    }

    /// <summary>In whatever case: the server would refuse another spelling, and an operator means this one.</summary>
    private static Refusal? RefusalOf(string name) => name.ToLowerInvariant() switch
    {
        "security.privileged" => new(
            "security.privileged is not taken: root in such a container is root on the host.",
            "Remove it. Use nesting: true for Docker in a container, or type: virtual-machine."),
        ['r', 'a', 'w', '.', ..] => new(
            $"{name} is not taken: it can undo every wall around a job.", "Remove it, or use a virtual machine."),
        ['u', 's', 'e', 'r', '.', ..] => new(
            $"{name} is not taken: Paddock knows its own instances by keys of this kind.", "Remove it."),
        "security.nesting" => new("security.nesting is Paddock's to write.", "Write nesting: true or false."),
        "security.devlxd" or "security.guestapi" => new(
            $"{name} is Paddock's to write.", "Write guest_api: true or false for the provider."),
        "limits.cpu" or "limits.cpu.allowance" => new(
            $"{name} is Paddock's to write: it adds up what it has promised of the host.", "Write cpu of a size."),
        "limits.memory" => new(
            $"{name} is Paddock's to write: it adds up what it has promised of the host.", "Write memory of a size."),
        "limits.processes" => new($"{name} is Paddock's to write.", "Write pids_max of the provider."),
        "boot.autostart" => new(
            "boot.autostart is Paddock's to write: after a restart of the host an instance has lost its job.",
            "Remove it."),
        "cloud-init.user-data" => new(
            "cloud-init.user-data is Paddock's to write: it ends a virtual machine that is never handed over.",
            "Use setup_script."),
        _ => null,
    };
}
