using Paddock.App.Api;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paddock.App.Cli.Rendering;

/// <summary>Jobs, one a row: what each waits for, or who runs it.</summary>
internal static class JobsTable
{
    public static IRenderable Of(JobsReply reply, DateTimeOffset now)
    {
        var table = new FittedTable(
            ("JOB", Fit.Whole), ("STATE", Fit.Whole), ("FOR", Fit.Whole), ("POOL", Fit.Wraps), ("NAME", Fit.Wraps),
            ("WHY OR WHERE", Fit.Wraps));
        foreach (var job in reply.Jobs)
        {
            table.AddRow(
                Cell.Of($"{job.Id}"), Words.Job(job), Cell.Of(For(job, now)), Cell.Of(job.Pool),
                Cell.Of($"{job.Repository} {job.Name}"), Where(job));
        }
        return table;
    }

    /// <summary>How long it has waited or run; of a job that is done, how long it ran.</summary>
    public static string For(JobReply job, DateTimeOffset now) => job switch
    {
        { StartedAt: { } started } => Ago.Span((job.FinishedAt ?? now) - started),
        _ => Ago.Span((job.FinishedAt ?? now) - job.QueuedAt),
    };

    private static Text Where(JobReply job) => job switch
    {
        { Wait: { } wait } => Cell.Of(wait.Text, wait.Turn == "operator" ? Cell.Bad : Cell.Plain),
        { Runner: { } runner } => Cell.Of(runner),
        _ => Cell.Of(null),
    };
}
