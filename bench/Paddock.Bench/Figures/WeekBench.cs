using Paddock.Bench.Host;
using Paddock.Bench.Load;
using Paddock.Core.Model;

namespace Paddock.Bench.Figures;

/// <summary>
/// A week of the product's own engine in simulated time, with traffic every day and one engine from the first moment to
/// the last: what of it grows. The world around it forgets what is over, and the store keeps three days.
/// </summary>
internal static class WeekBench
{
    public static async Task RunAsync(bool isTiny)
    {
        var day = isTiny ? TimeSpan.FromMinutes(20) : TimeSpan.FromDays(1);
        var real = TimeProvider.System;
        var began = real.GetTimestamp();
        using var week = new SimulatedWeek();
        await TellAsync(week, "at the start");
        for (var number = 1; number <= 7; number++)
        {
            week.Pass(day);
            await TellAsync(week, $"after day {number}");
        }
        var took = real.GetElapsedTime(began);
        Figure.Row("jobs of the week", week.Jobs, "");
        Figure.Row("simulated events per second", week.Events / took.TotalSeconds, "/s");
        Figure.Row("a million jobs at that pace", 1_000_000 / (week.Jobs / took.TotalSeconds), "s");
    }

    private static async Task TellAsync(SimulatedWeek week, string when)
    {
        var rows = $"{await week.RowsAsync(SubjectKind.Job)} jobs, {await week.RowsAsync(SubjectKind.Runner)} runners";
        var heap = GC.GetTotalMemory(forceFullCollection: true) / (1024.0 * 1024);
        var memory = Memory.Of(Environment.ProcessId);
        Figure.Row($"{when}: managed heap", heap, "MiB");
        Figure.Row($"{when}: resident", memory.Resident, "MiB");
        Figure.Row($"{when}: store", week.StoreMiB, $"MiB, rows: {rows}");
    }
}
