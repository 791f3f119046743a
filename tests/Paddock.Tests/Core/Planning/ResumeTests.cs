using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;

namespace Paddock.Tests.Core.Planning;

/// <summary>
/// Promises of an engine that is gone are taken up at once; those of this one only when their time is up.
/// </summary>
public sealed class ResumeTests
{
    private readonly TestFleet _fleet = new(TestPolicy.Of(TestPolicy.Pool()));

    [Fact]
    public void What_this_engine_promised_is_left_to_it_until_its_deadline()
    {
        _fleet.Queue(1);
        var start = Begin();
        _fleet.Turn().ShouldBeEmpty();
        _fleet.Plan().WakeAt.ShouldBe(start.Runner.Ticketing.Deadline);

        _fleet.Pass(_fleet.Policy.Times.IntentLimit);

        _fleet.Turn().OfType<RetireRunner>().ShouldHaveSingleItem().Retired.Reason.ShouldBe(Reason.TicketLost);
    }

    [Fact]
    public void Killed_before_the_ticket_came_the_next_engine_starts_anew_at_once()
    {
        var job = _fleet.Queue(1);
        var old = Begin();
        _fleet.Restart();

        var steps = _fleet.Turn();

        steps.OfType<RetireRunner>().ShouldHaveSingleItem().Row.Name.ShouldBe(old.Runner.Runner);
        steps.OfType<LookAtMachine>().ShouldHaveSingleItem().Row.Name.ShouldBe(old.Machine.Machine);
        steps.OfType<StartRunner>().ShouldHaveSingleItem().Runner.Plan.BornFor.ShouldBe(OrderKey.ForJob(job));
    }

    [Fact]
    public void Killed_between_ticket_and_machine_the_ticket_is_given_up_because_nobody_can_read_it()
    {
        _fleet.Queue(1);
        var old = Begin();
        _fleet.Say(new RunnerTicketed(_fleet.Now, old.Runner.Runner, new Registration(1), _fleet.Tick()));
        _fleet.Restart();

        _fleet.Turn().OfType<RetireRunner>().ShouldHaveSingleItem().Retired.Reason.ShouldBe(Reason.MachineUncertain);
    }

    [Fact]
    public void A_machine_seen_running_after_the_restart_keeps_its_runner()
    {
        _fleet.Queue(1);
        var old = Begin();
        _fleet.Answer(old);
        _fleet.Restart();

        _fleet.Turn().ShouldBeEmpty();
    }

    [Fact]
    public void A_removal_of_an_earlier_engine_is_repeated()
    {
        var job = _fleet.Queue(1);
        _fleet.Start();
        _fleet.Cancel(job);
        _fleet.Pass(new PoolTimeouts().Idle);
        _fleet.Turn().OfType<RetireRunner>().ShouldHaveSingleItem();
        _fleet.Turn().ShouldBeEmpty();
        _fleet.Restart();

        var again = _fleet.Turn().OfType<RetireRunner>().ShouldHaveSingleItem().Retired;

        (again.Reason, again.Removal.Attempt).ShouldBe((Reason.Resumed, 2));
    }

    [Fact]
    public void A_deletion_of_an_earlier_engine_is_repeated()
    {
        _fleet.See(new MachineName("pdk-stray"), MachinePhase.Running);
        _fleet.Pass(_fleet.Policy.Times.StrayGrace);
        _fleet.Turn().OfType<DeleteMachine>().ShouldHaveSingleItem();
        _fleet.Restart();

        _fleet.Turn().OfType<DeleteMachine>().ShouldHaveSingleItem().Condemned.Reason.ShouldBe(Reason.Resumed);
    }

    [Fact]
    public void What_an_earlier_engine_put_off_is_tried_again_at_once_because_the_clock_may_have_been_set_back()
    {
        var machine = new MachineName("pdk-stray");
        _fleet.See(machine, MachinePhase.Running);
        _fleet.Pass(_fleet.Policy.Times.StrayGrace);
        _fleet.Turn();
        _fleet.Say(new DeleteRefused(
            _fleet.Now, machine, TestPolicy.Cloud, FaultKind.Transient, "503", Attempt: 1, _fleet.Tick()));
        _fleet.Turn().ShouldBeEmpty();
        _fleet.Pass(-TimeSpan.FromMinutes(10));
        _fleet.Restart();

        _fleet.Turn().OfType<DeleteMachine>().ShouldHaveSingleItem().Row.Name.ShouldBe(machine);
    }

    [Fact]
    public void A_create_of_an_earlier_engine_holds_its_place_until_it_must_have_been_carried_out()
    {
        _fleet.Policy = _fleet.Policy with { RunnersMax = 1 };
        _fleet.Queue(1);
        var old = Begin();
        _fleet.Pass(TimeSpan.FromMinutes(3));
        _fleet.Restart();
        _fleet.Turn().OfType<StartRunner>().ShouldBeEmpty();
        _fleet.Gone(old.Runner.Runner);
        _fleet.Missing(old.Machine.Machine);
        _fleet.Turn().OfType<StartRunner>().ShouldBeEmpty();

        _fleet.Pass(_fleet.Policy.Providers[0].Settle);
        _fleet.Missing(old.Machine.Machine);

        _fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();
    }

    private StartRunner Begin() => _fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();
}
