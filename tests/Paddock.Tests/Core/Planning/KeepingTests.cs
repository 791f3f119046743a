using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;

namespace Paddock.Tests.Core.Planning;

/// <summary>Machines that failed are kept for a look where their pool asks for that.</summary>
public sealed class KeepingTests
{
    private static readonly TimeSpan Keep = TimeSpan.FromHours(2);
    private static readonly PoolPolicy Pool = TestPolicy.Pool() with { KeepFailed = Keep };

    private readonly TestFleet _fleet = new(TestPolicy.Of(Pool));

    [Fact]
    public void A_machine_that_ended_with_a_fault_stays_for_that_time_and_then_goes()
    {
        var machine = Fail();
        _fleet.Turn().OfType<DeleteMachine>().ShouldBeEmpty();
        State(machine).ShouldBe(MachineState.Kept);

        _fleet.Pass(Keep);
        _fleet.Turn().OfType<DeleteMachine>().ShouldHaveSingleItem().Condemned.Reason.ShouldBe(Reason.KeptLongEnough);
    }

    [Fact]
    public void One_that_ended_well_or_whose_pool_keeps_none_goes_at_once()
    {
        var runner = Up();
        _fleet.See(runner.Plan!.Machine, MachinePhase.Finished);
        _fleet.Turn().OfType<DeleteMachine>().ShouldHaveSingleItem();

        _fleet.Policy = TestPolicy.Of(Pool with { KeepFailed = TimeSpan.Zero });
        Fail();
        _fleet.Turn().OfType<DeleteMachine>().ShouldHaveSingleItem();
    }

    [Fact]
    public void One_whose_runner_never_came_online_is_kept_running_and_its_registration_goes()
    {
        var start = Late();
        var steps = _fleet.Turn();
        steps.OfType<RetireRunner>().ShouldHaveSingleItem().Retired.Reason.ShouldBe(Reason.NeverRegistered);
        _fleet.Gone(start.Runner.Runner);

        _fleet.Turn().OfType<DeleteMachine>().ShouldBeEmpty();
        State(start.Machine.Machine).ShouldBe(MachineState.Kept);
    }

    [Fact]
    public void One_that_has_ended_by_then_goes_like_any_that_ended()
    {
        var start = Late();
        _fleet.See(start.Machine.Machine, MachinePhase.Finished);

        // Whatever is planned must be legal; the fleet on paper throws otherwise.
        _fleet.Turn().OfType<DeleteMachine>().ShouldHaveSingleItem();
        _fleet.Turn();
        State(start.Machine.Machine).ShouldBe(MachineState.Deleting);
    }

    [Fact]
    public void One_that_took_a_job_just_before_its_registration_was_to_go_is_left_alone_until_the_job_is_over()
    {
        var start = Late();
        _fleet.Turn();
        var job = _fleet.Queue(2);
        _fleet.Take(start.Runner.Runner, job);
        _fleet.Say(new RunnerKept(_fleet.Now, start.Runner.Runner, FaultKind.Busy, "", 1, _fleet.Tick()));

        _fleet.Pass(Keep * 2);
        _fleet.Turn().OfType<DeleteMachine>().ShouldBeEmpty("it runs a job");

        _fleet.Finish(start.Runner.Runner, job);
        _fleet.Turn().Concat(_fleet.Turn()).OfType<DeleteMachine>().ShouldBeEmpty("it winds down by itself");
        _fleet.Pass(new PoolTimeouts().PoweredOff);
        _fleet.Turn().OfType<DeleteMachine>().ShouldHaveSingleItem().Condemned.Reason.ShouldBe(Reason.JobDone);
    }

    [Theory]
    [InlineData(MachinePhase.Failed)]
    [InlineData(MachinePhase.Finished)]
    public void One_that_ends_just_when_its_runner_is_given_up_is_dealt_with_once(MachinePhase phase)
    {
        var start = Late();
        _fleet.See(start.Machine.Machine, phase);

        // What is illegal, or is planned twice for one row, is an error of the fleet on paper.
        _fleet.Turn();
    }

