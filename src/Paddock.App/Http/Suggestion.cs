using Paddock.Core.Policy;

namespace Paddock.App.Http;

/// <summary>What somebody probably meant.</summary>
internal static class Suggestion
{
    private const int ShownMax = 8;

    /// <summary>The nearest word, or else a few of those there are.</summary>
    public static string Of(string word, IReadOnlyList<string> words, string ifNone) => words switch
    {
        [] => ifNone,
        _ when Nearest.To(word, words) is { } near => $"Did you mean '{near}'?",
        _ => $"There {(words.Count == 1 ? "is" : "are")}: {string.Join(", ", words.Take(ShownMax))}"
            + (words.Count > ShownMax ? ", …" : "."),
    };
}
