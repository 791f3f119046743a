using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Planning;

namespace Paddock.Tests.Core.Planning;

public sealed class OrdersTests
{
    private readonly TestFleet _fleet = new(TestPolicy.Of(TestPolicy.Pool()));

    [Fact]
    public void A_waiting_job_has_one_order_however_often_it_is_reported()
    {
        var job = _fleet.Queue(1);
        _fleet.Turn();
        _fleet.Queue(1);

        _fleet.Turn().ShouldBeEmpty();
        _fleet.OpenOrders.ShouldHaveSingleItem().Job.ShouldBe(job);
    }

    [Fact]
    public void A_limit_binds_machines_and_not_orders()
    {
        _fleet.Policy = _fleet.Policy with { RunnersMax = 1 };
        for (var id = 1; id <= 5; id++)
        {
            _fleet.Queue(id);
        }

        _fleet.Turn().OfType<StartRunner>().Count().ShouldBe(1);
        _fleet.OpenOrders.Count().ShouldBe(5);
    }

    [Fact]
    public void An_order_closes_when_its_job_starts_on_whichever_runner()
    {
        var job = _fleet.Queue(1);
        _fleet.Turn();
        _fleet.Say(new JobStarted(_fleet.Now, job, TestFleet.Details("linux"), "somebody-elses-runner", _fleet.Now));
        _fleet.Turn();

        _fleet.Order(job).Outcome.ShouldBe(OrderOutcome.Started);
    }

    [Fact]
    public void An_order_ends_with_a_job_that_was_cancelled_in_the_queue()
    {
        var job = _fleet.Queue(1);
        _fleet.Turn();
        _fleet.Cancel(job);
        _fleet.Turn();

        _fleet.Order(job).Outcome.ShouldBe(OrderOutcome.Ended);
    }

    [Fact]
    public void An_order_ends_when_its_pool_has_gone()
    {
        var job = _fleet.Queue(1);
        _fleet.Turn();
        _fleet.Policy = TestPolicy.Of(TestPolicy.Pool("windows", "windows") with { Labels = new(["windows"]) });
        _fleet.Turn();

        _fleet.Order(job).Outcome.ShouldBe(OrderOutcome.Unmatched);
    }

    [Fact]
    public void An_order_expires_after_a_day_because_GitHub_has_given_the_job_up()
    {
        var job = _fleet.Queue(1);
        _fleet.Turn();
        _fleet.Pass(TimeSpan.FromHours(24));
        _fleet.Turn();

        _fleet.Order(job).Outcome.ShouldBe(OrderOutcome.Expired);
    }

    [Fact]
    public void A_job_that_waits_since_the_end_of_the_calendar_is_one_job_and_stops_nobody()
    {
        var job = new JobKey("github.com", 1);
        _fleet.Say(new JobQueued(_fleet.Now, job, TestFleet.Details("linux"), DateTimeOffset.MaxValue));
        _fleet.Queue(2);

        _fleet.Turn().OfType<StartRunner>().Count().ShouldBe(2);
    }

    [Fact]
    public void A_job_that_is_held_is_owed_nothing_until_it_is_let_go()
    {
        var job = new JobKey("github.com", 1);
        _fleet.Say(new JobHeld(_fleet.Now, job, TestFleet.Details("linux")));
        _fleet.Turn().ShouldBeEmpty();

        _fleet.Queue(1, "linux");

        _fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_late_report_of_waiting_does_not_revive_a_job_that_is_over()
    {
        var job = _fleet.Queue(1);
        _fleet.Turn();
        _fleet.Cancel(job);
        _fleet.Turn();
        _fleet.Queue(1);

        _fleet.Turn().ShouldBeEmpty();
        _fleet.OpenOrders.ShouldBeEmpty();
    }

    [Fact]
    public void What_an_order_waits_for_is_noted_when_its_kind_changes_and_at_most_once_a_minute()
    {
        _fleet.Policy = _fleet.Policy with { RunnersMax = 1 };
        _fleet.Queue(1);
        var second = _fleet.Queue(2);
        Notes().ShouldBeEmpty("it has only just begun to wait");
        _fleet.Pass(TimeSpan.FromSeconds(1));
        Notes().ShouldBe([WaitReason.FleetLimit]);

        _fleet.Say(new PoolAsked(_fleet.Now, new PoolName("linux"), PoolMode.Paused, "ann"));
        _fleet.Pass(TimeSpan.FromSeconds(30));
        Notes().ShouldBeEmpty("a minute has not passed");
        _fleet.Plan().WakeAt.ShouldBe(_fleet.Order(second).NotedAt + TimeSpan.FromMinutes(1));

        _fleet.Pass(TimeSpan.FromSeconds(30));
        Notes().ShouldBe([WaitReason.PoolPaused]);

        List<WaitReason> Notes() => [.. _fleet.Turn().OfType<KeepBooks>().Select(step => step.Item.Fact)
            .OfType<OrderNoted>().Where(noted => noted.Order == OrderKey.ForJob(second)).Select(noted => noted.Waits)];
    }

    [Fact]
    public void A_job_that_a_rule_held_for_days_is_served_though_its_date_is_that_old()
    {
        var job = new JobKey("github.com", 1);
        var (created, details) = (_fleet.Now, TestFleet.Details("self-hosted", "linux"));
        _fleet.Say(new JobHeld(created, job, details));
        _fleet.Pass(TimeSpan.FromDays(3));
        _fleet.Say(new JobQueued(_fleet.Now, job, details, created));

        _fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();
    }
}
