using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;

namespace Paddock.Tests.Core.Planning;

/// <summary>While GitHub is out of order, its silence about a runner is no reason to give it up.</summary>
public sealed class FreezeTests
{
    private static readonly PlaceKey GitHub = PlaceKey.OfConnection(Scope.DefaultConnection);

    private readonly TestFleet _fleet = new(TestPolicy.Of(TestPolicy.Pool()));

    [Fact]
    public void A_runner_that_could_not_come_online_meanwhile_is_asked_about_only_afterwards()
    {
        _fleet.Queue(1);
        var start = _fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();
        _fleet.Answer(start);
        _fleet.Refuse(GitHub, FaultKind.Transient);

        _fleet.Pass(new PoolTimeouts().Registration * 3);
        Effects().ShouldBeEmpty();

        Thaw();
        _fleet.Turn().OfType<LookAtRunner>().ShouldHaveSingleItem();
        _fleet.Online(start.Runner.Runner);
        Effects().ShouldBeEmpty();
    }

    [Fact]
    public void An_idle_runner_outlives_its_idle_time_and_goes_afterwards()
    {
        var job = _fleet.Queue(1);
        _fleet.Start();
        _fleet.Cancel(job);
        _fleet.Turn();
        _fleet.Refuse(GitHub, FaultKind.Transient);

        _fleet.Pass(new PoolTimeouts().Idle * 1.5);
        Effects().ShouldBeEmpty();

        Thaw();
        _fleet.Turn().OfType<RetireRunner>().ShouldHaveSingleItem().Retired.Reason.ShouldBe(Reason.IdleTooLong);
    }

    [Fact]
    public void A_registration_that_nothing_explains_stays_until_afterwards()
    {
        var stray = RunnerName.Of(RunnerNames.Draw(_fleet.Policy.Identity.Mark, new Seed(1, 1), 1));
        _fleet.Say(Seen(stray, online: false));
        _fleet.Refuse(GitHub, FaultKind.Transient);

        _fleet.Pass(TimeSpan.FromMinutes(15));
        Effects().ShouldBeEmpty();

        Thaw();
        _fleet.Turn().OfType<RetireRunner>().ShouldHaveSingleItem().Retired.Reason.ShouldBe(Reason.Stray);
    }

    [Fact]
    public void No_outage_excuses_a_runner_for_ever_because_a_job_counts_on_it()
    {
        _fleet.Queue(1);
        _fleet.Answer(_fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem());
        _fleet.Refuse(GitHub, FaultKind.Transient);
        _fleet.Pass(new FleetTimes().FreezeMax - TimeSpan.FromSeconds(1));
        Effects().ShouldBeEmpty();

        _fleet.Pass(TimeSpan.FromSeconds(1));
        _fleet.Turn().OfType<LookAtRunner>().ShouldHaveSingleItem();
    }

    [Fact]
    public void What_other_evidence_says_is_done_all_the_same()
    {
        _fleet.Queue(1);
        var runner = _fleet.Start().ShouldHaveSingleItem();
        _fleet.Refuse(GitHub, FaultKind.Transient);
        _fleet.See(runner.Plan!.Machine, MachinePhase.Failed);

        _fleet.Turn().OfType<DeleteMachine>().ShouldHaveSingleItem().Condemned.Reason.ShouldBe(Reason.MachineEnded);
    }

    [Fact]
    public void The_other_connection_is_not_concerned()
    {
        var job = _fleet.Queue(1);
        _fleet.Start();
        _fleet.Cancel(job);
        _fleet.Turn();
        _fleet.Refuse(PlaceKey.OfConnection("other"), FaultKind.Transient);
        _fleet.Pass(new PoolTimeouts().Idle);

        _fleet.Turn().OfType<RetireRunner>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_runner_that_GitHub_gives_no_job_gets_longer_and_not_for_ever()
    {
        _fleet.Queue(1);
        _fleet.Start();
        _fleet.Pass(new PoolTimeouts().Idle - TimeSpan.FromMinutes(1));
        _fleet.Refuse(GitHub, FaultKind.Transient);
        _fleet.Pass(new FleetTimes().FreezeMax - TimeSpan.FromMinutes(1));
        Effects().ShouldBeEmpty();

        _fleet.Pass(TimeSpan.FromMinutes(1));
        _fleet.Turn().OfType<RetireRunner>().ShouldHaveSingleItem().Retired.Reason.ShouldBe(Reason.PassedOver);
    }

    [Fact]
    public void A_runner_that_went_offline_may_come_back_and_is_asked_about_before_it_goes()
    {
        _fleet.Queue(1);
        var runner = _fleet.Start().ShouldHaveSingleItem().Name;
        _fleet.Pass(TimeSpan.FromMinutes(1));
        _fleet.Turn();
        _fleet.Say(Seen(runner, online: false));
        Effects().ShouldBeEmpty();
        _fleet.Runner(runner).State.ShouldBe(RunnerState.Offline);

        _fleet.Pass(new PoolTimeouts().Registration);
        _fleet.Turn().OfType<LookAtRunner>().ShouldHaveSingleItem().Looked.Reason.ShouldBe(Reason.WentOffline);

        _fleet.Pass(TimeSpan.FromSeconds(1));
        _fleet.Say(Seen(runner, online: false));
        _fleet.Turn().OfType<RetireRunner>().ShouldHaveSingleItem().Retired.Reason.ShouldBe(Reason.WentOffline);
    }

    [Fact]
    public void A_runner_that_GitHub_called_busy_has_been_online_whatever_lists_have_shown()
    {
        _fleet.Queue(1);
        var start = _fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();
        _fleet.Answer(start);
        _fleet.Say(new RetireAsked(_fleet.Now, start.Runner.Runner, "ann"));
        _fleet.Turn();
        _fleet.Say(new RunnerKept(_fleet.Now, start.Runner.Runner, FaultKind.Busy, "", 1, _fleet.Tick()));
        _fleet.Say(Seen(start.Runner.Runner, online: false));

        _fleet.Runner(start.Runner.Runner).State.ShouldBe(RunnerState.Offline);
    }

    [Fact]
    public void A_runner_that_came_back_in_time_is_kept()
    {
        _fleet.Queue(1);
        var runner = _fleet.Start().ShouldHaveSingleItem().Name;
        _fleet.Pass(TimeSpan.FromMinutes(1));
        _fleet.Say(Seen(runner, online: false));
        _fleet.Turn();

        _fleet.Pass(TimeSpan.FromMinutes(1));
        _fleet.Online(runner);
        _fleet.Pass(new PoolTimeouts().Registration);

        Effects().ShouldBeEmpty();
        _fleet.Runner(runner).State.ShouldBe(RunnerState.Idle);
    }

    /// <summary>What is planned besides book-keeping.</summary>
    private IEnumerable<Step> Effects() => _fleet.Turn().Where(step => step is not KeepBooks);

    private void Thaw() => _fleet.Say(new PlaceAnswered(_fleet.Now, GitHub, null, "", 0, null, _fleet.Tick()));

    private RunnerSeen Seen(RunnerName runner, bool online) => new(
        _fleet.Now, runner, TestPolicy.Acme, new Registration(1), online, Busy: false, _fleet.Tick());
}
