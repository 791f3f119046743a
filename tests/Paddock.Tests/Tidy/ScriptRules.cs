using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Paddock.Tests.Tidy;

/// <summary>Scripts and workflows: what no compiler reads.</summary>
internal static partial class ScriptRules
{
    public static bool IsScript(TreeFile file) =>
        file.Path.EndsWith(".sh", StringComparison.Ordinal) || Shebang(file).Length > 0;

    /// <summary>What begins with #! is started by its name; what does not is read by another script.</summary>
    public static IEnumerable<string> Executable(TreeFile script, UnixFileMode mode)
    {
        var isStarted = Shebang(script).Length > 0;
        return isStarted == mode.HasFlag(UnixFileMode.UserExecute)
            ? []
            : [$"{script.Path}: {(isStarted ? "chmod +x it" : "it is executable, but has no first line #!")}."];
    }

    public static IEnumerable<string> Syntax(TreeFile script)
    {
        // Debian's sh knows less than bash, so each is asked about its own.
        var shell = Shebang(script) is "sh" ? "sh" : "bash";
        if (Shebang(script) is not ("" or "sh" or "bash"))
        {
            return [];
        }
        using var process = Process.Start(new ProcessStartInfo(shell, ["-n"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Write(script.Text);
        process.StandardInput.Close();
        var said = process.StandardError.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 && said.Length == 0 ? [] : [$"{script.Path}: {said}"];
    }

    /// <summary>A tag can be moved to other code; a commit cannot.</summary>
    public static IEnumerable<string> PinnedActions(TreeFile workflow) =>
        from use in Uses().Matches(workflow.Text)
        where !Pinned().IsMatch(use.Groups[1].Value)
        select $"{workflow.Path}: pin {use.Groups[1].Value} by its commit, and name the version in a comment.";

    public static IEnumerable<string> Permissions(TreeFile workflow) =>
        workflow.Lines.Contains("permissions: {}")
            ? []
            : [$"{workflow.Path}: begin with `permissions: {{}}`, and let each job ask for what it needs."];

    /// <summary>The program of the first line, without its folder; empty when there is none.</summary>
    private static string Shebang(TreeFile file) => FirstLine().Match(file.Text).Groups[1].Value;

    [GeneratedRegex(@"^#!(?:/usr/bin/env +|/(?:usr/)?bin/)(\w+)")]
    private static partial Regex FirstLine();

    [GeneratedRegex(@"uses: *(.+)")]
    private static partial Regex Uses();

    [GeneratedRegex(@"^(\./.*|[\w./-]+@[0-9a-f]{40} # v[\d.]+)$")]
    private static partial Regex Pinned();
}