    [Fact]
    public void It_makes_room_for_a_job_whose_provider_is_full_whatever_is_configured()
    {
        Fail();
        _fleet.Turn();
        _fleet.Queue(9);
        var start = _fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();
        _fleet.Say(
            new TicketRefused(_fleet.Now, start.Runner.Runner, FaultKind.Transient, "", _fleet.Tick()),
            new MachineRefused(
                _fleet.Now, start.Machine.Machine, TestPolicy.Cloud, FaultKind.CapacityUnavailable, "", _fleet.Tick()));
        _fleet.Refuse(PlaceKey.Of(start.Machine.Plan.Offer), FaultKind.CapacityUnavailable);

        _fleet.Turn().OfType<DeleteMachine>().ShouldHaveSingleItem().Condemned.Reason.ShouldBe(Reason.YieldsToJob);
    }

    [Fact]
    public void It_makes_room_for_a_job_that_a_limit_keeps_waiting()
    {
        _fleet.Policy = TestPolicy.Of(Pool with { RunnersMax = 1 });
        Fail();
        _fleet.Turn();
        _fleet.Queue(9);

        _fleet.Turn().OfType<DeleteMachine>().ShouldHaveSingleItem().Condemned.Reason.ShouldBe(Reason.YieldsToJob);
    }

    [Fact]
    public void None_is_kept_where_a_job_waits_for_its_place_already()
    {
        _fleet.Policy = TestPolicy.Of(Pool with { RunnersMax = 1 });
        Fail();
        _fleet.Queue(9);

        _fleet.Turn().OfType<DeleteMachine>().ShouldHaveSingleItem().Condemned.Reason.ShouldBe(Reason.MachineEnded);
    }

    [Fact]
    public void Not_more_than_a_few_of_a_pool_are_kept()
    {
        var machines = Enumerable.Range(0, 5).Select(_ => Fail()).ToList();
        _fleet.Turn();

        machines.Count(machine => State(machine) == MachineState.Kept).ShouldBe(3);
    }

    [Fact]
    public void None_is_kept_past_its_own_deadline()
    {
        var machine = Up().Plan!.Machine;
        _fleet.Pass(new PoolTimeouts().MaxLifetime - TimeSpan.FromMinutes(1));
        _fleet.See(machine, MachinePhase.Failed);
        _fleet.Turn();

        _fleet.Pass(TimeSpan.FromMinutes(1));
        _fleet.Turn().OfType<DeleteMachine>().ShouldHaveSingleItem();
    }

    private MachineState State(MachineName machine) => ((MachineRow)_fleet.Rows[Subject.Of(machine)]).State;

    private long _jobs = 100;

    private RunnerRow Up()
    {
        _fleet.Queue(++_jobs);
        return _fleet.Start().ShouldHaveSingleItem();
    }

    /// <summary>A machine whose job failed with it.</summary>
    private MachineName Fail()
    {
        var runner = Up();
        var job = new JobKey("github.com", _jobs);
        _fleet.Take(runner.Name, job);
        _fleet.Finish(runner.Name, job);
        _fleet.See(runner.Plan!.Machine, MachinePhase.Failed);
        return runner.Plan.Machine;
    }

    /// <summary>A start whose runner is asked about for the last time.</summary>
    private StartRunner Late()
    {
        _fleet.Queue(++_jobs);
        var start = _fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();
        _fleet.Answer(start);
        _fleet.Pass(new PoolTimeouts().Registration);
        _fleet.Turn();
        _fleet.Pass(TimeSpan.FromSeconds(1));
        _fleet.Say(new RunnerSeen(
            _fleet.Now, start.Runner.Runner, TestPolicy.Acme, new Registration(1), Online: false, Busy: false,
            _fleet.Tick()));
        return start;
    }
}
