namespace Paddock.App.Boards;

/// <summary>A duration as a person says it: two units at most, nothing finer than seconds.</summary>
internal static class Span
{
    public static string Text(TimeSpan span) => span switch
    {
        _ when span < TimeSpan.Zero => "0 s",
        _ when span < TimeSpan.FromMinutes(2) => $"{(int)span.TotalSeconds} s",
        _ when span < TimeSpan.FromHours(1) => Pair((int)span.TotalMinutes, "min", span.Seconds, "s"),
        _ when span < TimeSpan.FromDays(1) => Pair((int)span.TotalHours, "h", span.Minutes, "min"),
        _ => Pair((int)span.TotalDays, "d", span.Hours, "h"),
    };

    private static string Pair(int large, string largeUnit, int small, string smallUnit) =>
        small == 0 ? $"{large} {largeUnit}" : $"{large} {largeUnit} {small} {smallUnit}";
}
