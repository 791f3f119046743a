using Paddock.GitHubModel;

namespace Paddock.Tests.GitHubModels;

public sealed class OfferTests : ModelTest
{
    protected override ModelTimes Times =>
        new() { IdleDrop = TimeSpan.FromMinutes(5), SessionLimit = TimeSpan.FromDays(2) };

    [Fact]
    public void An_offer_stands_for_a_minute_and_then_the_job_is_offered_anew()
    {
        Listen("slow");
        var job = Queue(JobTemplate.Of("build", "self-hosted"));
        Pass(TimeSpan.FromSeconds(59));
        Model.Job(job.Id)!.OfferedAt.ShouldBe(Now - TimeSpan.FromSeconds(59));
        Pass(TimeSpan.FromSeconds(1));
        Model.Job(job.Id)!.OfferedAt.ShouldBe(Now);
    }

    [Fact]
    public void A_listener_that_leaves_gives_its_offer_to_the_next()
    {
        var leaving = Listen("leaving");
        Queue(JobTemplate.Of("build", "self-hosted"));
        var staying = Listen("staying");
        Model.CloseSession(leaving.Id, SessionOf(leaving), Now);
        Ask(staying).ShouldBeOfType<PollReply.Offer>();
    }

    [Fact]
    public void Nobody_but_the_one_it_is_offered_to_may_take_a_job()
    {
        Listen("first");
        var job = Queue(JobTemplate.Of("build", "self-hosted"));
        var second = Listen("second");
        Model.Acquire(second.Id, job.RequestId, Now).ShouldBe(AcquireReply.Conflict);
    }

    [Fact]
    public void Everybody_offered_something_is_told_once()
    {
        var runner = Listen("r");
        Queue(JobTemplate.Of("build", "self-hosted"));
        Model.TakeOffers().ShouldBe([runner.Id]);
        Model.TakeOffers().ShouldBeEmpty();
    }

    [Fact]
    public void A_second_session_of_a_runner_is_a_conflict_while_the_first_lives()
    {
        var runner = Listen("r");
        Model.OpenSession(runner.Id, Guid.Empty, null, Now).ShouldBe(SessionReply.Conflict);
    }

    [Fact]
    public void An_idle_runner_is_dropped_when_its_time_is_over()
    {
        var runner = Listen("r");
        Pass(TimeSpan.FromMinutes(5));
        Ask(runner).ShouldBeOfType<PollReply.RunnerNotFound>();
    }

    [Fact]
    public void A_busy_runner_is_not_dropped()
    {
        var runner = Listen("r");
        Queue(JobTemplate.Of("build", "self-hosted"));
        Take(runner);
        Pass(TimeSpan.FromMinutes(6));
        Ask(runner).ShouldBeOfType<PollReply.Nothing>();
    }

    [Fact]
    public void A_runner_without_contact_is_removed_after_a_day()
    {
        Model.Register("orgs/acme", "r", 1, ["self-hosted"], Now);
        Pass(TimeSpan.FromHours(23.9));
        Model.Runners.Count.ShouldBe(1);
        Pass(TimeSpan.FromHours(0.2));
        Model.Runners.ShouldBeEmpty();
    }
}
