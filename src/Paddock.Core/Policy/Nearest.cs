namespace Paddock.Core.Policy;

/// <summary>The word somebody probably meant.</summary>
public static class Nearest
{
    /// <summary>The known word closest to what was written; null when none is close enough to be a slip.</summary>
    public static string? To(string written, IEnumerable<string> known)
    {
        // A third of the letters: "lables" finds "labels", "size" does not find "spill".
        var limit = Math.Max(1, written.Length / 3);
        var plain = Plain(written);
        return known
            .Select(word => (Word: word, Distance: Distance(plain, Plain(word))))
            .Where(near => near.Distance <= limit)
            .OrderBy(near => near.Distance)
            .Select(near => near.Word)
            .FirstOrDefault();
    }

    /// <summary>Case, and which dash it was, is no distance at all.</summary>
    private static string Plain(string word) =>
        word.ToLowerInvariant().Replace('-', '_')[..Math.Min(word.Length, LengthMax)];

    /// <summary>Longer than every word we know; the table is quadratic and the text a stranger's.</summary>
    private const int LengthMax = 64;

    /// <summary>Levenshtein's, with a swap of neighbours counted as one slip.</summary>
    private static int Distance(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            table[i, 0] = i;
        }
        for (var j = 0; j <= b.Length; j++)
        {
            table[0, j] = j;
        }
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                var swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]
                    ? table[i - 2, j - 2] + 1
                    : int.MaxValue;
                var added = Math.Min(table[i - 1, j], table[i, j - 1]) + 1;
                table[i, j] = Math.Min(Math.Min(replaced, swapped), added);
            }
        }
        return table[a.Length, b.Length];
    }
}
