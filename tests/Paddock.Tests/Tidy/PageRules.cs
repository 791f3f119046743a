using System.Text.RegularExpressions;

namespace Paddock.Tests.Tidy;

/// <summary>What a page says must be there: its links, and the files and types it names.</summary>
internal static partial class PageRules
{
    public static IEnumerable<string> OneTitle(TreeFile page)
    {
        var titles = Prose(page).Where(line => line.StartsWith("# ", StringComparison.Ordinal)).ToList();
        return titles.Count == 1 && page.Text.StartsWith("# ", StringComparison.Ordinal)
            ? []
            : [$"{page.Path}: {titles.Count} titles; one, on the first line, please."];
    }

    /// <param name="page">The page.</param>
    /// <param name="read">The text of another page by its path; empty for what is no page; null when it is
    /// absent.</param>
    public static IEnumerable<string> Links(TreeFile page, Func<string, string?> read)
    {
        foreach (var target in Prose(page).SelectMany(line => Link().Matches(line))
            .Select(link => link.Groups[1].Value))
        {
            if (target.Contains("://", StringComparison.Ordinal)
                || target.StartsWith("mailto:", StringComparison.Ordinal))
            {
                continue;
            }
            var (file, anchor) = target.Split('#') is [var before, var after] ? (before, after) : (target, "");
            var path = file.Length == 0 ? page.Path : Combine(page.Path, file);
            var text = file.Length == 0 ? page.Text : read(path);
            if (text is null || (anchor.Length > 0 && !Anchors(new TreeFile(path, text)).Contains(anchor)))
            {
                yield return $"{page.Path}: the link {target} leads nowhere.";
            }
        }
    }

    /// <summary>
    /// A path in backticks: from the root (`src/…`), from the page's folder, or, within a project, without its prefix
    /// (`Core/Planning/Planner.cs`).
    /// </summary>
    public static IEnumerable<string> Paths(TreeFile page, Func<string, bool> exists, IReadOnlyList<string> folders) =>
        from span in Spans(page)
        let path = PathLike().Match(span).Groups[1].Value
        where path.Length > 0 && !path.Contains("NNNN", StringComparison.Ordinal)
        let candidates = new[] { path, Combine(page.Path, path), $"src/Paddock.{path}", $"sim/Paddock.{path}" }
        where folders.Any(of => path.StartsWith($"{of}/", StringComparison.Ordinal)) || IsRun(path)
        where !candidates.Any(exists)
        select $"{page.Path}: `{span}` names a file that is not there.";

    /// <summary>A name in backticks that is spelled like a type's, and is a word of no file but pages.</summary>
    public static IEnumerable<string> Types(TreeFile page, IReadOnlySet<string> words) =>
        from span in Spans(page)
        where TypeLike().IsMatch(span)
        from name in span.Split('.', '(', ')')
        where TypeLike().IsMatch(name) && !words.Contains(name)
        select $"{page.Path}: `{span}` names a type that is not there.";

    /// <summary>`./test` is run from here; `./paddock.yaml` may be anywhere.</summary>
    private static bool IsRun(string path) =>
        path.StartsWith("./", StringComparison.Ordinal) && !path[2..].Contains('.', StringComparison.Ordinal);

    /// <summary>The lines outside of fenced blocks.</summary>
    private static IEnumerable<string> Prose(TreeFile page)
    {
        var isFenced = false;
        foreach (var line in page.Lines)
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                isFenced = !isFenced;
            }
            else if (!isFenced)
            {
                yield return line;
            }
        }
    }

    private static IEnumerable<string> Spans(TreeFile page) =>
        Prose(page).SelectMany(line => Span().Matches(line)).Select(span => span.Groups[1].Value);

    private static string Combine(string from, string path) =>
        Path.GetRelativePath("/", Path.GetFullPath(path, $"/{Path.GetDirectoryName(from)}")).Replace('\\', '/');

    /// <summary>As GitHub makes them from headings.</summary>
    private static HashSet<string> Anchors(TreeFile page) => Prose(page)
        .Where(line => line.StartsWith('#'))
        .Select(line => NotInAnchor().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'))
        .ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"\]\(<?([^)\s>]+)>?(?:\s+""[^""]*"")?\)")]
    private static partial Regex Link();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Span();

    [GeneratedRegex(@"^((?:\./)?[\w.-]+(?:/[\w.-]+)*/?)(?=\s|$)")]
    private static partial Regex PathLike();

    [GeneratedRegex(@"^(?:[A-Z][a-z0-9]+){2,}(?:\.[A-Z]\w+(?:\([\w, ]*\))?)?$")]
    private static partial Regex TypeLike();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
