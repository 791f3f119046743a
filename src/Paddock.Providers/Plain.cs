namespace Paddock.Providers;

/// <summary>Texts from outside, made fit for a log line: one line, of bounded length.</summary>
internal static class Plain
{
    private const char Replacement = '\uFFFD';

    public static string Line(string? text, int charsMax = 300)
    {
        var trimmed = text.AsSpan().Trim();
        var isLong = trimmed.Length > charsMax;
        var cut = isLong ? trimmed[..charsMax] : trimmed;
        return string.Create(cut.Length, cut, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = IsSteering(source[i]) ? Replacement : source[i];
            }
        }) + (isLong ? "…" : "");
    }

    /// <summary>
    /// With the two separators that some viewers take for the end of a line, and the marks that turn the direction of
    /// writing: with them a name could show what follows it in another order.
    /// </summary>
    public static bool IsSteering(char character) =>
        char.IsControl(character) || character is (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
