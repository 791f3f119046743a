namespace Paddock.App.Configuration.Values;

/// <summary>Days of the week: <c>mon</c>, <c>mon-fri</c>, <c>fri-mon</c>.</summary>
internal static class Weekdays
{
    public const string Pattern = "(sun|mon|tue|wed|thu|fri|sat)(-(sun|mon|tue|wed|thu|fri|sat))?";

    /// <summary>In the order of <see cref="DayOfWeek"/>.</summary>
    private static readonly string[] Names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    public static IReadOnlySet<DayOfWeek> All { get; } = new SortedSet<DayOfWeek>(Enum.GetValues<DayOfWeek>());

    public static IReadOnlyList<DayOfWeek>? TryParse(string text)
    {
        var ends = text.ToLowerInvariant().Split('-', 2);
        var (first, last) = (Array.IndexOf(Names, ends[0]), Array.IndexOf(Names, ends[^1]));
        return first < 0 || last < 0
            ? null
            : [.. Enumerable.Range(0, ((last - first + 7) % 7) + 1).Select(i => (DayOfWeek)((first + i) % 7))];
    }
}
