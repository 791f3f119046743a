using System.Text;
using Paddock.App.Configuration.Values;

namespace Paddock.App.Configuration.Reading;

/// <summary>
/// Puts variables into values: <c>${NAME}</c>, and <c>$${</c> for a literal <c>${</c>. A lone dollar is a dollar, so
/// that passwords need no care. The result is never read again: a variable's value cannot bring in another variable,
/// a key or a list.
/// </summary>
internal static class Expansion
{
    public static Expanded Expand(string raw, Func<string, string?> lookup)
    {
        var text = new StringBuilder(raw.Length);
        var at = 0;
        while (raw.IndexOf("${", at, StringComparison.Ordinal) is var start and >= 0)
        {
            if (start > at && raw[start - 1] == '$')
            {
                text.Append(raw, at, start - 1 - at).Append("${");
                at = start + 2;
                continue;
            }
            text.Append(raw, at, start - at);
            var end = raw.IndexOf('}', start);
            var name = end < 0 ? "" : raw[(start + 2)..end];
            if (!Variables.IsName(name))
            {
                return new(null, "A '${' is not followed by a variable's name and '}'.",
                    "Write ${NAME}, or $${ where you mean the two characters themselves.");
            }
            if (lookup(name) is not { } value)
            {
                return new(null, $"The variable {name} is not set.",
                    $"Set {name} in the environment Paddock starts in.");
            }
            text.Append(value);
            at = end + 1;
        }
        return new(text.Append(raw, at, raw.Length - at).ToString());
    }
}
