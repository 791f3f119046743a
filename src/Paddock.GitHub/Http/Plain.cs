namespace Paddock.GitHub.Http;

/// <summary>Texts from outside, made fit for a log line: one line, of bounded length.</summary>
internal static class Plain
{
    public static string Line(string? text, int charsMax = 300)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }
        var cut = text.Length > charsMax ? string.Concat(text.AsSpan(0, charsMax), "…") : text;
        return HasControl(cut)
            ? string.Create(cut.Length, cut, static (span, source) =>
            {
                for (var i = 0; i < span.Length; i++)
                {
                    span[i] = IsControl(source[i]) ? '\uFFFD' : source[i];
                }
            })
            : cut;
    }

    private static bool HasControl(string text)
    {
        foreach (var character in text)
        {
            if (IsControl(character))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>
    /// With the two separators that some viewers take for the end of a line, and the marks that turn the direction of
    /// writing: with them a name could show what follows it in another order.
    /// </summary>
    private static bool IsControl(char character) =>
        char.IsControl(character) || character is (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
