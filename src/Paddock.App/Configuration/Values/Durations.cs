using System.Buffers;
using System.Globalization;

namespace Paddock.App.Configuration.Values;

/// <summary>Times like <c>30s</c>, <c>25h</c>, <c>1h30m</c>, <c>1.5d</c>. A bare number is none: of what?</summary>
internal static class Durations
{
    public const string Pattern = @"([0-9]+(\.[0-9]+)?(ms|s|m|h|d))+";

    /// <summary>Beyond this every clock and every sum of times is safe.</summary>
    private const double DaysMax = 3650;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    public static TimeSpan? TryParse(string text)
    {
        var milliseconds = 0.0;
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            if (digits <= 0
                || !double.TryParse(
                    rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return null;
            }
            var unit = rest[digits..];
            var length = unit.IndexOfAny(Digits);
            unit = length < 0 ? unit : unit[..length];
            if (MillisecondsOf(unit) is not { } factor)
            {
                return null;
            }
            milliseconds += number * factor;
            rest = rest[(digits + unit.Length)..];
        }
        return text.Length > 0 && milliseconds <= DaysMax * 86_400_000 ? TimeSpan.FromMilliseconds(milliseconds) : null;
    }

    private static double? MillisecondsOf(ReadOnlySpan<char> unit) => unit switch
    {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => null,
    };
}
