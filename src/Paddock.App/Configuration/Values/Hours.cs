using System.Globalization;

namespace Paddock.App.Configuration.Values;

/// <summary>
/// Hours of a day: <c>08-18</c>, <c>8:30-17:45</c>, <c>22-06</c> into the next day, <c>00-24</c> for all of it.
/// </summary>
internal static class Hours
{
    public const string Pattern = "[0-9]{1,2}(:[0-9]{2})?-[0-9]{1,2}(:[0-9]{2})?";

    private const int MinutesOfDay = 24 * 60;

    /// <summary>Where the end is not later than the beginning, it is the next day's.</summary>
    public static (TimeOnly From, TimeOnly To)? TryParse(string text)
    {
        var ends = text.Split('-');
        return ends.Length == 2 && Minutes(ends[0]) is < MinutesOfDay and var from && Minutes(ends[1]) is { } to
            && from != to
                ? (At(from), At(to % MinutesOfDay))
                : null;
    }

    private static TimeOnly At(int minutes) => new(minutes / 60, minutes % 60);

    private static int? Minutes(string text)
    {
        var parts = text.Trim().Split(':');
        var minute = 0;
        return parts.Length <= 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var hour)
            && (parts.Length == 1
                || (parts[1].Length == 2
                    && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out minute)))
            && minute < 60 && (hour * 60) + minute <= MinutesOfDay
                ? (hour * 60) + minute
                : null;
    }
}
