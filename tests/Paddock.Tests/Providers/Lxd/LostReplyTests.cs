using System.Text.RegularExpressions;
using Paddock.Core.Model;
using Paddock.Ports.Providers;
using Paddock.Providers.Lxd;
using Paddock.Tests.Providers.Lxd.Standing;
using Paddock.Tests.Support;

namespace Paddock.Tests.Providers.Lxd;

/// <summary>
/// Every call of a making goes wrong once, in every way. Afterwards nothing is there and the answer said so, or one
/// instance is, and asking again is enough for one runner.
/// </summary>
public sealed class LostReplyTests : LxdTest
{
    private const string Create = "POST /1.0/instances";
    private const string Wait = "GET /1.0/operations/*/wait";
    private const string Find = "GET /1.0/instances/*";
    private const string Look = "GET /1.0/instances/*/files";
    private const string Push = "POST /1.0/instances/*/files";
    private const string Power = "PUT /1.0/instances/*/state";
    private const string Exec = "POST /1.0/instances/*/exec";
    private const string Patch = "PATCH /1.0/instances/*";

    private static readonly (string Call, int Nth)[] OfContainers =
    [
        (Create, 1), (Wait, 1), (Find, 2), (Look, 1), (Push, 1), (Push, 2), (Push, 3), (Push, 4), (Power, 1), (Wait, 2),
    ];

    private static readonly (string Call, int Nth)[] OfMachines =
        [(Create, 1), (Power, 1), (Wait, 2), (Push, 1), (Push, 4), (Exec, 1), (Wait, 3), (Patch, 1)];

    private static readonly string[] Mishaps =
        [nameof(Mishap.BreakBefore), nameof(Mishap.BreakAfter), nameof(Mishap.CutShort), nameof(Mishap.Refuse)];

    public static TheoryData<string, int, string> Containers() =>
        [.. OfContainers.SelectMany(at => Mishaps.Select(mishap => (at.Call, at.Nth, mishap)))];

    public static TheoryData<string, int, string> Machines() =>
        [.. OfMachines.SelectMany(at => Mishaps.Select(mishap => (at.Call, at.Nth, mishap)))];

    public static TheoryData<string, int> PlacesOfContainers() => [.. OfContainers];

    public static TheoryData<string, int> PlacesOfMachines() => [.. OfMachines];

    internal override StandingOptions Options(StandingOptions options) => options with { VirtualMachines = true };

    [Theory]
    [MemberData(nameof(Containers))]
    public Task A_container_is_made_once_or_not_at_all(string call, int nth, string mishap) =>
        RunAsync(Open(), Spec(), call, nth, mishap);

    [Theory]
    [MemberData(nameof(Machines))]
    public Task A_virtual_machine_is_made_once_or_not_at_all(string call, int nth, string mishap) =>
        RunAsync(Open(LxdPlace.WithMachines), Spec(image: LxdPlace.MachineImage), call, nth, mishap);

    [Theory]
    [MemberData(nameof(PlacesOfContainers))]
    public Task Given_up_anywhere_a_container_is_not_left_in_the_way(string call, int nth) =>
        GiveUpAsync(settings => settings, Spec(), call, nth);

    [Theory]
    [MemberData(nameof(PlacesOfMachines))]
    public Task Given_up_anywhere_a_virtual_machine_is_not_left_in_the_way(string call, int nth) =>
        GiveUpAsync(LxdPlace.WithMachines, Spec(image: LxdPlace.MachineImage), call, nth);

    [Theory]
    [MemberData(nameof(PlacesOfContainers))]
    public Task Whoever_comes_after_a_crash_finishes_a_container(string call, int nth) =>
        CrashAsync(settings => settings, Spec(), call, nth);

    [Theory]
    [MemberData(nameof(PlacesOfMachines))]
    public Task Whoever_comes_after_a_crash_finishes_a_virtual_machine(string call, int nth) =>
        CrashAsync(LxdPlace.WithMachines, Spec(image: LxdPlace.MachineImage), call, nth);

    [Fact]
    public async Task An_operation_that_is_over_is_decided_by_what_is_there()
    {
        Befall(Wait, 1, new Mishap.Refuse(404, "Operation not found"));
        Befall(Wait, 1, new Mishap.Refuse(404, "Operation not found"));
        var provider = Open();

        FaultOf(await provider.EnsureAsync(Spec(), Stays, Stop)).Kind.ShouldBe(FaultKind.Ambiguous);

        // The start's operation is forgotten, too: that it runs is seen.
        (await provider.EnsureAsync(Spec(), Stays, Stop)).ShouldBe(new EnsureReply.Done(Adopted: true));
        Place.Guests.Started.ShouldBe([Name]);
    }

