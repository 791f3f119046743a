using Paddock.App.Api;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paddock.App.Cli.Rendering;

/// <summary>The fleet at a glance: counts, pools, and whatever does not answer as it should.</summary>
internal static class StatusPage
{
    public static IRenderable Of(StatusReply status, DateTimeOffset now) => new Rows(
    [
        Head(status, now),
        .. Section(status.ReloadRefused is { } refused ? Cell.Of(refused, Cell.Bad) : null),
        Text.Empty,
        Totals(status.Totals),
        Text.Empty,
        Pools(status.Pools),
        .. Section(UnderWay(status.UnderWay, now)),
        .. Section(Kept(status.Kept, now)),
        .. Section(GitHub(status.GitHub, now)),
        .. Section(Doors(status.Doors, now)),
        .. Section(Budgets(status.Budgets, now)),
    ]);

    private static IEnumerable<IRenderable> Section(IRenderable? part) => part is null ? [] : [Text.Empty, part];

    private static Paragraph Head(StatusReply status, DateTimeOffset now)
    {
        var head = new Paragraph(Cell.Clean(status.Fleet), Cell.Strong);
        head.Append(
            $"  mark {status.Mark} · Paddock {status.Version} · up {Ago.Span(now - status.StartedAt)}", Cell.Faint);
        return status.DryRun ? head.Append(" · dry run: nothing is changed", Cell.Waiting) : head;
    }

    private static Grid Totals(TotalsReply totals) => Pairs.Of(
        ("jobs", Cell.Of($"{totals.JobsWaiting} waiting · {totals.JobsRunning} running{Unmatched(totals)}")),
        ("runners", Cell.Of(
            $"{totals.RunnersStarting} starting · {totals.RunnersIdle} idle · {totals.RunnersBusy} busy")),
        ("machines", Cell.Of(OfMax(totals.Machines, totals.MachinesMax, " of "))));

    private static string Unmatched(TotalsReply totals) =>
        totals.JobsUnmatched == 0 ? "" : $" · {totals.JobsUnmatched} match no pool";

    private static FittedTable Pools(IReadOnlyList<PoolReply> pools)
    {
        var table = new FittedTable(
            ("POOL", Fit.Wraps), ("MODE", Fit.Whole), ("WAITING", Fit.Number), ("RUNNING", Fit.Number),
            ("STARTING", Fit.Number), ("IDLE", Fit.Number), ("BUSY", Fit.Number), ("MACHINES", Fit.Number));
        foreach (var pool in pools)
        {
            table.AddRow(
                Cell.Of(pool.Name), Words.Mode(pool.Mode), Cell.Of(pool.JobsWaiting), Cell.Of(pool.JobsRunning),
                Cell.Of(pool.RunnersStarting), Cell.Of(pool.RunnersIdle), Cell.Of(pool.RunnersBusy),
                Cell.Of(OfMax(pool.Machines, pool.MachinesMax, "/")));
        }
        return table;
    }

    private static FittedTable? UnderWay(IReadOnlyList<UndertakingReply> works, DateTimeOffset now)
    {
        var table = new FittedTable(
            ("UNDER WAY", Fit.Wraps), ("PROVIDER", Fit.Whole), ("FOR", Fit.Whole), ("HOW FAR", Fit.Whole));
        foreach (var work in works)
        {
            table.AddRow(
                Cell.Of(work.Text), Cell.Of(work.Provider), Cell.Of(Ago.Span(now - work.Since)),
                Cell.Of(work.Progress, Cell.Waiting));
        }
        return works.Count == 0 ? null : table;
    }

    private static FittedTable? Kept(IReadOnlyList<KeptReply> machines, DateTimeOffset now)
    {
        var table = new FittedTable(
            ("KEPT FOR A LOOK", Fit.Wraps), ("PROVIDER", Fit.Whole), ("POOL", Fit.Wraps), ("GOES", Fit.Whole));
        foreach (var machine in machines)
        {
            table.AddRow(
                Cell.Of(machine.Machine), Cell.Of(machine.Provider), Cell.Of(machine.Pool),
                Cell.Of(Ago.Of(machine.Until, now)));
        }
        return machines.Count == 0 ? null : table;
    }

    private static FittedTable? GitHub(IReadOnlyList<GitHubReply> connections, DateTimeOffset now)
    {
        var table = new FittedTable(
            ("GITHUB", Fit.Wraps), ("STATE", Fit.Whole), ("SINCE", Fit.Whole), ("FAILS", Fit.Number),
            ("WEBHOOKS", Fit.Number), ("ASSIGNS", Fit.Number), ("MESSAGE", Fit.Wraps));
        foreach (var connection in connections)
        {
            table.AddRow(
                Cell.Of(connection.Connection), Words.Verdict(connection.Verdict),
                Cell.Of(Ago.Of(connection.Since, now)),
                Cell.Of(connection.ErrorRatio is { } ratio ? $"{ratio * 100:0} %" : null),
                Cell.Of(After(connection.WebhookLagSeconds)), Cell.Of(After(connection.AssignmentDelaySeconds)),
                Cell.Of(connection.Detail));
        }
        return connections.Count == 0 ? null : table;
    }

    private static string? After(double? seconds) =>
        seconds is { } late ? $"after {Ago.Span(TimeSpan.FromSeconds(late))}" : null;

    private static FittedTable? Doors(IReadOnlyList<DoorReply> doors, DateTimeOffset now)
    {
        var table = new FittedTable(
            ("DOOR", Fit.Wraps), ("STATE", Fit.Whole), ("SINCE", Fit.Whole), ("MESSAGE", Fit.Wraps));
        foreach (var door in doors)
        {
            table.AddRow(
                Cell.Of(door.Name), door.Good ? Cell.Of("good", Cell.Good) : Cell.Of("failing", Cell.Bad),
                Cell.Of(Ago.Of(door.Since, now)), Cell.Of(door.Message));
        }
        return doors.Count == 0 ? null : table;
    }

    private static FittedTable? Budgets(IReadOnlyList<BudgetReply> budgets, DateTimeOffset now)
    {
        var table = new FittedTable(("GITHUB IDENTITY", Fit.Wraps), ("LEFT", Fit.Number), ("RESETS", Fit.Whole));
        foreach (var budget in budgets)
        {
            var resets = budget.PausedUntil is { } until && until > now
                ? Cell.Of($"paused, goes on {Ago.Of(until, now)}", Cell.Waiting)
                : Cell.Of(budget.ResetsAt is { } at ? Ago.Of(at, now) : null);
            // Before GitHub's first answer nobody knows.
            var left = budget.Remaining is { } remaining ? $"{remaining}/{budget.Limit}" : null;
            table.AddRow(Cell.Of(budget.Identity), Cell.Of(left), resets);
        }
        return budgets.Count == 0 ? null : table;
    }

    private static string OfMax(int count, int? max, string between) =>
        max is null ? $"{count}" : $"{count}{between}{max}";
}
