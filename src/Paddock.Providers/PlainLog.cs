using System.Text;
using Paddock.Ports;

namespace Paddock.Providers;

/// <summary>
/// A job's output, fit to be shown and kept: it is written by whoever wrote the job, so no byte of it may steer the
/// terminal it ends up in.
/// </summary>
internal static class PlainLog
{
    private const char Escape = '\u001b';

    /// <summary>
    /// The end of the text, in at most so many bytes of UTF-8, beginning with a whole line where there is one.
    /// </summary>
    public static string Of(ReadOnlySpan<byte> bytes, int bytesMax)
    {
        var text = Clean(Encoding.UTF8.GetString(bytes));
        if (Encoding.UTF8.GetByteCount(text) <= bytesMax)
        {
            return text;
        }
        var encoded = Encoding.UTF8.GetBytes(text);
        var start = encoded.Length - bytesMax;

        // Not into the middle of a character: continuation bytes are 10xxxxxx.
        while (start < encoded.Length && (encoded[start] & 0xC0) == 0x80)
        {
            start++;
        }
        var cut = Encoding.UTF8.GetString(encoded.AsSpan(start));
        var line = cut.IndexOf('\n', StringComparison.Ordinal);
        return line >= 0 && line < cut.Length - 1 ? cut[(line + 1)..] : cut;
    }

    /// <summary>The same, with the provider's verdict as the last line: what was killed could not write it
    /// itself.</summary>
    public static string WithVerdict(ReadOnlySpan<byte> bytes, string verdict, int bytesMax)
    {
        if (verdict.Length == 0)
        {
            return Of(bytes, bytesMax);
        }
        var line = $"Paddock: {verdict}\n";
        var text = Of(bytes, bytesMax - Encoding.UTF8.GetByteCount(line) - 1);
        return text.Length == 0 || text.EndsWith('\n') ? text + line : $"{text}\n{line}";
    }

    /// <summary>A carriage return goes too: progress bars become one long line instead of hiding one.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == Escape)
            {
                i = EndOfSequence(text, i);
            }
            else if (text[i] is '\n' or '\t' || !Plain.IsSteering(text[i]))
            {
                clean.Append(text[i]);
            }
        }
        return clean.ToString();
    }

    /// <summary>The last character of an escape sequence: <c>ESC [ 1 ; 31 m</c> or <c>ESC x</c>.</summary>
    private static int EndOfSequence(string text, int at)
    {
        if (at + 1 >= text.Length || text[at + 1] != '[')
        {
            // The letter behind a bare ESC stays: harmless without it, and perhaps part of the text.
            return at;
        }
        for (var i = at + 2; i < text.Length; i++)
        {
            if (text[i] is >= '@' and <= '~')
            {
                return i;
            }
            if (text[i] is < ' ' or > '?')
            {
                return i - 1;
            }
        }
        return text.Length - 1;
    }
}
