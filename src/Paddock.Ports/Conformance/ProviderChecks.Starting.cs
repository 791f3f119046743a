using Paddock.Core.Model;
using Paddock.Ports.Providers;

namespace Paddock.Ports.Conformance;

internal static partial class ProviderChecks
{
    public static IReadOnlyList<(int Promise, string Name, Func<ProviderBench, Task> RunAsync)> Starting { get; } =
    [
        (3, "A machine made with a ticket runs", TicketedRuns),
        (3, "An ended machine is never started again", EndedStaysEnded),
        (3, "A ticket for a machine that must exist makes none", MustExistMakesNone),
    ];

    public static IReadOnlyList<(int Promise, string Name, Func<ProviderBench, Task> RunAsync)> Blanks { get; } =
    [
        (3, "A blank does not run before its ticket, and runs with it", BlankIsServed),
        (3, "A blank ensured again stays one blank", BlankIsOne),
    ];

    private static async Task TicketedRuns(ProviderBench bench)
    {
        var spec = bench.Spec();
        await bench.MakeAsync(spec, bench.Trial.NewTicket(spec.Name, RunnerCourse.Stays));
        var seen = await bench.SeeAsync(
            spec.Name, machine => machine.Phase is not MachinePhase.Creating and not MachinePhase.Blank, "started");
        Expect.That(seen.Phase == MachinePhase.Running, $"Its runner stays, and the list says {seen}.");
    }

    private static async Task EndedStaysEnded(ProviderBench bench)
    {
        await using var watch = await WatchEndsAsync(bench);
        var spec = await bench.MakeAsync(RunnerCourse.Ends);
        var reply = await bench.EnsureAsync(spec, RunnerCourse.Stays);
        Expect.That(
            reply is EnsureReply.Refused { Fault.Kind: FaultKind.NotFound },
            $"A machine that has ended was ensured, and the answer was {reply}.");
        await bench.SeeEndedAsync(spec.Name);
    }

    private static async Task MustExistMakesNone(ProviderBench bench)
    {
        var spec = bench.Spec() with { MustExist = true };
        var fault = await bench.RefuseAsync(spec, RunnerCourse.Stays);
        Expect.That(fault.Kind == FaultKind.NotFound, $"There is no such machine, and the answer was {fault}.");
        await bench.ExpectAbsentAsync(spec.Name, "It was to exist already");
    }

    private static async Task BlankIsServed(ProviderBench bench)
    {
        var spec = bench.Spec();
        await bench.MakeAsync(spec, ticket: null);
        await bench.SeeAsync(spec.Name, MachinePhase.Blank);
        var served = await bench.EnsureAsync(spec with { MustExist = true }, RunnerCourse.Stays);
        Expect.That(
            served is EnsureReply.Done { Adopted: true }, $"A blank was handed its ticket and answered {served}.");
        await bench.SeeAsync(spec.Name, MachinePhase.Running);
    }

    private static async Task BlankIsOne(ProviderBench bench)
    {
        var spec = bench.Spec();
        await bench.MakeAsync(spec, ticket: null);
        var again = Expect.Is<EnsureReply.Done>(await bench.EnsureAsync(spec, ticket: null));
        Expect.That(again.Adopted, "The second time it was made, not adopted.");
        await bench.SeeAsync(spec.Name, MachinePhase.Blank);
    }
}
