using Paddock.Core.Model;
using Paddock.Ports.Providers;

namespace Paddock.Ports.Conformance;

internal static partial class ProviderChecks
{
    public static IReadOnlyList<(int Promise, string Name, Func<ProviderBench, Task> RunAsync)> Listing { get; } =
    [
        (5, "One list shows every machine once, ended ones included", ListIsComplete),
        (5, "A list tells the generation a machine was made as", ListTellsGeneration),
        (5, "Another installation's machine is counted and not listed", ForeignIsCounted),
    ];

    public static IReadOnlyList<(int Promise, string Name, Func<ProviderBench, Task> RunAsync)> Deleting { get; } =
    [
        (6, "Deleted, a running machine is in no list", RunningGoes),
        (6, "Deleted, an ended machine is in no list", EndedGoes),
        (6, "Deleting one machine leaves the others alone", OthersStay),
        (6, "What is gone, or never was, is gone", DeleteIsRepeatable),
        (6, "Another installation's machine is not deleted", ForeignIsKept),
    ];

    private static async Task ListIsComplete(ProviderBench bench)
    {
        var ended = await bench.MakeAsync(RunnerCourse.Ends);
        var running = new List<MachineSpec>();
        while (running.Count < bench.Trial.Several)
        {
            running.Add(await bench.MakeAsync(RunnerCourse.Stays));
        }
        var listed = (await bench.ListAsync()).Machines;
        foreach (var spec in running.Append(ended))
        {
            var count = listed.Count(machine => machine.Name == spec.Name);
            var kind = spec == ended ? "A machine that has ended" : "A running machine";
            Expect.That(
                count == 1 || (spec == ended && count == 0 && !bench.Provider.Traits.EndedStay),
                $"{kind} is listed {count} times among {listed.Count}.");
        }
    }

    private static async Task ListTellsGeneration(ProviderBench bench)
    {
        var spec = bench.Spec();
        spec = spec with { Tags = spec.Tags with { Generation = 3 } };
        await bench.MakeAsync(spec, bench.Trial.NewTicket(spec.Name, RunnerCourse.Stays));
        var seen = await bench.SeeAsync(spec.Name, MachinePhase.Running);
        Expect.That(seen.Generation == 3, $"It was made as generation 3, and is listed as {seen.Generation}.");
    }

    private static async Task ForeignIsCounted(ProviderBench bench)
    {
        var before = await bench.ListAsync();
        var foreign = await PlantAsync(bench);
        MachineListReply.Complete after = before;
        await bench.UntilAsync(
            async () => (after = await bench.ListAsync()).Foreign > before.Foreign,
            () => $"Another installation made a machine, and {after.Foreign} are counted where {before.Foreign} were.");
        await bench.ExpectAbsentAsync(foreign.Name, "It is another installation's");
    }

    private static async Task RunningGoes(ProviderBench bench) =>
        await ExpectGoes(bench, await bench.MakeAsync(RunnerCourse.Stays));

    private static async Task EndedGoes(ProviderBench bench) =>
        await ExpectGoes(bench, await bench.MakeAsync(RunnerCourse.Ends));

    private static async Task ExpectGoes(ProviderBench bench, MachineSpec spec)
    {
        await bench.DeleteToTheEndAsync(spec.Name);
        await bench.ExpectAbsentAsync(spec.Name, "It was deleted");
    }

    private static async Task OthersStay(ProviderBench bench)
    {
        var stays = await bench.MakeAsync(RunnerCourse.Stays);
        var goes = await bench.MakeAsync(RunnerCourse.Stays);
        await bench.DeleteToTheEndAsync(goes.Name);
        var found = await bench.FindAsync(stays.Name);
        Expect.That(
            found is [{ Phase: MachinePhase.Running }],
            $"Its neighbour was deleted, and the list shows {ProviderBench.Words(found)}.");
    }

    private static async Task DeleteIsRepeatable(ProviderBench bench)
    {
        var spec = await bench.MakeAsync(RunnerCourse.Stays);
        await bench.DeleteToTheEndAsync(spec.Name);
        var again = await bench.DeleteAsync(spec.Name);
        Expect.That(again is DeleteReply.Gone, $"A machine that is gone was deleted, and the answer was {again}.");
        var never = await bench.DeleteAsync(bench.Trial.NewName());
        Expect.That(never is DeleteReply.Gone, $"A machine that never was was deleted, and the answer was {never}.");
    }

    private static async Task ForeignIsKept(ProviderBench bench)
    {
        var foreign = await PlantAsync(bench);
        var reply = await bench.DeleteAsync(foreign.Name);
        Expect.That(
            reply is DeleteReply.Refused or DeleteReply.Gone,
            $"A deletion of another installation's machine was answered {reply}.");
        await ExpectIntactAsync(bench, foreign.Name);
    }
}
