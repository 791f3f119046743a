using System.Text.RegularExpressions;

namespace Paddock.Tests.Tidy;

public sealed partial class PageTests
{
    [Fact]
    public void A_page_has_one_title() => Tree.Pages.SelectMany(PageRules.OneTitle).ShouldHold();

    [Fact]
    public void Links_lead_somewhere() => Tree.Pages.SelectMany(page => PageRules.Links(page, Read)).ShouldHold();

    [Fact]
    public void Files_that_pages_name_are_there()
    {
        var folders = new DirectoryInfo(Tree.FullPath(".")).GetDirectories().Select(of => of.Name)
            .Concat(Tree.Projects.Select(ProjectRules.NameOf)
                .Select(of => of.Replace("Paddock.", "", StringComparison.Ordinal)))
            .Where(of => of != "artifacts")
            .ToList();
        Tree.Pages.SelectMany(page => PageRules.Paths(page, Tree.Has, folders)).ShouldHold();
    }

    /// <summary>Not in decisions: they are dated and never rewritten, whatever becomes of a name.</summary>
    [Fact]
    public void Types_that_pages_name_are_there()
    {
        var words = Tree.Files.Where(file => !file.IsPage).SelectMany(file => Word().Matches(file.Text))
            .Select(word => word.Value).ToHashSet(StringComparer.Ordinal);
        Tree.Pages.Where(page => !page.IsIn("docs/decisions"))
            .SelectMany(page => PageRules.Types(page, words)).ShouldHold();
    }

    [Theory]
    [InlineData("# One\n\ntext\n", 0)]
    [InlineData("# One\n\n```sh\n# a comment\n```\n", 0)]
    [InlineData("# One\n\n# Two\n", 1)]
    [InlineData("text\n# One\n", 1)]
    [InlineData("text\n", 1)]
    public void A_second_title_is_found(string text, int faults) =>
        PageRules.OneTitle(Page(text)).Count().ShouldBe(faults);

    [Theory]
    [InlineData("[a](b.md)", 0)]
    [InlineData("[a](https://example.com/b)", 0)]
    [InlineData("[a](../README.md)", 0)]
    [InlineData("[a](b.md#two-words)", 0)]
    [InlineData("# Here it is\n[a](#here-it-is)", 0)]
    [InlineData("[a](c.md)", 1)]
    [InlineData("[a](b.md#three)", 1)]
    [InlineData("[a](#nowhere)", 1)]
    public void A_dead_link_is_found(string text, int faults)
    {
        var pages = new Dictionary<string, string> { ["docs/b.md"] = "# B\n\n## Two words\n", ["README.md"] = "# R\n" };
        PageRules.Links(Page(text), pages.GetValueOrDefault).Count().ShouldBe(faults);
    }

    [Theory]
    [InlineData("`src/Paddock.Core/A.cs`", 0)]
    [InlineData("`Core/A.cs`", 0)]
    [InlineData("`./test fast`", 0)]
    [InlineData("`org/name`", 0)]
    [InlineData("`eng/*.sh`", 0)]
    [InlineData("`src/Paddock.Core/B.cs`", 1)]
    [InlineData("`Core/B.cs`", 1)]
    [InlineData("`eng/lost.sh 1`", 1)]
    [InlineData("`./lost`", 1)]
    public void A_lost_file_is_found(string text, int faults)
    {
        string[] files = ["src/Paddock.Core/A.cs", "./test"];
        PageRules.Paths(Page(text), files.Contains, ["src", "eng", "Core"]).Count().ShouldBe(faults);
    }

    [Theory]
    [InlineData("`FleetLoop`", 0)]
    [InlineData("`FleetLoop.RunAsync`", 0)]
    [InlineData("`Bell` and a FleetLop", 0)]
    [InlineData("`FleetLop`", 1)]
    [InlineData("`FleetLop.RunAsync(now)`", 1)]
    public void A_lost_type_is_found(string text, int faults) =>
        PageRules.Types(Page(text), new HashSet<string> { "FleetLoop", "RunAsync" }).Count().ShouldBe(faults);

    private static TreeFile Page(string text) => new("docs/a.md", text);

    private static string? Read(string path) =>
        File.Exists(Tree.FullPath(path)) ? File.ReadAllText(Tree.FullPath(path)) : Tree.Has(path) ? "" : null;

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
