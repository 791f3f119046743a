using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Paddock.Tests.Tidy;

/// <summary>One file as a rule sees it: its path from the root, with slashes, and its text.</summary>
internal sealed record TreeFile(string Path, string Text)
{
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public string[] Lines => Text.Split('\n');

    public bool IsCode => Path.EndsWith(".cs", StringComparison.Ordinal);

    public bool IsPage => Path.EndsWith(".md", StringComparison.Ordinal);

    public bool IsProject => Path.EndsWith(".csproj", StringComparison.Ordinal);

    /// <summary>Read as C#.</summary>
    public SyntaxNode Syntax =>
        CSharpSyntaxTree.ParseText(Text, new CSharpParseOptions(LanguageVersion.Preview), Path).GetRoot();

    /// <summary>Does it lie in this folder, or deeper?</summary>
    public bool IsIn(string folder) => Path.StartsWith($"{folder}/", StringComparison.Ordinal);
}
