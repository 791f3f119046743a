using Paddock.App.Api;
using Paddock.App.Cli.Rendering;
using Paddock.Demo.Story;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paddock.Demo.Views;

/// <summary>Where the story is.</summary>
internal sealed record Programme(int Number, int Count, string Title, Uri Dashboard);

/// <summary>
/// The picture of one moment, as high as the terminal: where the story is, the pools, as many jobs as fit, and the last
/// events. A pure function of what it shows.
/// </summary>
internal static class SceneView
{
    private const int EventLines = 5;

    public static IRenderable Of(
        Scene scene, Programme programme, IReadOnlyList<Line> lines, TimeSpan elapsed, int width, int height)
    {
        var pools = scene.Status?.Pools ?? [];
        // Head and link, pools, jobs and events, each with its heading and a blank line above.
        var room = Math.Max(3, height - (3 + pools.Count + 2 + 2 + EventLines + 1));
        return new Rows(
            Head(scene, programme, elapsed, width),
            new Text($" Dashboard  {programme.Dashboard}", Cell.Faint) { Overflow = Overflow.Ellipsis },
            Text.Empty,
            new Padder(Pools(pools), new Padding(1, 0)),
            Text.Empty,
            // As high with few jobs as with many: what stays where it was is read without being looked for.
            new Padder(Jobs(scene, room), new Padding(1, 0, 1, Math.Max(0, room - scene.Jobs.Count))),
            Text.Empty,
            Events(lines, width));
    }

    private static Grid Head(Scene scene, Programme programme, TimeSpan elapsed, int width)
    {
        var grid = new Grid { Width = width };
        grid.AddColumn(new GridColumn { Padding = new Padding(1, 0, 1, 0) });
        grid.AddColumn(new GridColumn { NoWrap = true, Alignment = Justify.Right, Padding = new Padding(0, 0, 1, 0) });
        var state = scene.IsPaddockUp ? new Text("Paddock runs", Cell.Good) : new Text("Paddock is down", Cell.Bad);
        var where = new Paragraph($"{programme.Number}/{programme.Count}  {elapsed:m\\:ss}", Cell.Faint);
        grid.AddRow(new Text(programme.Title, Cell.Strong) { Overflow = Overflow.Ellipsis }, Beside(state, where));
        return grid;
    }

    private static Grid Beside(Text left, Paragraph right)
    {
        var grid = new Grid();
        grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, 2, 0) });
        grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0) });
        grid.AddRow(left, right);
        return grid;
    }

    private static FittedTable Pools(IReadOnlyList<PoolReply> pools)
    {
        var table = new FittedTable(
            ("POOL", Fit.Whole), ("RUNNERS", Fit.Whole), ("BUSY", Fit.Number), ("IDLE", Fit.Number),
            ("STARTING", Fit.Number), ("LIMIT", Fit.Number), ("JOBS WAITING", Fit.Number), ("MODE", Fit.Whole));
        foreach (var pool in pools)
        {
            table.AddRow(
                Cell.Of(pool.Name), Cell.Of(Dots(pool), Cell.Busy), Cell.Of(pool.RunnersBusy),
                Cell.Of(pool.RunnersIdle),
                Cell.Of(pool.RunnersStarting), Cell.Of($"{pool.MachinesMax}"), Cell.Of(pool.JobsWaiting),
                Words.Mode(pool.Mode));
        }
        return table;
    }

    /// <summary>
    /// A filled dot for a busy runner, a ring for an idle one, a half for one that starts, a point for room.
    /// </summary>
    private static string Dots(PoolReply pool)
    {
        var used = pool.RunnersBusy + pool.RunnersIdle + pool.RunnersStarting;
        return new string('●', pool.RunnersBusy) + new string('○', pool.RunnersIdle)
            + new string('◐', pool.RunnersStarting) + new string('·', Math.Max(0, (pool.MachinesMax ?? used) - used));
    }

    private static FittedTable Jobs(Scene scene, int count)
    {
        var table = new FittedTable(
            ("JOB", Fit.Whole), ("STATE", Fit.Whole), ("FOR", Fit.Number), ("RUNNER, OR WHY IT WAITS", Fit.Whole));
        foreach (var job in JobOrder.Of(scene.Jobs).Take(count))
        {
            table.AddRow(
                Cell.Of(JobNews.Name(job.Repository, job.Name)), Words.Job(job), Cell.Of(JobsTable.For(job, scene.At)),
                Where(job));
        }
        return table;
    }

    private static Text Where(JobReply job) => job switch
    {
        { Wait: { } wait } =>
            Cell.Of(wait.Text, wait.Reason == "no-pool" ? Cell.Bad : Cell.Waiting),
        { State: "done" } => Cell.Of(job.Runner, Cell.Faint),
        _ => Cell.Of(job.Runner),
    };

    private static Rows Events(IReadOnlyList<Line> lines, int width)
    {
        var last = lines.TakeLast(EventLines).Select(line => (IRenderable)Event(line, width)).ToList();
        while (last.Count < EventLines)
        {
            last.Add(Text.Empty);
        }
        return new Rows(last);
    }

    private static Paragraph Event(Line line, int width)
    {
        var room = width - 9;
        var text = line.Text.Length > room ? $"{line.Text[..(room - 1)]}…" : line.Text;
        return new Paragraph($" {line.At:m\\:ss}  ", Cell.Faint)
            .Append(text, line.Kind == LineKind.Job ? Cell.Faint : Cell.Plain);
    }
}
