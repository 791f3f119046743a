using Paddock.Core.Model;
using Paddock.Ports.Providers;

namespace Paddock.Ports.Conformance;

internal static partial class ProviderChecks
{
    public static IReadOnlyList<(int Promise, string Name, Func<ProviderBench, Task> RunAsync)> Keeping { get; } =
    [
        (7, "The ticket of a running machine is nowhere to be read", TicketIsHidden),
        (7, "The ticket of an ended machine is nowhere to be read", TicketStaysHidden),
        (8, "A machine ends by itself when its lifetime is over", LifetimeEnds),
    ];

    public static IReadOnlyList<(int Promise, string Name, Func<ProviderBench, Task> RunAsync)> Watching { get; } =
    [
        (9, "The end of a machine is told, or a gap", EndIsTold),
        (9, "The disappearance of a machine is told, or a gap", DisappearanceIsTold),
        (9, "Only cancellation ends a watch", WatchEndsByCancellation),
    ];

    public static IReadOnlyList<(int Promise, string Name, Func<ProviderBench, Task> RunAsync)> Diagnosing { get; } =
    [
        (10, "An ended machine can be read about", EndedIsDiagnosed),
        (10, "Of an absent machine nothing is known", AbsentIsUnknown),
    ];

    private static Task TicketIsHidden(ProviderBench bench) =>
        ExpectHidden(
            bench, RunnerCourse.Stays, async name => await bench.SeeAsync(name, MachinePhase.Running));

    private static Task TicketStaysHidden(ProviderBench bench) =>
        ExpectHidden(bench, RunnerCourse.Ends, bench.SeeEndedAsync);

    private static async Task ExpectHidden(
        ProviderBench bench, RunnerCourse course, Func<MachineName, Task<ListedMachine?>> see)
    {
        var spec = bench.Spec();
        var ticket = bench.Trial.NewTicket(spec.Name, course);
        await bench.MakeAsync(spec, ticket);
        List<string> said = [(await see(spec.Name))?.ToString() ?? ""];
        said.Add((await bench.EnsureAsync(spec, ticket)).ToString());
        if (bench.Provider.Traits.Diagnoses)
        {
            said.Add((await bench.DiagnoseAsync(spec.Name))?.ToString() ?? "");
        }
        said.AddRange(await bench.Trial.ReadableAsync(spec.Name, bench.Token));
        var where = said.FindIndex(text => text.Contains(ticket.Mark, StringComparison.Ordinal));

        // The failure names the place by its first words only: what it is about must not be shown.
        Expect.That(
            where < 0, where < 0 ? "" : $"The ticket's secret can be read in: {Head(said[where], ticket.Mark)}");
    }

    private static string Head(string text, string mark)
    {
        var before = text[..text.IndexOf(mark, StringComparison.Ordinal)];
        return before.Length <= 80 ? before : before[..80];
    }

    private static async Task LifetimeEnds(ProviderBench bench)
    {
        var spec = bench.Spec() with { Lifetime = bench.Trial.ShortLifetime };
        await bench.MakeAsync(spec, bench.Trial.NewTicket(spec.Name, RunnerCourse.Stays));
        await bench.UntilAsync(
            async () => await bench.FindAsync(spec.Name)
                is [] or [{ Phase: MachinePhase.Finished or MachinePhase.Failed }],
            () => $"Its lifetime was {spec.Lifetime}, and it is still running.");
    }

    private static async Task EndIsTold(ProviderBench bench)
    {
        await using var watch = await ListenAsync(bench);
        var spec = bench.Spec();
        await bench.MakeAsync(spec, bench.Trial.NewTicket(spec.Name, RunnerCourse.Ends));
        await watch.HearAsync(
            news => news is MachineEvent.Gap
                || news is MachineEvent.Gone gone && gone.Name == spec.Name
                || news is MachineEvent.Seen { Machine: var seen } && seen.Name == spec.Name
                    && seen.Phase is MachinePhase.Finished or MachinePhase.Failed,
            "its end");
    }

    private static async Task DisappearanceIsTold(ProviderBench bench)
    {
        var spec = await bench.MakeAsync(RunnerCourse.Stays);
        await using var watch = await ListenAsync(bench);
        await bench.DeleteToTheEndAsync(spec.Name);
        await watch.HearAsync(
            news => news is MachineEvent.Gap || news is MachineEvent.Gone gone && gone.Name == spec.Name,
            "its disappearance");
    }

    /// <summary>
    /// A watch that is known to listen. What is there, or a gap, may be told when it begins; only what is told of a
    /// machine that is made meanwhile proves it, and a gap heard here excuses nothing later.
    /// </summary>
    private static async Task<ProviderWatch> ListenAsync(ProviderBench bench)
    {
        var watch = new ProviderWatch(bench);
        try
        {
            var made = await bench.MakeAsync(RunnerCourse.Stays);
            await watch.HearAsync(
                news => news is MachineEvent.Gap || news is MachineEvent.Seen seen && seen.Machine.Name == made.Name,
                "a new machine");
            return watch;
        }
        catch
        {
            await watch.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Where an ended machine goes by itself, only who watched it go knows of its end. Null where it stays.
    /// </summary>
    private static async Task<ProviderWatch?> WatchEndsAsync(ProviderBench bench) =>
        bench.Provider.Traits.EndedStay ? null : await ListenAsync(bench);

    private static async Task WatchEndsByCancellation(ProviderBench bench)
    {
        var watch = new ProviderWatch(bench);
        await bench.MakeAsync(RunnerCourse.Ends);
        Expect.That(!watch.HasEnded, "A watch ended although nobody cancelled it.");
        await watch.DisposeAsync();
    }

    private static async Task EndedIsDiagnosed(ProviderBench bench)
    {
        await using var watch = await WatchEndsAsync(bench);
        var spec = await bench.MakeAsync(RunnerCourse.Ends);
        var diagnosis = await bench.DiagnoseAsync(spec.Name);
        Expect.That(diagnosis is not null, "Nothing is known of a machine that has ended and was not deleted.");
        var bytes = System.Text.Encoding.UTF8.GetByteCount(diagnosis!.LogTail);
        Expect.That(bytes <= Diagnosis.LogTailBytesMax, $"The tail of a log has {bytes} bytes.");
    }

    private static async Task AbsentIsUnknown(ProviderBench bench)
    {
        var diagnosis = await bench.DiagnoseAsync(bench.Trial.NewName());
        Expect.That(diagnosis is null, $"A machine that never was is diagnosed: {diagnosis}.");
    }
}
