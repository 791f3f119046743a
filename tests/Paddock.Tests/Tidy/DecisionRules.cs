using System.Globalization;
using System.Text.RegularExpressions;

namespace Paddock.Tests.Tidy;

/// <summary>Decisions are numbered in the order they were taken, dated, and never rewritten.</summary>
internal static partial class DecisionRules
{
    public static IEnumerable<string> Numbers(IEnumerable<string> names) => names
        .Order(StringComparer.Ordinal)
        .Index()
        .Where(name => !name.Item.StartsWith((name.Index + 1).ToString("0000-", CultureInfo.InvariantCulture)))
        .Select(name => $"docs/decisions/{name.Item}: number {name.Index + 1} was expected.")
        .Take(1);

    public static IEnumerable<string> Date(TreeFile page) =>
        page.Lines is [_, "", var third, ..] && Stamp().IsMatch(third)
            ? []
            : [$"{page.Path}: the third line is *YYYY-MM-DD, accepted.* or *…, superseded by NNNN.*"];

    [GeneratedRegex(@"^\*\d{4}-\d\d-\d\d, (accepted|superseded by \d{4})\.\*$")]
    private static partial Regex Stamp();
}
