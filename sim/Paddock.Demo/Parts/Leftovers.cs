using System.Diagnostics;
using System.Globalization;

namespace Paddock.Demo.Parts;

/// <summary>
/// Processes that belong to the demonstration's folder: their directory or their command line is in it.
/// </summary>
internal static class Leftovers
{
    private const int RoundsMax = 10;

    public static IReadOnlyList<int> Find(string folder) =>
        [.. Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(
                Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? id : 0)
            .Where(id => id != 0 && id != Environment.ProcessId && IsIn(folder, id))];

    /// <summary>For an end before the end: nobody else will clear them away.</summary>
    public static void Kill(string folder)
    {
        // Again, because one that is killed may have started another just before.
        for (var round = 0; round < RoundsMax && Find(folder) is { Count: > 0 } found; round++)
        {
            foreach (var id in found)
            {
                Kill(id);
            }
        }
    }

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            process.WaitForExit(TimeSpan.FromSeconds(5));
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException)
        {
            // It was faster.
        }
    }

    private static bool IsIn(string folder, int id)
    {
        try
        {
            var directory = new FileInfo($"/proc/{id}/cwd").LinkTarget ?? "";
            return directory.StartsWith(folder, StringComparison.Ordinal)
                || File.ReadAllText($"/proc/{id}/cmdline").Contains(folder, StringComparison.Ordinal);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or somebody else's.
            return false;
        }
    }
}
