using Paddock.App.Configuration.Reading;

namespace Paddock.App.Cli.Lint;

/// <summary>
/// The few expressions that can be known without GitHub: <c>${{ matrix.os }}</c>, texts in quotes, and the first of
/// several that is something (<c>||</c>). See GitHub docs, "Evaluate expressions in workflows and actions".
/// </summary>
internal static class Expression
{
    private const string Begin = "${{";
    private const string End = "}}";

    /// <summary>More than any list of labels; a stranger's larger value is not looked into.</summary>
    private const int ValueNodesMax = 500;

    public static bool IsIn(ConfigNode node) => node switch
    {
        ConfigNode.Scalar scalar => scalar.Raw.Contains(Begin, StringComparison.Ordinal),
        ConfigNode.List list => list.Items.Any(IsIn),
        ConfigNode.Map map => map.Entries.Any(entry => IsIn(entry.Value)),
        _ => false,
    };

    /// <summary>The value with its expressions put in; null when it is not decidable here.</summary>
    public static ConfigNode? Resolve(ConfigNode.Scalar scalar, Combination combination)
    {
        var raw = scalar.Raw.Trim();
        if (raw.StartsWith(Begin, StringComparison.Ordinal)
            && raw.IndexOf(End, StringComparison.Ordinal) == raw.Length - End.Length)
        {
            return ValueOf(scalar.Place, raw[Begin.Length..^End.Length], combination);
        }
        var text = new System.Text.StringBuilder();
        var at = 0;
        while (raw.IndexOf(Begin, at, StringComparison.Ordinal) is var start and >= 0)
        {
            var end = raw.IndexOf(End, start, StringComparison.Ordinal);
            if (end < 0 || ValueOf(scalar.Place, raw[(start + Begin.Length)..end], combination)
                is not ConfigNode.Scalar value)
            {
                return null;
            }
            text.Append(raw, at, start - at).Append(value.Raw);
            at = end + End.Length;
        }
        return new ConfigNode.Scalar(scalar.Place, text.Append(raw, at, raw.Length - at).ToString());
    }

    private static ConfigNode? ValueOf(ConfigPlace place, string inner, Combination combination)
    {
        ConfigNode? value = null;
        foreach (var term in inner.Split("||", StringSplitOptions.TrimEntries))
        {
            value = TermOf(place, term, combination);
            if (value is null || IsSomething(value))
            {
                break;
            }
        }
        return value is null || value.Size > ValueNodesMax || IsIn(value) ? null : value;
    }

    private static ConfigNode? TermOf(ConfigPlace place, string term, Combination combination)
    {
        if (term.Length >= 2 && term[0] == '\'' && term[^1] == '\'')
        {
            // A quote in the middle would be the end of one text, and more would follow.
            return term[1..^1].Contains('\'') ? null : new ConfigNode.Scalar(place, term[1..^1]);
        }
        if (term.Split('.') is not ["matrix", var key, .. var path] || !path.Prepend(key).All(IsName))
        {
            return null;
        }
        var value = combination.Find(key);
        foreach (var name in path)
        {
            value = (value as ConfigNode.Map)?.Entries.FirstOrDefault(
                entry => string.Equals(entry.Key, name, StringComparison.OrdinalIgnoreCase))?.Value;
        }

        // What a combination does not have is an empty text.
        return value ?? new ConfigNode.Scalar(place, "");
    }

    private static bool IsName(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    private static bool IsSomething(ConfigNode value) =>
        value is not ConfigNode.Scalar scalar || !(scalar.IsNull || scalar.Raw is "" or "false" or "0");
}
