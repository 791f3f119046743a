using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Paddock.Tests.Tidy;

/// <summary>Who may see whom, and what every project says about itself.</summary>
internal static class ProjectRules
{
    /// <summary>The folders beside the providers' that are there for all of them.</summary>
    private static readonly HashSet<string> SharedFolders = new(StringComparer.Ordinal)
    {
        "Bootstrap", "Building", "Calls", "Capacity", "Making", "Building",
    };

    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "Core", "Engine", "Adapter", "App", "Sim", "Test", "Bench",
    };

    /// <summary>
    /// The arrows. Adapters never see the engine, nor it them; nothing of the product sees the simulation. Tests and
    /// benchmarks may see everything.
    /// </summary>
    private static readonly Dictionary<string, string[]> Sees = new(StringComparer.Ordinal)
    {
        ["Paddock.Core"] = [],
        ["Paddock.Ports"] = ["Paddock.Core"],
        ["Paddock.Engine"] = ["Paddock.Ports"],
        ["Paddock.GitHub"] = ["Paddock.Ports"],
        ["Paddock.Storage"] = ["Paddock.Ports"],
        ["Paddock.Providers"] = ["Paddock.Ports"],
        ["Paddock.App"] = ["Paddock.Engine", "Paddock.GitHub", "Paddock.Storage", "Paddock.Providers"],
        ["Paddock.GitHubModel"] = [],
        ["Paddock.GitHubStandIn"] = ["Paddock.GitHubModel"],
        ["Paddock.StubRunner"] = [],
        ["Paddock.Simulator"] = ["Paddock.Engine", "Paddock.GitHub", "Paddock.Storage", "Paddock.GitHubModel"],
        ["Paddock.Demo"] = ["Paddock.App", "Paddock.GitHubStandIn"],
    };

    public static IEnumerable<string> Arrows(TreeFile project)
    {
        if (project.IsIn("tests") || project.IsIn("bench"))
        {
            return [];
        }
        if (!Sees.TryGetValue(NameOf(project), out var allowed))
        {
            return [$"{project.Path}: say in {nameof(ProjectRules)} whom it may see."];
        }
        return References(project).Where(of => !allowed.Contains(of))
            .Select(of => $"{project.Path}: it may not see {of}.");
    }

    /// <summary>Core is pure: what it needs, the language has.</summary>
    public static IEnumerable<string> PurePackages(TreeFile project) =>
        TypeOf(project) == "Core"
            ? Items(project, "PackageReference").Select(of => $"{project.Path}: pure, and yet it takes {of}.")
            : [];

    public static IEnumerable<string> ProjectType(TreeFile project) =>
        TypeOf(project) is { } type && Types.Contains(type)
            ? []
            : [$"{project.Path}: its ProjectType is one of {string.Join(", ", Types)}."];

    /// <summary>In a provider's folder nobody names another's: each is learned, and thrown away, alone.</summary>
    public static IEnumerable<string> ProviderFolders(TreeFile file, IReadOnlyCollection<string> folders)
    {
        var parts = file.Path.Split('/');
        if (!file.IsIn("src/Paddock.Providers") || parts.Length < 4)
        {
            return [];
        }
        return file.Syntax.DescendantTokens()
            .Where(token => folders.Contains(token.Text) && token.Text != parts[2])
            .Where(token => !SharedFolders.Contains(token.Text))
            .Where(IsNamespace)
            .Select(token => $"{file.Path}: {parts[2]} may not see {token.Text}.")
            .Distinct(StringComparer.Ordinal);
    }

    public static string NameOf(TreeFile project) => Path.GetFileNameWithoutExtension(project.Path);

    /// <summary>
    /// Behind the providers' namespace, or at the start of a name; not a member that is called so too.
    /// </summary>
    private static bool IsNamespace(SyntaxToken token)
    {
        var before = token.GetPreviousToken();
        return before.IsKind(SyntaxKind.DotToken)
            ? before.GetPreviousToken().Text == "Providers"
            : token.GetNextToken().IsKind(SyntaxKind.DotToken);
    }

    private static IEnumerable<string> References(TreeFile project) =>
        Items(project, "ProjectReference").Select(of => Path.GetFileNameWithoutExtension(of));

    private static IEnumerable<string> Items(TreeFile project, string kind) =>
        XDocument.Parse(project.Text).Descendants(kind).Select(of => of.Attribute("Include")!.Value);

    private static string? TypeOf(TreeFile project) =>
        XDocument.Parse(project.Text).Descendants("ProjectType").FirstOrDefault()?.Value;
}
