using Paddock.App.Api;
using Spectre.Console;

namespace Paddock.App.Cli.Rendering;

/// <summary>What a configuration would change: a line for each key, and what that takes.</summary>
internal static class ConfigDiffTable
{
    public static void Write(Invocation invocation, ConfigDiffReply diff)
    {
        if (diff.Same)
        {
            invocation.Note("Nothing differs.");
            return;
        }
        var table = new FittedTable(
            ("CHANGE", Fit.Whole), ("KEY", Fit.Wraps), ("OLD", Fit.Wraps), ("NEW", Fit.Wraps), ("TAKES", Fit.Whole),
            ("WHERE", Fit.Wraps));
        foreach (var change in diff.Changes)
        {
            table.AddRow(
                Cell.Of(change.Change, StyleOf(change)), Cell.Of(change.Path),
                Side(change.Old, change.Change == "added"), Side(change.New, change.Change == "removed"),
                change.Restart ? Cell.Of("restart", Cell.Waiting) : Cell.Of("reload"),
                Cell.Of(change.Change == "removed" ? change.OldOrigin : change.NewOrigin, Cell.Faint));
        }
        invocation.Page.Write(table);
        invocation.Note(Summary(diff));
    }

    /// <summary>A default that stands where nobody wrote anything is told from what somebody wrote.</summary>
    private static Text Side(string? value, bool isUnwritten) =>
        value is not null && isUnwritten ? Cell.Of($"({value})", Cell.Faint) : Cell.Of(value);

    private static Style StyleOf(ConfigChangeReply change) => change.Change switch
    {
        "added" => Cell.Good,
        "removed" => Cell.Bad,
        _ => Cell.Plain,
    };

    /// <summary>A reload takes all or nothing.</summary>
    private static string Summary(ConfigDiffReply diff)
    {
        var count = $"{diff.Changes.Count} change{(diff.Changes.Count == 1 ? "" : "s")}";
        var restarts = diff.Changes.Count(change => change.Restart);
        return restarts == 0
            ? $"{count}; paddock reload takes all of it."
            : $"{count}, {restarts} of them at a start only: paddock reload would refuse the whole.";
    }
}
