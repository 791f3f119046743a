using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;

namespace Paddock.Tests.Core.Planning;

/// <summary>What an operator may ask about one job: that it is tried again, or left alone.</summary>
public sealed class JobAskTests
{
    private static readonly PlaceKey Offer = PlaceKey.Of(TestPolicy.Pool().Offers[0]);

    private readonly TestFleet _fleet = new(TestPolicy.Of(TestPolicy.Pool()));

    [Fact]
    public void An_ignored_job_gets_no_runner_and_its_order_is_closed()
    {
        var job = Refused();
        Ask(job, JobAsk.Ignore);
        _fleet.Pass(TimeSpan.FromHours(1));

        _fleet.Turn().OfType<StartRunner>().ShouldBeEmpty();
        _fleet.Order(job).Outcome.ShouldBe(OrderOutcome.Ignored);
        _fleet.WaitOf(job)!.Value.Reason.ShouldBe(WaitReason.JobIgnored);
    }

    [Fact]
    public void The_runner_that_was_starting_for_an_ignored_job_serves_the_next_one()
    {
        var ignored = _fleet.Queue(1);
        _fleet.Turn();
        Ask(ignored, JobAsk.Ignore);
        _fleet.Queue(2);

        _fleet.Turn().OfType<StartRunner>().ShouldBeEmpty();
    }

    [Fact]
    public void To_try_an_ignored_job_again_takes_the_ignoring_back()
    {
        var job = _fleet.Queue(1);
        Ask(job, JobAsk.Ignore);
        _fleet.Turn();
        _fleet.Pass(TimeSpan.FromSeconds(1));
        Ask(job, JobAsk.Retry);

        _fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();
    }

    [Fact]
    public void What_cools_down_is_asked_at_once_by_one_start()
    {
        var job = Refused();
        _fleet.Queue(2);
        _fleet.Turn().OfType<StartRunner>().ShouldBeEmpty();
        Ask(job, JobAsk.Retry);

        _fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_place_that_goes_on_refusing_cools_down_again_and_one_asking_ends_that_no_second_time()
    {
        var job = Refused();
        Ask(job, JobAsk.Retry);
        var start = _fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();
        _fleet.Say(
            new TicketRefused(_fleet.Now, start.Runner.Runner, FaultKind.Transient, "", _fleet.Tick()),
            new MachineRefused(
                _fleet.Now, start.Machine.Machine, TestPolicy.Cloud, FaultKind.CapacityUnavailable, "", _fleet.Tick()));
        _fleet.Refuse(Offer, FaultKind.CapacityUnavailable, streak: 10);

        _fleet.Turn().OfType<StartRunner>().ShouldBeEmpty();
        _fleet.WaitOf(job)!.Value.Reason.ShouldBe(WaitReason.OffersCoolingDown);
    }

    [Fact]
    public void A_rate_limit_is_waited_out_whoever_asks()
    {
        var job = _fleet.Queue(1);
        _fleet.Refuse(PlaceKey.Of(TestPolicy.Cloud), FaultKind.RateLimited, streak: 9);
        Ask(job, JobAsk.Retry);

        _fleet.Turn().OfType<StartRunner>().ShouldBeEmpty();
    }

    [Fact]
    public void A_cool_down_that_an_earlier_engine_put_ahead_of_a_clock_set_back_ends_too()
    {
        _fleet.Pass(TimeSpan.FromHours(2));
        _fleet.Refuse(Offer, FaultKind.CapacityUnavailable, streak: 9);
        _fleet.Pass(TimeSpan.FromHours(-1));
        _fleet.Restart();
        var job = _fleet.Queue(1);
        _fleet.Turn().OfType<StartRunner>().ShouldBeEmpty();
        Ask(job, JobAsk.Retry);

        _fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();
    }

    /// <summary>A job that waits for an offer to cool down.</summary>
    private JobKey Refused()
    {
        var job = _fleet.Queue(1);
        _fleet.Refuse(Offer, FaultKind.CapacityUnavailable, streak: 9);
        _fleet.Turn();
        return job;
    }

    private void Ask(JobKey job, JobAsk ask) => _fleet.Say(new JobAsked(_fleet.Now, job, ask, "ann"));
}
