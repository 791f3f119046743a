using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;

namespace Paddock.Tests.Core.Planning;

/// <summary>What happens to runners and machines for their own sake, in the epoch that made them.</summary>
public sealed class UpkeepTests
{
    private readonly TestFleet _fleet = new(TestPolicy.Of(TestPolicy.Pool()));

    [Fact]
    public void A_lost_ticket_makes_a_new_name_under_the_same_order()
    {
        var job = _fleet.Queue(1);
        var lost = Begin();
        _fleet.Say(new TicketLost(_fleet.Now, lost.Runner.Runner, "no answer", _fleet.Tick()), NotAttempted(lost));

        var steps = _fleet.Turn();

        steps.OfType<RetireRunner>().ShouldHaveSingleItem().Retired.Reason.ShouldBe(Reason.TicketLost);
        var again = steps.OfType<StartRunner>().ShouldHaveSingleItem().Runner;
        again.Runner.ShouldNotBe(lost.Runner.Runner);
        again.Plan.BornFor.ShouldBe(OrderKey.ForJob(job));
    }

    [Fact]
    public void A_machine_nobody_answered_for_counts_towards_the_limit_until_it_is_proven_absent()
    {
        _fleet.Policy = _fleet.Policy with { RunnersMax = 1 };
        _fleet.Queue(1);
        var start = Begin();
        _fleet.Say(
            new RunnerTicketed(_fleet.Now, start.Runner.Runner, new Registration(1), _fleet.Tick()),
            new MachineRefused(_fleet.Now, start.Machine.Machine, TestPolicy.Cloud, FaultKind.Ambiguous, "broken",
                _fleet.Tick()));
        var steps = _fleet.Turn();
        steps.OfType<StartRunner>().ShouldBeEmpty();
        steps.OfType<LookAtMachine>().ShouldHaveSingleItem();
        _fleet.Gone(start.Runner.Runner);

        // The first look comes before the provider must have carried the create out: it proves nothing.
        _fleet.Missing(start.Machine.Machine);
        _fleet.Turn().OfType<StartRunner>().ShouldBeEmpty();

        _fleet.Pass(TimeSpan.FromSeconds(31));
        _fleet.Missing(start.Machine.Machine);
        var settled = _fleet.Turn();
        settled.OfType<KeepBooks>().ShouldContain(step => step.Item.Fact is MachineClosed);
        settled.OfType<StartRunner>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_machine_that_turned_up_after_a_lost_reply_loses_its_registration_first_and_then_goes()
    {
        _fleet.Queue(1);
        var start = Begin();
        _fleet.Say(
            new RunnerTicketed(_fleet.Now, start.Runner.Runner, new Registration(1), _fleet.Tick()),
            new MachineRefused(_fleet.Now, start.Machine.Machine, TestPolicy.Cloud, FaultKind.Ambiguous, "broken",
                _fleet.Tick()));
        _fleet.Turn().OfType<DeleteMachine>().ShouldBeEmpty("a job may be starting on it");

        _fleet.See(start.Machine.Machine, MachinePhase.Creating);
        _fleet.Gone(start.Runner.Runner);

        _fleet.Turn().OfType<DeleteMachine>().ShouldHaveSingleItem().Row.Name.ShouldBe(start.Machine.Machine);
    }

    [Fact]
    public void A_ticket_of_an_earlier_engine_at_a_scope_that_is_no_more_is_let_go_after_a_while()
    {
        var job = _fleet.Queue(1);
        var start = _fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();
        _fleet.Cancel(job);
        _fleet.Restart();
        for (var attempt = 1; attempt <= 8; attempt++)
        {
            _fleet.Turn();
            if (_fleet.Runner(start.Runner.Runner) is { State: RunnerState.Retiring } runner)
            {
                var removal = runner.Retirement!.Intent;
                _fleet.Say(new RunnerKept(
                    _fleet.Now, runner.Name, FaultKind.NotFound, "404", removal.Attempt, _fleet.Tick()));
            }
            _fleet.Pass(TimeSpan.FromMinutes(6));
            _fleet.Missing(start.Machine.Machine);
        }

        _fleet.Turn();
        _fleet.Runner(start.Runner.Runner).State.ShouldBe(RunnerState.Gone);
    }

    [Fact]
    public void A_runner_that_is_late_is_asked_about_before_it_is_given_up()
    {
        _fleet.Queue(1);
        var start = Begin();
        _fleet.Answer(start);
        _fleet.Pass(new PoolTimeouts().Registration);
        _fleet.Turn().OfType<LookAtRunner>().ShouldHaveSingleItem();

        _fleet.Pass(TimeSpan.FromSeconds(1));
        _fleet.Say(new RunnerSeen(
            _fleet.Now, start.Runner.Runner, TestPolicy.Acme, new Registration(1), Online: false, Busy: false,
                _fleet.Tick()));

        _fleet.Turn().OfType<RetireRunner>().ShouldHaveSingleItem().Retired.Reason.ShouldBe(Reason.NeverRegistered);
    }

    [Fact]
    public void A_runner_that_is_up_after_all_is_kept()
    {
        _fleet.Queue(1);
        var start = Begin();
        _fleet.Answer(start);
        _fleet.Pass(new PoolTimeouts().Registration);
        _fleet.Turn();
        _fleet.Online(start.Runner.Runner);

        _fleet.Turn().OfType<RetireRunner>().ShouldBeEmpty();
    }

    [Fact]
    public void After_its_job_a_runner_is_closed_without_a_request_and_its_machine_is_deleted()
    {
        var job = _fleet.Queue(1);
        var runner = _fleet.Start().ShouldHaveSingleItem();
        _fleet.Take(runner.Name, job);
        _fleet.Turn();
        _fleet.Finish(runner.Name, job);
        _fleet.Turn().OfType<DeleteMachine>().ShouldBeEmpty("it winds down by itself");

        _fleet.See(runner.Plan!.Machine, MachinePhase.Finished);
        _fleet.Turn().OfType<DeleteMachine>().ShouldHaveSingleItem();
        var steps = _fleet.Turn();
        _fleet.Missing(runner.Plan.Machine);
        steps = [.. steps, .. _fleet.Turn()];

        steps.OfType<RetireRunner>().ShouldBeEmpty();
        _fleet.Runner(runner.Name).State.ShouldBe(RunnerState.Gone);
        _fleet.Turn().ShouldBeEmpty();
    }

    [Fact]
    public void A_machine_that_does_not_wind_down_after_its_job_is_deleted_all_the_same()
    {
        var job = _fleet.Queue(1);
        var runner = _fleet.Start().ShouldHaveSingleItem();
        _fleet.Take(runner.Name, job);
        _fleet.Finish(runner.Name, job);
        _fleet.Pass(new PoolTimeouts().PoweredOff);

        _fleet.Turn().OfType<DeleteMachine>().ShouldHaveSingleItem().Condemned.Reason.ShouldBe(Reason.JobDone);
    }

    [Fact]
    public void A_deletion_is_repeated_with_growing_pauses_until_the_machine_is_absent()
    {
        var job = _fleet.Queue(1);
        var runner = _fleet.Start().ShouldHaveSingleItem();
        _fleet.Take(runner.Name, job);
        _fleet.See(runner.Plan!.Machine, MachinePhase.Finished);
        foreach (var pause in (double[])[1, 2, 4])
        {
            var attempt = _fleet.Turn().OfType<DeleteMachine>().ShouldHaveSingleItem().Condemned.Deletion.Attempt;
            _fleet.Say(new DeleteRefused(
                _fleet.Now, runner.Plan.Machine, TestPolicy.Cloud, FaultKind.Transient, "503", attempt, _fleet.Tick()));
            _fleet.Turn().OfType<DeleteMachine>().ShouldBeEmpty();
            _fleet.Pass(TimeSpan.FromSeconds(pause));
        }
        _fleet.Turn().OfType<DeleteMachine>().ShouldHaveSingleItem();
        _fleet.Missing(runner.Plan.Machine);

        _fleet.Turn().OfType<DeleteMachine>().ShouldBeEmpty();
    }

    [Fact]
    public void A_busy_runner_whose_machine_died_is_asked_away_after_a_moment_for_its_last_word()
    {
        var job = _fleet.Queue(1);
        var runner = _fleet.Start().ShouldHaveSingleItem();
        _fleet.Take(runner.Name, job);
        _fleet.See(runner.Plan!.Machine, MachinePhase.Failed);
        _fleet.Turn().OfType<RetireRunner>().ShouldBeEmpty();

        _fleet.Pass(_fleet.Policy.Times.WordGrace);

        _fleet.Turn().OfType<RetireRunner>().ShouldHaveSingleItem().Retired.Reason.ShouldBe(Reason.MachineEnded);
    }

    [Fact]
    public void GitHubs_refusal_to_remove_a_busy_runner_is_the_final_gate()
    {
        var job = _fleet.Queue(1);
        var runner = _fleet.Start().ShouldHaveSingleItem();
        _fleet.Cancel(job);
        _fleet.Pass(new PoolTimeouts().Idle);
        var attempt = _fleet.Turn().OfType<RetireRunner>().ShouldHaveSingleItem().Retired.Removal.Attempt;
        _fleet.Say(new RunnerKept(_fleet.Now, runner.Name, FaultKind.Busy, "runs a job", attempt, _fleet.Tick()));

        _fleet.Pass(TimeSpan.FromHours(1));

        _fleet.Turn().Where(step => step is RetireRunner or DeleteMachine).ShouldBeEmpty();
        _fleet.Runner(runner.Name).State.ShouldBe(RunnerState.Busy);
    }

    [Fact]
    public void A_removal_under_a_rate_limit_waits_for_its_end_and_is_then_repeated_at_once()
    {
        _fleet.Queue(1);
        var runner = _fleet.Start().ShouldHaveSingleItem();
        _fleet.Say(new RetireAsked(_fleet.Now, runner.Name, "ann"));
        var limit = TimeSpan.FromMinutes(40);
        var attempt = _fleet.Turn().OfType<RetireRunner>().ShouldHaveSingleItem().Retired.Removal.Attempt;
        _fleet.Say(new RunnerKept(
            _fleet.Now, runner.Name, FaultKind.RateLimited, "no", attempt, _fleet.Tick(), _fleet.Now + limit));

        _fleet.Pass(limit - TimeSpan.FromSeconds(1));
        Removals().ShouldBeEmpty();
        _fleet.Pass(TimeSpan.FromSeconds(1));

        Removals().ShouldHaveSingleItem();

        // Of this runner alone: its job has got another one meanwhile.
        IEnumerable<RetireRunner> Removals() =>
            _fleet.Turn().OfType<RetireRunner>().Where(step => step.Row.Name == runner.Name);
    }

    [Fact]
    public void A_deletion_under_a_rate_limit_waits_for_its_end_and_is_then_repeated_at_once()
    {
        var job = _fleet.Queue(1);
        var runner = _fleet.Start().ShouldHaveSingleItem();
        _fleet.Take(runner.Name, job);
        var machine = runner.Plan!.Machine;
        _fleet.See(machine, MachinePhase.Finished);
        var limit = TimeSpan.FromMinutes(40);
        var attempt = _fleet.Turn().OfType<DeleteMachine>().ShouldHaveSingleItem().Condemned.Deletion.Attempt;
        _fleet.Say(new DeleteRefused(
            _fleet.Now, machine, TestPolicy.Cloud, FaultKind.RateLimited, "no", attempt, _fleet.Tick(),
            _fleet.Now + limit));

        _fleet.Pass(limit - TimeSpan.FromSeconds(1));
        _fleet.Turn().OfType<DeleteMachine>().ShouldBeEmpty();
        _fleet.Pass(TimeSpan.FromSeconds(1));

        _fleet.Turn().OfType<DeleteMachine>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_registration_in_a_scope_that_GitHub_does_not_know_any_more_is_given_up_once_its_machine_is_gone()
    {
        _fleet.Queue(1);
        var runner = _fleet.Start().ShouldHaveSingleItem();
        _fleet.Say(new RetireAsked(_fleet.Now, runner.Name, "ann"));
        Refuse(FaultKind.NotFound, times: 10);
        _fleet.Runner(runner.Name).IsOpen.ShouldBeTrue("it may be at work as long as its machine is there");

        _fleet.See(runner.Plan!.Machine, MachinePhase.Failed);
        Refuse(FaultKind.NotFound, times: 1);

        _fleet.Runner(runner.Name).End.ShouldBe(RunnerEnd.NotFound);
    }

    [Fact]
    public void A_registration_that_only_the_credential_keeps_us_from_removing_is_not_given_up()
    {
        _fleet.Queue(1);
        var runner = _fleet.Start().ShouldHaveSingleItem();
        _fleet.See(runner.Plan!.Machine, MachinePhase.Failed);

        Refuse(FaultKind.Unauthorized, times: 20);

        _fleet.Runner(runner.Name).IsOpen.ShouldBeTrue();
    }

    [Fact]
    public void A_runner_that_registers_itself_gets_its_number_from_its_first_sighting()
    {
        var runner = new RunnerName("pdk-a-1");
        var scope = Scope.TryParse("org:acme")!;
        var seen = new RunnerSeen(_fleet.Now, runner, scope, new Registration(7), true, false, _fleet.Tick());
        var ticketed = new RunnerTicketed(_fleet.Now, runner, Registration: null, _fleet.Tick());

        var row = (RunnerRow)Fold.Apply(null, ticketed)!;

        row.Registration.ShouldBeNull();
        ((RunnerRow)Fold.Apply(row, seen)!).Registration.ShouldBe(new Registration(7));
        ((RunnerRow)Fold.Apply(Fold.Apply(null, seen), ticketed)!).Registration.ShouldBe(new Registration(7));
    }

    [Fact]
    public void What_an_operator_asked_to_go_goes_as_soon_as_it_is_not_busy()
    {
        _fleet.Queue(1);
        var runner = _fleet.Start().ShouldHaveSingleItem();
        _fleet.Say(new RetireAsked(_fleet.Now, runner.Name, "ann"));

        _fleet.Turn().OfType<RetireRunner>().ShouldHaveSingleItem().Retired.Reason.ShouldBe(Reason.OperatorAsked);
    }

    /// <summary>GitHub answers each removal so, and time passes until the next one is due.</summary>
    private void Refuse(FaultKind fault, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _fleet.Pass(TimeSpan.FromMinutes(6));
            foreach (var retire in _fleet.Turn().OfType<RetireRunner>())
            {
                var attempt = retire.Retired.Removal.Attempt;
                _fleet.Say(new RunnerKept(_fleet.Now, retire.Row.Name, fault, "no", attempt, _fleet.Tick()));
            }
        }
    }

    private StartRunner Begin() => _fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();

    private MachineRefused NotAttempted(StartRunner start) => new(
        _fleet.Now, start.Machine.Machine, TestPolicy.Cloud, FaultKind.Transient, "not attempted", _fleet.Tick());
}
