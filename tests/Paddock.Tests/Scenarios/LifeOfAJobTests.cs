using Paddock.Core.Facts;
using Paddock.Core.Policy;
using Paddock.Ports.Forge;
using Paddock.Simulator.Faults;
using Paddock.Tests.Core.Planning;
using Paddock.Tests.Simulator;

namespace Paddock.Tests.Scenarios;

public sealed class LifeOfAJobTests
{
    [Fact]
    public void A_job_costs_one_ticket_and_one_machine_and_leaves_nothing()
    {
        using var stage = new Stage(TestPolicy.Pool());
        stage.Push(1);

        stage.Until(() => stage.JobsDone == 1);
        stage.Until(() => stage.Machines == 0);

        stage.Planned.Count.ShouldBe(1);
        stage.Registrations.ShouldBe(0);
        stage.Facts.OfType<RunnerRetired>().ShouldBeEmpty("GitHub deregisters it by itself");
    }

    [Fact]
    public void A_lost_JIT_reply_makes_a_new_name_under_the_same_order()
    {
        var lost = 0;
        using var stage = new Stage(TestPolicy.Pool(), alter: doors => doors with
        {
            Forge = new AlteredForge(doors.Forge)
            {
                Ticketed = (_, reply) => lost++ == 0 ? new TicketReply.Lost("the connection broke") : reply,
            },
        });
        stage.Push(1);

        stage.Until(() => stage.JobsDone == 1);
        stage.Until(() => stage.Machines == 0);

        // The first name was registered at GitHub and can never be used: it is removed, not adopted.
        stage.Planned.Count.ShouldBe(2);
        stage.Planned.Select(planned => planned.Plan.BornFor).Distinct().ShouldHaveSingleItem();
        stage.Planned.Select(planned => planned.Runner).Distinct().Count().ShouldBe(2);
        stage.Until(() => stage.Registrations == 0);
    }

    [Fact]
    public void A_GitHub_that_does_not_answer_is_asked_by_one_start_at_a_time()
    {
        var isSilent = true;
        using var stage = new Stage(TestPolicy.Pool(), alter: doors => doors with
        {
            Forge = new AlteredForge(doors.Forge)
            {
                Ticketed = (_, reply) => isSilent ? new TicketReply.Lost("GitHub did not answer in time.") : reply,
            },
        });
        stage.Push(20);
        stage.Pass(TimeSpan.FromMinutes(10));

        // The burst once, and then what a back-off of a minute lets through; each costs a registration to remove.
        stage.Planned.Count.ShouldBeLessThan(40);

        isSilent = false;
        stage.Until(() => stage.JobsDone == 20);
        stage.Until(() => stage.Machines == 0 && stage.Registrations == 0);
    }

    [Fact]
    public void A_burst_of_fifty_on_a_limit_of_ten_is_served_by_ten_at_a_time()
    {
        using var stage = new Stage(TestPolicy.Pool() with { RunnersMax = 10 });
        stage.Push(50);

        stage.Until(() => stage.JobsDone == 50);
        stage.Until(() => stage.Machines == 0);

        stage.MachinesMost.ShouldBe(10);
        stage.Planned.Count.ShouldBe(50);
        stage.Facts.OfType<OrderOpened>().Count().ShouldBe(50);
    }

    [Fact]
    public void A_delivery_that_never_came_heals_in_one_sweep()
    {
        using var stage = new Stage(TestPolicy.Pool(), new FaultRates { WebhookLost = 1 });
        stage.Pass(TimeSpan.FromSeconds(10));
        stage.Push(1);
        var pushed = stage.Time.Elapsed;

        stage.Until(() => stage.Facts.OfType<JobQueued>().Any());

        (stage.Time.Elapsed - pushed).ShouldBeLessThan(Stage.Sweep + TimeSpan.FromSeconds(10));
        stage.Until(() => stage.JobsDone == 1);
    }

    [Fact]
    public void Killed_between_decision_and_create_it_continues_at_once()
    {
        using var stage = new Stage(TestPolicy.Pool());
        stage.Push(1);
        stage.Until(() => stage.Planned.Count == 1);
        stage.Kill();
        stage.Machines.ShouldBe(0);
        stage.Pass(TimeSpan.FromSeconds(2));
        stage.Start();
        var back = stage.Time.Elapsed;

        stage.Until(() => stage.Planned.Count == 2);

        (stage.Time.Elapsed - back).ShouldBeLessThan(TimeSpan.FromSeconds(1));
        stage.Planned[1].Plan.BornFor.ShouldBe(stage.Planned[0].Plan.BornFor);
        stage.Until(() => stage.JobsDone == 1);
        stage.Until(() => stage.Machines == 0 && stage.Registrations == 0);
    }

    [Fact]
    public void Killed_while_a_job_runs_the_job_does_not_notice()
    {
        using var stage = new Stage(TestPolicy.Pool());
        stage.Push(1);
        stage.Until(() => stage.Facts.OfType<RunnerBusy>().Any());
        stage.Kill();
        stage.Until(() => stage.JobsDone == 1);
        stage.Start();

        stage.Until(() => stage.Machines == 0);

        stage.Planned.Count.ShouldBe(1);
    }

    [Fact]
    public void Duplicate_and_reordered_deliveries_cost_nothing()
    {
        using var stage = new Stage(TestPolicy.Pool(), new FaultRates { WebhookTwice = 1, WebhookLate = 0.5 });
        stage.Push(20);

        stage.Until(() => stage.JobsDone == 20);
        stage.Until(() => stage.Machines == 0);
        stage.Pass(TimeSpan.FromHours(1));

        stage.Planned.Count.ShouldBe(20);

        // A job whose start is told before its waiting is owed nothing; its runner was then started for the one it
        // robbed.
        stage.Facts.OfType<OrderOpened>().DistinctBy(opened => opened.Order).Count()
            .ShouldBe(stage.Facts.OfType<OrderOpened>().Count());
        stage.Facts.OfType<OrderClosed>().Count().ShouldBe(stage.Facts.OfType<OrderOpened>().Count());
    }

    [Fact]
    public void A_cancelled_jobs_runner_serves_the_next()
    {
        using var stage = new Stage(TestPolicy.Pool());
        var first = stage.Push(1);
        stage.Until(() => stage.Planned.Count == 1);
        stage.Cancel(first);
        stage.Until(() => stage.Facts.OfType<JobFinished>().Any());
        stage.Push(1);

        stage.Until(() => stage.JobsDone == 1);
        stage.Until(() => stage.Machines == 0);

        stage.Planned.Count.ShouldBe(1);
    }

    [Fact]
    public void Warm_stock_takes_the_job_and_is_filled_up_again()
    {
        using var stage = new Stage(TestPolicy.Pool() with { Idle = new IdlePolicy(Min: 1) });
        stage.Pass(TimeSpan.FromMinutes(2));
        stage.Machines.ShouldBe(1);
        stage.Push(1);

        stage.Until(() => stage.JobsDone == 1);
        stage.Pass(TimeSpan.FromMinutes(2));

        stage.Machines.ShouldBe(1);
        stage.Planned.Select(planned => planned.Reason)
            .ShouldAllBe(reason => reason == Paddock.Core.Planning.Reason.StockShort);
    }
}
