using System.Globalization;

namespace Paddock.Providers.Process;

/// <summary>What Linux says of a process in <c>/proc/PID/stat</c> (proc(5)).</summary>
/// <param name="StartedAt">Clock ticks from boot to its start: with the number it names one process for ever.</param>
internal readonly record struct ProcessStat(int Id, char State, int Parent, int Session, ulong StartedAt)
{
    /// <summary>Fields behind the name in parentheses, counted from the state.</summary>
    private const int ParentField = 1;
    private const int SessionField = 3;
    private const int StartField = 19;

    /// <summary>A zombie has ended and only waits to be noticed.</summary>
    public bool IsAlive => State is not ('Z' or 'X' or 'x');

    /// <summary>
    /// <c>4711 (a name) with) spaces) S 1 4711 4711 0 -1 …</c>: the name is anything, so fields count from its last
    /// parenthesis.
    /// </summary>
    public static ProcessStat? TryParse(string line)
    {
        var open = line.IndexOf('(', StringComparison.Ordinal);
        var close = line.LastIndexOf(')');
        if (open <= 0 || close < open)
        {
            return null;
        }
        var fields = line[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > StartField
            && int.TryParse(line.AsSpan(0, open).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && int.TryParse(fields[ParentField], CultureInfo.InvariantCulture, out var parent)
            && int.TryParse(fields[SessionField], CultureInfo.InvariantCulture, out var session)
            && ulong.TryParse(fields[StartField], CultureInfo.InvariantCulture, out var startedAt)
                ? new ProcessStat(id, fields[0][0], parent, session, startedAt)
                : null;
    }

    /// <summary>Null when there is no such process.</summary>
    public static ProcessStat? Read(int id)
    {
        try
        {
            return TryParse(File.ReadAllText($"/proc/{id}/stat"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It ended between two looks, or while it was being read.
            return null;
        }
    }

    public static IEnumerable<ProcessStat> ReadAll() =>
        from path in Directory.EnumerateDirectories("/proc")
        let id = int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0
        where id > 0
        let stat = Read(id)
        where stat is not null
        select stat.Value;
}
