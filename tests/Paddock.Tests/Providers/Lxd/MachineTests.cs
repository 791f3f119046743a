using Paddock.Core.Model;
using Paddock.Ports.Providers;
using Paddock.Providers.Lxd;
using Paddock.Tests.Providers.Lxd.Standing;
using Paddock.Tests.Support;

namespace Paddock.Tests.Providers.Lxd;

/// <summary>Virtual machines boot before anything can be put into them, and their agent is late.</summary>
public sealed class MachineTests : LxdTest
{
    private static MachineSpec Machine => Spec(image: LxdPlace.MachineImage);

    internal override StandingOptions Options(StandingOptions options) => options with
    {
        VirtualMachines = true, AgentTime = TimeSpan.FromSeconds(20),
    };

    [Fact]
    public async Task A_machine_is_being_made_until_its_runner_is_started()
    {
        var provider = Open(LxdPlace.WithMachines);
        var making = provider.EnsureAsync(Machine, Stays, Stop);
        await Time.TimerWithinAsync(TimeSpan.FromSeconds(1));

        (await ListAsync(provider)).ShouldHaveSingleItem().Phase.ShouldBe(MachinePhase.Creating);
        (await PassTimeAsync(making)).ShouldBe(new EnsureReply.Done(Adopted: false));
        (await ListAsync(provider)).ShouldHaveSingleItem().Phase.ShouldBe(MachinePhase.Running);
        Place.Guests.Started.ShouldBe([Name]);
    }

    [Fact]
    public async Task A_machine_whose_agent_never_answers_is_given_up()
    {
        var provider = Open(lab => LxdPlace.WithMachines(lab) with { AgentLimit = TimeSpan.FromSeconds(5) });

        var fault = FaultOf(await PassTimeAsync(provider.EnsureAsync(Machine, Stays, Stop)));

        fault.Kind.ShouldBe(FaultKind.Transient);
        fault.Message.ShouldContain("did not answer within 5 s");
        Lxd.Names().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_machine_that_ends_before_its_agent_answers_is_not_waited_for()
    {
        var making = Open(LxdPlace.WithMachines).EnsureAsync(Machine, Stays, Stop);
        await Time.TimerWithinAsync(TimeSpan.FromSeconds(1));
        Lxd.Guest(Name).PowerOff();

        FaultOf(await PassTimeAsync(making)).Kind.ShouldNotBe(FaultKind.Ambiguous);

        Lxd.Names().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_machine_that_nobody_returns_for_ends_with_its_lifetime()
    {
        using var give = new CancellationTokenSource();
        _ = Open(LxdPlace.WithMachines).EnsureAsync(Machine, Stays, give.Token);
        await Time.TimerWithinAsync(TimeSpan.FromSeconds(1));
        await Lxd.KillDaemonAsync();
        await Lxd.StartDaemonAsync();
        Lxd.Guest(Name).Power.ShouldBe(Power.Running);

        Time.Advance(Machine.Lifetime);

        Lxd.Names().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_machine_that_was_given_up_may_be_made_again()
    {
        var provider = Open(lab => LxdPlace.WithMachines(lab) with { Ephemeral = false });
        await using var watch = new Listening(provider, Stop);
        await watch.HearAsync(news => news is MachineEvent.Gap);
        Place.Guests.StartCode = 1;
        FaultOf(await PassTimeAsync(provider.EnsureAsync(Machine, Stays, Stop))).Message
            .ShouldContain("did not start the runner (1)");
        Lxd.Names().ShouldBeEmpty();
        await watch.HearAsync(news => news is MachineEvent.Gone);

        Place.Guests.StartCode = 0;

        (await PassTimeAsync(provider.EnsureAsync(Machine, Stays, Stop))).ShouldBe(
            new EnsureReply.Done(Adopted: false));
    }

    [Fact]
    public async Task Nothing_of_the_ticket_is_told_to_anybody()
    {
        await PassTimeAsync(Open(LxdPlace.WithMachines).EnsureAsync(Machine, Stays, Stop));

        var operations = await AdministerAsync("GET", "/1.0/operations?recursion=1");
        var guest = Lxd.Guest(Name);
        string[] told =
        [
            operations.Body.ToJsonString(), .. Lxd.Told, .. guest.Config.Values, .. guest.Socket?.Values ?? [],
            .. Lxd.Requests.Where(one => one.Path.EndsWith("/exec", StringComparison.Ordinal)).Select(one => one.Body),
        ];
        told.ShouldAllBe(text => !text.Contains(Mark, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_machine_is_counts_and_not_what_its_size_became()
    {
        await Open().EnsureAsync(Spec(), ticket: null, Stop);

        var served = await Open(LxdPlace.WithMachines).EnsureAsync(Spec() with { MustExist = true }, Stays, Stop);

        served.ShouldBe(new EnsureReply.Done(Adopted: true));
        Lxd.Requests.ShouldNotContain(one => one.Path.EndsWith("/exec", StringComparison.Ordinal));
        Place.Guests.Started.ShouldBe([Name]);
    }
}
