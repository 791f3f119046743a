using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Paddock.Tests.Tidy;

/// <summary>Sizes, names and the order of files, read from the syntax.</summary>
internal static partial class CodeRules
{
    public const int MethodLinesMax = 70;
    public const int ConstructorParametersMax = 7;

    /// <summary>
    /// Names that are GitHub's own for what a runner talks to; only the stand-in and the stub may use them.
    /// </summary>
    private static readonly HashSet<string> NamesOfGitHub = new(StringComparer.Ordinal)
    {
        "Service", "RunService", "TokenService", "ResultsService",
    };

    public static IEnumerable<string> MethodLength(TreeFile file) =>
        from node in file.Syntax.DescendantNodes()
        where node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
        let lines = LinesOf(node)
        where lines > MethodLinesMax
        select $"{At(file, node)}: a method of {lines} lines, {MethodLinesMax} at most.";

    /// <summary>
    /// What a class depends on. A record's list is its shape, every item with its name, and may be longer.
    /// </summary>
    public static IEnumerable<string> ConstructorParameters(TreeFile file) =>
        from list in file.Syntax.DescendantNodes().OfType<ParameterListSyntax>()
        where list.Parent is ConstructorDeclarationSyntax or ClassDeclarationSyntax or StructDeclarationSyntax
        where list.Parameters.Count > ConstructorParametersMax
        select $"{At(file, list)}: {list.Parameters.Count} constructor parameters, {ConstructorParametersMax} at most.";

    /// <summary>
    /// A file holds one type that does something. Beside it may stand what has no behaviour of its own to look for:
    /// records, enums, exceptions, and the JSON converters and contexts of what is above them. So a closed family
    /// (facts, steps, faults, payloads) is read as a whole.
    /// </summary>
    public static IEnumerable<string> OneTypePerFile(TreeFile file)
    {
        var doers = TopLevel(file).Where(type => type switch
        {
            InterfaceDeclarationSyntax => true,
            StructDeclarationSyntax => true,
            ClassDeclarationSyntax of => !IsCompanion(of),
            _ => false,
        }).Select(type => type.Identifier.Text).Distinct(StringComparer.Ordinal).ToList();
        return doers.Count > 1 ? [$"{file.Path}: a file for each of {string.Join(", ", doers)}, please."] : [];
    }

    /// <summary>
    /// Who watches a log watches for its numbers: each means one thing, and its thousand tells the room it is from.
    /// </summary>
    public static IEnumerable<string> EventIds(IEnumerable<TreeFile> files)
    {
        var events = files.SelectMany(
            file => EventId().Matches(file.Text), (file, match) => (file.Path, Id: int.Parse(match.Groups[1].Value)));
        foreach (var same in events.GroupBy(of => of.Id).OrderBy(of => of.Key))
        {
            var paths = same.Select(of => of.Path).ToList();
            if (paths.Count > 1)
            {
                yield return $"Event {same.Key} has several meanings: {string.Join(", ", paths)}.";
            }
            if (!paths[0].StartsWith(RoomOf(same.Key), StringComparison.Ordinal))
            {
                yield return $"{paths[0]}: event {same.Key} is of the range of {RoomOf(same.Key)}.";
            }
        }
    }

    private static string RoomOf(int id) => (id / 1000) switch
    {
        1 => "src/Paddock.Engine/",
        2 => "src/Paddock.Storage/",
        3 => "src/Paddock.GitHub/",
        4 => "src/Paddock.Providers/",
        5 => "src/Paddock.App/Http/",
        6 => "src/Paddock.App/",
        _ => "no project",
    };

    [GeneratedRegex(@"\bEventId = ([0-9]+)")]
    private static partial Regex EventId();

    /// <summary>A file with one type has its name, so that it is found.</summary>
    public static IEnumerable<string> FileName(TreeFile file)
    {
        var types = TopLevel(file).ToList();
        return types.Count != 1 || file.Name.Split('.')[0] == types[0].Identifier.Text
            ? []
            : [$"{file.Path}: it holds {types[0].Identifier.Text} alone and should have its name."];
    }

    /// <summary>The namespace is the folder.</summary>
    public static IEnumerable<string> Namespace(TreeFile file) =>
        from space in file.Syntax.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()
        let folder = string.Join('.', file.Path.Split('/')[1..^1])
        where space.Name.ToString() != folder
        select $"{file.Path}: its namespace should be {folder}, as its folder is.";

    /// <summary>Names that say nothing about what a thing does.</summary>
    public static IEnumerable<string> EmptyNames(TreeFile file) =>
        from type in file.Syntax.DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
        let name = type.Identifier.Text
        where EmptyName().IsMatch(name) && !(file.IsIn("sim") && NamesOfGitHub.Contains(name))
        select $"{At(file, type)}: '{name}' does not say what it does; name it after that.";

    private static IEnumerable<BaseTypeDeclarationSyntax> TopLevel(TreeFile file) =>
        file.Syntax.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<BaseTypeDeclarationSyntax>();

    private static bool IsCompanion(ClassDeclarationSyntax type) =>
        type.BaseList is { } bases && bases.Types.Any(of => Companion().IsMatch(of.Type.ToString()));

    /// <summary>Without its attributes: a table of cases above a test is data, not a path to follow.</summary>
    private static int LinesOf(SyntaxNode node)
    {
        var begin = node.ChildNodes().OfType<AttributeListSyntax>().LastOrDefault()?.Span.End ?? node.SpanStart;
        var span = node.SyntaxTree.GetLineSpan(TextSpan.FromBounds(begin, node.Span.End));
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static string At(TreeFile file, SyntaxNode node) =>
        $"{file.Path}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";

    [GeneratedRegex("(Manager|Service|Utils?|Utility|Utilities|Helpers?)$")]
    private static partial Regex EmptyName();

    [GeneratedRegex(@"Exception$|\bJson\w*Converter\b|\bJsonSerializerContext$")]
    private static partial Regex Companion();
}
