using Paddock.App.Api;
using Spectre.Console.Rendering;

namespace Paddock.App.Cli.Rendering;

/// <summary>Runners that are open, one a row, with their machines.</summary>
internal static class RunnersTable
{
    public static IRenderable Of(RunnersReply reply, DateTimeOffset now)
    {
        var table = new FittedTable(
            ("RUNNER", Fit.Whole), ("STATE", Fit.Whole), ("AGE", Fit.Whole), ("POOL", Fit.Wraps),
            ("MACHINE", Fit.Wraps), ("JOB", Fit.Wraps));
        foreach (var runner in reply.Runners)
        {
            table.AddRow(
                Cell.Of(runner.Name), Words.Runner(runner.State),
                Cell.Of(runner.PlannedAt is { } planned ? Ago.Span(now - planned) : null), Cell.Of(runner.Pool),
                Cell.Of(Machine(runner)), Cell.Of(runner.Job));
        }
        return table;
    }

    /// <summary>A machine mostly bears its first runner's name; only another one is worth the width.</summary>
    private static string? Machine(RunnerReply runner)
    {
        string?[] parts =
            [runner.Provider, runner.Machine == runner.Name ? null : runner.Machine, runner.MachineState];
        var said = string.Join(' ', parts.Where(part => part is { Length: > 0 }));
        return said.Length == 0 ? null : said;
    }
}
