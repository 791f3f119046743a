namespace Paddock.App.Cli.Rendering;

/// <summary>
/// Times and durations in the width of a column: at most two units, and seconds only while they matter.
/// </summary>
internal static class Ago
{
    /// <summary><c>3m12s ago</c>; <c>now</c> below a second; <c>in 5m</c> for what is still to come.</summary>
    public static string Of(DateTimeOffset at, DateTimeOffset now) => (now - at) switch
    {
        { TotalSeconds: <= -1 } ahead => $"in {Span(-ahead)}",
        { TotalSeconds: < 1 } => "now",
        var past => $"{Span(past)} ago",
    };

    /// <summary><c>0s</c>, <c>45s</c>, <c>3m12s</c>, <c>25m</c>, <c>2h05m</c>, <c>3d4h</c>.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { Ticks: < 0 } => "0s",
        { TotalMinutes: < 1 } => $"{(int)span.TotalSeconds}s",
        { TotalMinutes: < 10 } => $"{span.Minutes}m{span.Seconds:00}s",
        { TotalHours: < 1 } => $"{span.Minutes}m",
        { TotalDays: < 1 } => $"{span.Hours}h{span.Minutes:00}m",
        _ => $"{(int)span.TotalDays}d{span.Hours}h",
    };
}
