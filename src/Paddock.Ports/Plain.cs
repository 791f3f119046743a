namespace Paddock.Ports;

/// <summary>Texts from outside, made fit for a log line: one line, of bounded length.</summary>
public static class Plain
{
    private const char Replacement = '\uFFFD';

    public static string Line(string? text, int charsMax = 300)
    {
        var trimmed = text.AsSpan().Trim();
        var isLong = trimmed.Length > charsMax;

        var cut = isLong ? trimmed[..charsMax] : trimmed;
        if (isLong && char.IsHighSurrogate(cut[^1]))
        {
            // Half of a pair is no character.
            cut = cut[..^1];
        }
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
