using System.Globalization;

namespace Paddock.Bench.Host;

/// <summary>A process's memory as the kernel counts it, in MiB.</summary>
internal readonly record struct Memory(double Resident, double Private)
{
    /// <summary>From <c>smaps_rollup</c>: <c>Rss</c>, and what no other process shares.</summary>
    public static Memory Of(int processId)
    {
        var lines = File.ReadAllLines($"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/smaps_rollup");
        return new Memory(Read("Rss:"), Read("Private_Dirty:"));

        double Read(string key) =>
            long.Parse(
                lines.First(line => line.StartsWith(key, StringComparison.Ordinal))
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
                CultureInfo.InvariantCulture) / 1024.0;
    }

    public void Print(string name)
    {
        Figure.Row($"{name}: resident", Resident, "MiB");
        Figure.Row($"{name}: private dirty", Private, "MiB");
    }
}
