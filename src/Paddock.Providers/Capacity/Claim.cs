using System.Globalization;

namespace Paddock.Providers.Capacity;

/// <summary>
/// What a machine was promised. It stands on the machine as labels, because lists do not tell the limits as they were
/// asked for.
/// </summary>
/// <param name="MemoryBytes">Zero: no promise.</param>
internal sealed record Claim(string Name, long MemoryBytes, double Cpus)
{
    public const string MemoryLabel = "paddock.memory";
    public const string CpusLabel = "paddock.cpus";

    public IEnumerable<KeyValuePair<string, string>> ToLabels() =>
    [
        new(MemoryLabel, MemoryBytes.ToString(CultureInfo.InvariantCulture)),
        new(CpusLabel, Cpus.ToString("0.###", CultureInfo.InvariantCulture)),
    ];

    public static Claim Read(string name, IReadOnlyDictionary<string, string> labels) => new(
        name,
        long.TryParse(labels.GetValueOrDefault(MemoryLabel), CultureInfo.InvariantCulture, out var memory) ? memory : 0,
        double.TryParse(labels.GetValueOrDefault(CpusLabel), CultureInfo.InvariantCulture, out var cpus) ? cpus : 0);
}

/// <summary>What a host has.</summary>
/// <param name="DiskFreeBytes">Null where it cannot be seen: the engine is elsewhere.</param>
internal sealed record HostRoom(int Cpus, long MemoryBytes, long? DiskFreeBytes);
