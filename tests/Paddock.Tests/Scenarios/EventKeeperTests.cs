using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;
using Paddock.Ports;
using Paddock.Ports.Conformance;
using Paddock.Simulator.Faults;
using Paddock.Tests.Core.Planning;

namespace Paddock.Tests.Scenarios;

/// <summary>What has gone wrong with autoscalers that make a machine for each event: each as one story.</summary>
public sealed class EventKeeperTests
{
    [Fact]
    public void After_three_days_sweeps_still_find_what_no_webhook_told_and_what_somebody_deleted_by_hand()
    {
        using var stage = new Stage(
            TestPolicy.Pool() with { Idle = new IdlePolicy(Min: 1) }, new FaultRates { WebhookLost = 1 });
        for (var hour = 0; hour < 72; hour++)
        {
            stage.Pass(TimeSpan.FromHours(1));
        }

        var runner = stage.Runners.ShouldHaveSingleItem().Name;
        stage.Vanish(runner);
        stage.Pass(TimeSpan.FromMinutes(15));
        stage.Runners.ShouldHaveSingleItem().Name.ShouldNotBe(runner);

        stage.Push(2);
        stage.Until(() => stage.JobsDone == 2);
    }

    [Fact]
    public void Machines_that_could_not_be_made_hold_no_place_below_a_limit()
    {
        var refused = 0;
        using var stage = new Stage(TestPolicy.Pool() with { RunnersMax = 2 }, alter: doors =>
            PoolKeeperTests.Refusing(doors, _ => refused++ < 12 ? new Fault(FaultKind.Transient, "Not now.") : null));
        stage.Push(4);

        stage.Until(() => stage.JobsDone == 4);

        refused.ShouldBeGreaterThan(12);
        stage.MachinesMost.ShouldBeLessThanOrEqualTo(2);
        stage.Until(() => stage.Machines == 0 && stage.Registrations == 0);
    }

    [Fact]
    public void A_full_pool_keeps_no_job_of_another_waiting()
    {
        var fleet = new TestFleet(TestPolicy.Of(
            TestPolicy.Pool("gpu", "gpu") with { RunnersMax = 1 }, TestPolicy.Pool()));
        fleet.Queue(1, "self-hosted", "gpu");
        fleet.Turn().OfType<StartRunner>().Count().ShouldBe(1);
        fleet.Queue(2, "self-hosted", "gpu");
        var other = fleet.Queue(3, "self-hosted", "linux");

        // The gpu pool has those labels as well and comes first in the file; it is full, and the next one takes it.
        var start = fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();

        start.Runner.Plan.BornFor.ShouldBe(OrderKey.ForJob(other));
        fleet.WaitOf(SampleFacts.Job(2))!.Value.Reason.ShouldBe(WaitReason.PoolLimit);
    }

    [Fact]
    public void A_job_that_the_sweep_of_a_start_finds_and_two_webhooks_tell_of_gets_one_runner()
    {
        using var stage = new Stage(TestPolicy.Pool(), new FaultRates { WebhookTwice = 1 });
        stage.Pass(TimeSpan.FromSeconds(10));
        stage.Kill();
        stage.Push(10);
        stage.Start();

        stage.Until(() => stage.JobsDone == 10);
        stage.Pass(TimeSpan.FromHours(2));

        (stage.Planned.Count, stage.Machines).ShouldBe((10, 0));
    }

    [Fact]
    public void A_job_is_served_by_any_runner_that_has_its_labels_in_whatever_case_and_number()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool("linux", "x64", "Fast")));
        fleet.Queue(1, "Self-Hosted", "FAST");

        fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_machine_whose_job_was_taken_by_another_runner_does_not_idle_for_ever()
    {
        using var stage = new Stage(TestPolicy.Pool());
        stage.Push(1);
        stage.Until(() => stage.Machines == 1);

        stage.Steal();
        stage.Until(() => stage.Runners.Any(runner => runner.IsOnline));
        stage.Pass(TimeSpan.FromMinutes(20));

        (stage.Planned.Count, stage.Machines, stage.Runners.Count).ShouldBe((1, 0, 0));
    }
}
