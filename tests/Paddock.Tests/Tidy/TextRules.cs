using System.Text.RegularExpressions;

namespace Paddock.Tests.Tidy;

/// <summary>What holds for every line, whatever its language.</summary>
internal static partial class TextRules
{
    public const int FileLinesMax = 500;
    public const int LineWidthMax = 120;

    /// <summary>
    /// Code and scripts. Not Markdown, whose tables and links cannot be broken, nor what a tool writes.
    /// </summary>
    private static readonly string[] WithinWidth = [".cs", ".sh", ".sql", ".yml", ".yaml"];

    public static IEnumerable<string> Length(TreeFile file)
    {
        var lines = file.Lines.Length - 1;
        return lines > FileLinesMax && file.IsCode
            ? [$"{file.Path}: {lines} lines, {FileLinesMax} at most. Move what is a thing of its own into a file."]
            : [];
    }

    public static IEnumerable<string> Width(TreeFile file) =>
        !WithinWidth.Contains(Path.GetExtension(file.Path)) && Path.HasExtension(file.Path)
            ? []
            : Each(file, line => line.Length > LineWidthMax, line => $"{line.Length} wide, {LineWidthMax} at most");

    public static IEnumerable<string> Leftovers(TreeFile file) =>
        Each(file, line => Leftover().IsMatch(line), line => $"a leftover: {line.Trim()}");

    /// <summary>Paths of somebody's machine mean nothing on another.</summary>
    public static IEnumerable<string> MachinePaths(TreeFile file) =>
        Each(file, line => MachinePath().IsMatch(line), line => $"a path of one machine: {line.Trim()}");

    public static IEnumerable<string> Blanks(TreeFile file)
    {
        // Restore writes the lock files, and does not end their last line.
        if (file.Text.Length > 0 && !file.Text.EndsWith('\n')
            && !file.Name.EndsWith(".lock.json", StringComparison.Ordinal))
        {
            yield return $"{file.Path}: its last line has no end.";
        }
        foreach (var fault in Each(file, line => line.EndsWith(' ') || line.EndsWith('\r'), _ => "blanks at its end"))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> Each(TreeFile file, Func<string, bool> isWrong, Func<string, string> why) => file
        .Lines.Index().Where(line => isWrong(line.Item))
        .Select(line => $"{file.Path}:{line.Index + 1}: {why(line.Item)}.");

    // The letter in brackets keeps the rule from finding itself.
    [GeneratedRegex(@"\b(FIXM[E]|TOD[O]|XX[X]|HAC[K])\b|^(<<<<<<<|>>>>>>>) |^=======$")]
    private static partial Regex Leftover();

    [GeneratedRegex(@"(?<![\w.-])/wor[k]/(main|wt|shared|brief|\.)|\.\./share[d]\b|/tmp/bash_job[s]")]
    private static partial Regex MachinePath();
}
