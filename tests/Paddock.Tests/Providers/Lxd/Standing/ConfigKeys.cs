using System.Text.RegularExpressions;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>
/// Which configuration keys an instance may have. Not every one of a real server, but a key that is known here is known
/// there; those of one type of instance are unknown to the other.
/// </summary>
internal static partial class ConfigKeys
{
    private static readonly string[] FreePrefixes =
        ["user.", "environment.", "image.", "volatile.", "cloud-init.", "raw.", "linux.", "snapshots.", "boot."];

    private static readonly string[] OfContainers =
    [
        "limits.processes", "limits.cpu.allowance", "limits.memory.swap", "limits.memory.enforce",
        "security.nesting", "security.privileged", "security.idmap.isolated", "security.idmap.size",
        "security.syscalls.intercept.mknod", "security.syscalls.intercept.setxattr", "security.protection.shift",
    ];

    private static readonly string[] OfMachines = ["security.secureboot", "security.csm", "limits.memory.hugepages"];

    private static readonly string[] OfBoth =
        ["limits.cpu", "limits.memory", "limits.disk.priority", "limits.cpu.priority", "security.protection.delete"];

    /// <summary>Null when all are fine; else what is wrong with the first that is not.</summary>
    public static string? Fault(Dialect dialect, Instance instance) => instance.Config
        .Select(pair => FaultOf(dialect, instance, pair.Key, pair.Value)).FirstOrDefault(fault => fault is not null);

    private static string? FaultOf(Dialect dialect, Instance instance, string key, string value)
    {
        var known = OfBoth.Concat(instance.IsVirtualMachine ? OfMachines : OfContainers);
        var isKnown = key == dialect.GuestSocketKey || known.Contains(key)
            || FreePrefixes.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal));
        if (!isKnown)
        {
            return $"Unknown configuration key: {key}";
        }
        return key switch
        {
            _ when value.Length == 0 => null,
            "limits.cpu" => CpuShape().IsMatch(value) ? null : "Invalid CPU limit syntax",
            "limits.memory" => SizeShape().IsMatch(value) ? null : $"Invalid value: {value}",
            "limits.processes" => long.TryParse(value, out _) ? null : $"Invalid value for an integer \"{value}\"",
            _ when !key.StartsWith("security.", StringComparison.Ordinal) => null,
            _ => BooleanShape().IsMatch(value) ? null : $"Invalid value for a boolean \"{value}\"",
        };
    }

    [GeneratedRegex("^([0-9]+|[0-9]+-[0-9]+|[0-9,-]+)$")]
    private static partial Regex CpuShape();

    [GeneratedRegex("^[0-9]+ ?(B|kB|MB|GB|TB|KiB|MiB|GiB|TiB|%)?$")]
    private static partial Regex SizeShape();

    [GeneratedRegex("^(true|false|1|0|yes|no|on|off)$", RegexOptions.IgnoreCase)]
    private static partial Regex BooleanShape();
}
