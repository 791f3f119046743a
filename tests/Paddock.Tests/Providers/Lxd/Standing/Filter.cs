using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>
/// The filter of a list: clauses of <c>field eq|ne value</c> joined by <c>and</c> or <c>or</c>, read from left to
/// right. A value is a pattern for the whole field; a field may reach into maps whose keys have dots themselves.
/// </summary>
internal static class Filter
{
    /// <summary>Null for what cannot be read.</summary>
    public static Func<JsonObject, bool>? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return _ => true;
        }
        Func<JsonObject, bool>? all = null;
        var join = "";
        var words = new Queue<string>(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        while (words.Count > 0)
        {
            if (Clause(words) is not { } clause)
            {
                return null;
            }
            all = (join, all) switch
            {
                ("and", { } before) => of => before(of) && clause(of),
                ("or", { } before) => of => before(of) || clause(of),
                _ => clause,
            };
            join = words.TryDequeue(out var next) ? next : "";
        }
        return all;
    }

    private static Func<JsonObject, bool>? Clause(Queue<string> words)
    {
        var isNegated = words.TryPeek(out var first) && first == "not";
        if (isNegated)
        {
            words.Dequeue();
        }
        if (words.Count < 3)
        {
            return null;
        }
        var (field, verb, value) = (words.Dequeue(), words.Dequeue(), words.Dequeue().Trim('"', '\''));
        if (verb is not ("eq" or "ne"))
        {
            // Not refused: such a clause holds for nothing.
            return _ => false;
        }
        var pattern = new Regex($"^(?:{value})$", RegexOptions.NonBacktracking);
        var wanted = verb == "eq" != isNegated;
        return of => (Field(of, field) is { } text && pattern.IsMatch(text)) == wanted;
    }

    private static string? Field(JsonObject of, string path)
    {
        if (of.TryGetPropertyValue(path, out var whole))
        {
            return whole?.ToString();
        }
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && of[path[..dot]] is JsonObject inner ? Field(inner, path[(dot + 1)..]) : null;
    }
}
