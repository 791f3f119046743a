using System.Globalization;

namespace Paddock.App.Configuration.Values;

/// <summary>
/// Amounts of bytes like <c>4GiB</c>, <c>512MiB</c>, <c>4GB</c>. A bare <c>4G</c> is none: half of the tools read it as
/// 1024³ and half as 1000³.
/// </summary>
internal static class Sizes
{
    public const string Pattern = @"[0-9]+(\.[0-9]+)?(B|KB|MB|GB|TB|KiB|MiB|GiB|TiB)";

    private static readonly (string Unit, double Bytes)[] Units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
        ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1),
    ];

    public static long? TryParse(string text)
    {
        foreach (var (unit, bytes) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal))
            {
                var isNumber = double.TryParse(
                    text.AsSpan(0, text.Length - unit.Length).TrimEnd(), NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture, out var number);
                return isNumber && number * bytes <= 1L << 60 ? (long)(number * bytes) : null;
            }
        }
        return null;
    }
}
