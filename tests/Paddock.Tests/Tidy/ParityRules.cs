using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Paddock.Tests.Tidy;

/// <summary>A row of a comparison: what another system did, what became of it here, and what shows that.</summary>
internal sealed record ParityRow(string Id, string Verdict, string Shown);

/// <summary>
/// What a comparison with other systems claims has to be there: every feature once, with a verdict, and every claim
/// with a test that anybody can run.
/// </summary>
internal static partial class ParityRules
{
    public static IEnumerable<ParityRow> Rows(TreeFile page) =>
        from line in page.Lines
        let cells = line.Split(" | ")
        where Id().IsMatch(cells[0])
        select new ParityRow(
            Id().Match(cells[0]).Groups[1].Value, cells.ElementAtOrDefault(2)?.Trim() ?? "",
            cells.ElementAtOrDefault(3)?.TrimEnd(' ', '|') ?? "");

    /// <param name="page">The page.</param>
    /// <param name="families">How many ids each family has: <c>L</c> and 2 for <c>L-01</c> and <c>L-02</c>.</param>
    public static IEnumerable<string> Ids(TreeFile page, IReadOnlyDictionary<string, int> families)
    {
        var known = families.SelectMany(family => Enumerable.Range(1, family.Value), (family, number) =>
            $"{family.Key}-{number:00}").ToList();
        var there = Rows(page).CountBy(row => row.Id).ToDictionary();
        return known.Where(id => there.GetValueOrDefault(id) != 1)
            .Select(id => $"{page.Path}: {id} has {there.GetValueOrDefault(id)} rows instead of one.")
            .Concat(there.Keys.Except(known).Select(id => $"{page.Path}: there is no {id} to compare with."));
    }

    /// <summary>What is the same or better is shown; what is not says why, or what is missing.</summary>
    public static IEnumerable<string> Verdicts(TreeFile page) =>
        from row in Rows(page)
        let verdict = Verdict().Match(row.Verdict).Groups[1].Value
        let fault = verdict.Length == 0 ? $"'{row.Verdict}' is no verdict"
            : verdict is "same" or "better" && Names(row.Shown).Count == 0 ? "nothing shows it"
            : ""
        where fault.Length > 0
        select $"{page.Path}: {row.Id}: {fault}.";

    public static IEnumerable<string> Tests(TreeFile page, IReadOnlySet<string> tests) =>
        Names(page.Text).Where(name => !tests.Contains(name)).Distinct()
            .Select(name => $"{page.Path}: there is no test {name}.");

    /// <summary>
    /// Namespace, class and method of every test, as it is run: what an abstract class has is run in each that derives
    /// from it.
    /// </summary>
    public static IEnumerable<string> TestsOf(IEnumerable<TreeFile> files)
    {
        var classes = files.SelectMany(file => file.Syntax.DescendantNodes().OfType<ClassDeclarationSyntax>()).ToList();
        var byName = classes.ToLookup(of => of.Identifier.Text);
        return
            from of in classes
            where !of.Modifiers.Any(SyntaxKind.AbstractKeyword)
            let space = of.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name
            from name in MethodsOf(of, byName)
            select $"{space}.{of.Identifier}.{name}";
    }

    private static IEnumerable<string> MethodsOf(
        ClassDeclarationSyntax of, ILookup<string, ClassDeclarationSyntax> byName) =>
        of.Members.OfType<MethodDeclarationSyntax>()
            .Where(method => method.AttributeLists.SelectMany(list => list.Attributes)
                .Any(attribute => attribute.Name.ToString() is "Fact" or "Theory"))
            .Select(method => method.Identifier.Text)
            .Concat(byName[of.BaseList?.Types[0].Type.ToString() ?? ""].SelectMany(one => MethodsOf(one, byName)));

    private static List<string> Names(string text) => [.. Name().Matches(text).Select(name => name.Groups[1].Value)];

    [GeneratedRegex(@"^\| ([A-Z]+-\d\d)$")]
    private static partial Regex Id();

    [GeneratedRegex(@"^(same$|(?:better|refused|open)(?=: \S))")]
    private static partial Regex Verdict();

    [GeneratedRegex(@"`(Paddock\.(?:Real)?Tests\.[^`]+)`")]
    private static partial Regex Name();
}