    [Fact]
    public async Task One_that_is_still_being_made_is_neither_taken_nor_refused_for_good()
    {
        Lxd.Next(Create, new Mishap.OperationFails("Instance is busy running a \"create\" operation"));

        FaultOf(await Open().EnsureAsync(Spec(), Stays, Stop)).Kind.ShouldBe(FaultKind.Busy);
    }

    [Fact]
    public async Task What_a_late_request_made_meanwhile_is_adopted()
    {
        var held = new TaskCompletionSource();
        Lxd.Next(Create, new Mishap.Hold(held.Task));
        var provider = Open();
        var first = provider.EnsureAsync(Spec(), Stays, Stop);
        await ReachAsync(first, Create, 1);
        (await Open().EnsureAsync(Spec(), Stays, Stop)).ShouldBe(new EnsureReply.Done(Adopted: false));

        held.SetResult();

        (await first).ShouldBe(new EnsureReply.Done(Adopted: true));
        Place.Guests.Started.ShouldBe([Name]);
    }

    private async Task RunAsync(LxdProvider provider, MachineSpec spec, string call, int nth, string mishap)
    {
        Befall(call, nth, mishap switch
        {
            nameof(Mishap.BreakBefore) => new Mishap.BreakBefore(),
            nameof(Mishap.BreakAfter) => new Mishap.BreakAfter(),
            nameof(Mishap.CutShort) => new Mishap.CutShort(),
            _ => new Mishap.Refuse(503, "LXD is shutting down"),
        });
        var reply = await provider.EnsureAsync(spec, Stays, Stop);
        if (reply is EnsureReply.Refused { Fault.Kind: not FaultKind.Ambiguous })
        {
            Lxd.Names().ShouldBeEmpty($"{reply}");
            Place.Guests.Started.ShouldBeEmpty($"{reply}");
        }
        await FinishAsync(provider, spec);
    }

    private async Task GiveUpAsync(
        Func<LxdSettings, LxdSettings> change, MachineSpec spec, string call, int nth)
    {
        var provider = Open(change);
        using var give = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Befall(call, nth, new Mishap.Hold(new TaskCompletionSource().Task));
        var making = provider.EnsureAsync(spec, Stays, give.Token);
        await ReachAsync(making, call, nth);
        await give.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => making);

        // A look into an image goes on for whoever else wants it, and here it never ends.
        await FinishAsync(call == Look ? Open(change) : provider, spec);
    }

    private async Task CrashAsync(
        Func<LxdSettings, LxdSettings> change, MachineSpec spec, string call, int nth)
    {
        Befall(call, nth, new Mishap.Hold(new TaskCompletionSource().Task));
        var making = Open(change).EnsureAsync(spec, Stays, Stop);
        await ReachAsync(making, call, nth);
        var next = Open(change);
        foreach (var seen in await ListAsync(next))
        {
            seen.Phase.ShouldBe(
                Place.Guests.Started.IsEmpty || change == LxdPlace.WithMachines
                    ? MachinePhase.Creating : MachinePhase.Running);
        }
        await FinishAsync(next, spec);
    }

    /// <summary>Asked again it runs, and nothing has run twice.</summary>
    private async Task FinishAsync(LxdProvider provider, MachineSpec spec)
    {
        (await provider.EnsureAsync(spec, Stays, Stop)).ShouldBeOfType<EnsureReply.Done>();
        (await ListAsync(provider)).ShouldHaveSingleItem().Phase.ShouldBe(MachinePhase.Running);
        Lxd.Names().ShouldBe([Name]);
        Place.Guests.Started.ShouldBe([Name]);
    }

    /// <summary>Returns when the call is under way.</summary>
    private async Task ReachAsync(Task making, string call, int nth)
    {
        var pattern = new Regex($"^{call.Replace("*", "[^/]*", StringComparison.Ordinal)}$");
        await Eventually.HoldsAsync(() => making.IsCompleted
            || Lxd.Requests.Count(one => pattern.IsMatch($"{one.Method} {one.Path}")) >= nth);
        making.IsCompleted.ShouldBeFalse($"{call} is not asked {nth} times.");
    }

    private void Befall(string call, int nth, Mishap mishap)
    {
        if (nth > 1)
        {
            Lxd.Next(call, new Mishap.Hold(Task.CompletedTask), nth - 1);
        }
        Lxd.Next(call, mishap);
    }
}
