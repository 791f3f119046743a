using Paddock.Core.Model;
using Paddock.Ports.Providers;

namespace Paddock.Ports.Conformance;

/// <summary>The checks of a provider, by what is asked of it.</summary>
internal static partial class ProviderChecks
{
    public static IReadOnlyList<(int Promise, string Name, Func<ProviderBench, Task> RunAsync)> Ensuring { get; } =
    [
        (1, "A name nobody would give is answered, not thrown over", OddNamesAreAnswered),
        (1, "A call whose token is cancelled ends by that or by a reply", CancellationIsClean),
        (2, "Ensured again it is the same machine, adopted", EnsureAdopts),
        (2, "Ensured twice at once it is one machine", EnsureAtOnceIsOne),
        (2, "A name that is another installation's is refused as taken, its machine stays as it is", TakenIsTaken),
        (4, "What is refused leaves nothing behind", RefusalsAreWhole),
    ];

    private static readonly string[] OddNames =
        ["../outside", "a/b", "", ".", "..", "-rf", "two words", "line\nbreak", "über", "nul\0l", new('x', 300)];

    private static async Task OddNamesAreAnswered(ProviderBench bench)
    {
        foreach (var name in OddNames.Select(text => new MachineName(text)))
        {
            var reply = await bench.EnsureAsync(bench.Spec(name), RunnerCourse.Ends);
            if (reply is EnsureReply.Refused { Fault.Kind: not FaultKind.Ambiguous })
            {
                await bench.ExpectAbsentAsync(name, $"'{name}' was refused");
            }
            await bench.DeleteAsync(name);
            await bench.DiagnoseAsync(name);
        }
    }

    private static async Task CancellationIsClean(ProviderBench bench)
    {
        var spec = bench.Spec();
        var ticket = bench.Trial.NewTicket(spec.Name, RunnerCourse.Ends).Ticket;
        var cancelled = new CancellationToken(canceled: true);
        var provider = bench.Provider;
        await ExpectClean("Ensure", () => provider.EnsureAsync(spec, ticket, cancelled));
        await ExpectClean("List", () => provider.ListAsync(cancelled));
        await ExpectClean("Delete", () => provider.DeleteAsync(spec.Name, cancelled));
        await ExpectClean("Diagnose", () => provider.DiagnoseAsync(spec.Name, cancelled));
        await bench.ListAsync();
    }

    private static async Task ExpectClean(string verb, Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (OperationCanceledException)
        {
            // What the caller asked for.
        }
        catch (Exception thrown)
        {
            throw new ConformanceException($"A cancelled {verb} threw {thrown.GetType().Name}: {thrown.Message}");
        }
    }

    private static async Task EnsureAdopts(ProviderBench bench)
    {
        var spec = bench.Spec();
        var ticket = bench.Trial.NewTicket(spec.Name, RunnerCourse.Stays);
        await bench.MakeAsync(spec, ticket);
        var again = Expect.Is<EnsureReply.Done>(await bench.EnsureAsync(spec, ticket));
        Expect.That(again.Adopted, "The second time it was made, not adopted.");
        await bench.SeeAsync(spec.Name, MachinePhase.Running);
    }

    private static async Task EnsureAtOnceIsOne(ProviderBench bench)
    {
        var spec = bench.Spec();
        var ticket = bench.Trial.NewTicket(spec.Name, RunnerCourse.Stays);
        var replies = await Task.WhenAll(bench.EnsureAsync(spec, ticket), bench.EnsureAsync(spec, ticket));
        var made = replies.Count(reply => reply is EnsureReply.Done { Adopted: false });
        Expect.That(made == 1, $"Two calls at once made {made} machines: {replies[0]} and {replies[1]}.");
        var taken = replies.Count(reply => reply is EnsureReply.Refused { Fault.Kind: FaultKind.NameTaken });
        Expect.That(taken == 0, "One of two calls took the other's machine for somebody else's.");
        await bench.SeeAsync(spec.Name, MachinePhase.Running);
    }

    private static async Task TakenIsTaken(ProviderBench bench)
    {
        var spec = await PlantAsync(bench);
        var fault = await bench.RefuseAsync(spec, RunnerCourse.Stays);
        Expect.That(fault.Kind == FaultKind.NameTaken, $"Somebody else has the name, and the answer was {fault}.");
        await ExpectIntactAsync(bench, spec.Name);
    }

    private static async Task RefusalsAreWhole(ProviderBench bench)
    {
        var taken = await PlantAsync(bench);
        await bench.RefuseAsync(taken, RunnerCourse.Stays);
        await bench.ExpectAbsentAsync(taken.Name, "Its name is taken");
        var absent = bench.Spec() with { MustExist = true };
        await bench.RefuseAsync(absent, RunnerCourse.Stays);
        await bench.ExpectAbsentAsync(absent.Name, "It was to exist already");
        if (bench.Trial.BadOffer is { } offer)
        {
            var refused = bench.Spec() with { Offer = offer };
            await bench.RefuseAsync(refused, RunnerCourse.Stays);
            await bench.ExpectAbsentAsync(refused.Name, "Its offer was refused");
        }
    }

    private static async Task<MachineSpec> PlantAsync(ProviderBench bench)
    {
        var spec = bench.Spec();
        bench.Disown(spec);
        await bench.Trial.PlantForeignAsync(spec.Name, bench.Token);
        return spec;
    }

    private static async Task ExpectIntactAsync(ProviderBench bench, MachineName name) =>
        Expect.That(
            await bench.Trial.IsForeignIntactAsync(name, bench.Token),
            "Another installation's machine is gone, or runs no longer.");
}
