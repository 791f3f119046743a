using System.Globalization;
using Paddock.Core.Model;
using Paddock.Ports;

namespace Paddock.Providers.Capacity;

/// <summary>
/// Is there room for one more? Container hosts start whatever they are asked to and let the kernel kill, so the
/// promises are added up here, before anything is made.
/// </summary>
internal static class Admission
{
    /// <summary>Null when it fits.</summary>
    public static Fault? Check(HostRules rules, HostRoom host, IReadOnlyCollection<Claim> others, Claim wanted) =>
        CheckAlone(rules, host, wanted)
        ?? Full(
            "memory", "GiB", 1L << 30, host.MemoryBytes - rules.MemoryReserveBytes,
            others.Sum(claim => claim.MemoryBytes), wanted.MemoryBytes, (others.Count, rules.Machines))
        ?? Full(
            "processors", "", 1, host.Cpus * rules.CpuOvercommit, others.Sum(claim => claim.Cpus), wanted.Cpus,
            (others.Count, rules.Machines))
        ?? CheckDisk(rules, host);

    /// <summary>What would not fit on an empty host either will never fit: the configuration is wrong.</summary>
    public static Fault? CheckAlone(HostRules rules, HostRoom host, Claim wanted)
    {
        var memory = host.MemoryBytes - rules.MemoryReserveBytes;
        if (memory <= 0)
        {
            return new Fault(
                FaultKind.InvalidSpec,
                $"Of the {Gib(host.MemoryBytes)} GiB that the host of provider {rules.Provider} has, memory_reserve "
                + "leaves nothing for runners. Lower it.");
        }
        if (wanted.MemoryBytes > memory)
        {
            return new Fault(
                FaultKind.InvalidSpec,
                $"{Gib(wanted.MemoryBytes)} GiB of memory are asked for and the host of provider {rules.Provider} has "
                + $"{Gib(memory)} GiB for runners. Ask for less, or lower memory_reserve.");
        }
        return wanted.Cpus > host.Cpus
            ? new Fault(
                FaultKind.InvalidSpec,
                $"{Short(wanted.Cpus)} processors are asked for and the host of provider {rules.Provider} has "
                + $"{host.Cpus}. "
                + "Ask for less.")
            : null;
    }

    private static Fault? CheckDisk(HostRules rules, HostRoom host) =>
        host.DiskFreeBytes < rules.DiskFreeMinBytes
            ? new Fault(
                FaultKind.CapacityUnavailable,
                $"The disk of {rules.Disk.Name} has {Gib(host.DiskFreeBytes.Value)} GiB free and "
                + $"{Gib(rules.DiskFreeMinBytes)} GiB are to stay so. Free some ({rules.Disk.Remedy}), or lower "
                + "disk_free_min.")
            : null;

    private static Fault? Full(
        string what, string unit, double unitSize, double total, double promised, double wanted,
        (int Count, string Machines) others)
    {
        if (promised + wanted <= total || wanted == 0)
        {
            return null;
        }
        var dimension = unit.Length == 0 ? what : $"{unit} of {what}";
        return new Fault(
            FaultKind.CapacityUnavailable,
            $"Of {Short(total / unitSize)} {dimension} for runners {Short(promised / unitSize)} are promised to "
            + $"{others.Count} {others.Machines}, and {Short(wanted / unitSize)} are asked for.");
    }

    private static string Gib(long bytes) => Short(bytes / (double)(1L << 30));

    private static string Short(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
