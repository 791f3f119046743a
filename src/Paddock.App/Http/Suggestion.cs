namespace Paddock.App.Http;

/// <summary>What somebody probably meant.</summary>
internal static class Suggestion
{
    private const int ShownMax = 8;

    /// <summary>The nearest word, or else a few of those there are.</summary>
    public static string Of(string word, IReadOnlyList<string> words, string ifNone) => words switch
    {
        [] => ifNone,
        _ when Nearest(word, words) is { } near => $"Did you mean '{near}'?",
        _ => $"There {(words.Count == 1 ? "is" : "are")}: {string.Join(", ", words.Take(ShownMax))}"
            + (words.Count > ShownMax ? ", …" : "."),
    };

    /// <summary>The word with the fewest differing letters, if a third of them or less differ.</summary>
    public static string? Nearest(string word, IEnumerable<string> words) =>
        words.Select(candidate => (Word: candidate, Distance: Distance(word, candidate)))
            .Where(pair => pair.Distance <= Math.Max(1, Math.Max(word.Length, pair.Word.Length) / 3))
            .OrderBy(pair => pair.Distance)
            .Select(pair => pair.Word)
            .FirstOrDefault();

    /// <summary>Letters to add, drop or change, without case (Levenshtein). Long words are cut.</summary>
    private static int Distance(string left, string right)
    {
        var a = left.AsSpan(0, Math.Min(left.Length, 64));
        var b = right.AsSpan(0, Math.Min(right.Length, 64));
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }
        for (var i = 0; i < a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < b.Length; j++)
            {
                var isSame = char.ToLowerInvariant(a[i]) == char.ToLowerInvariant(b[j]);
                var change = diagonal + (isSame ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(change, Math.Min(row[j], row[j + 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
