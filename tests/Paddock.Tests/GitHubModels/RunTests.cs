using Paddock.GitHubModel;

namespace Paddock.Tests.GitHubModels;

public sealed class RunTests : ModelTest
{
    private static readonly JobTemplate Build = JobTemplate.Of("build", "self-hosted");

    private IReadOnlyList<string> Told =>
        [.. Model.TakeEvents().Select(news => $"{news.Name} {news.Action} {news.Job?.Template.Name}".TrimEnd())];

    [Fact]
    public void A_job_s_life_is_told_in_order()
    {
        var runner = Listen("r");
        Queue(Build);
        Model.Complete(Take(runner).Id, "success", [], Now);
        Told.ShouldBe(
        [
            "workflow_run requested", "workflow_job queued build",
            "workflow_run in_progress", "workflow_job in_progress build",
            "workflow_job completed build", "workflow_run completed",
        ]);
    }

    [Fact]
    public void A_registration_ends_with_its_job()
    {
        var runner = Listen("r");
        Queue(Build);
        Model.Complete(Take(runner).Id, "success", [], Now);
        Ask(runner).ShouldBeOfType<PollReply.RunnerNotFound>();
    }

    [Fact]
    public void A_job_whose_runner_does_not_renew_fails_after_ten_minutes()
    {
        var runner = Listen("r");
        Queue(Build);
        var job = Take(runner);
        Pass(TimeSpan.FromMinutes(9));
        Model.Renew(job.Id, Now).ShouldBe(Now + TimeSpan.FromMinutes(10));
        Pass(TimeSpan.FromMinutes(10));
        ConclusionOf(job).ShouldBe("failure");
        Model.Renew(job.Id, Now).ShouldBeNull();
    }

    [Fact]
    public void A_job_that_nobody_takes_ends_after_a_day()
    {
        var job = Queue(Build);
        Pass(TimeSpan.FromHours(24));
        ConclusionOf(job).ShouldBe("cancelled");
    }

    [Fact]
    public void Cancelling_ends_what_waits_at_once_and_tells_runners_of_the_rest()
    {
        var runner = Listen("r");
        var run = Model.QueueRun(App, "ci", [Build, JobTemplate.Of("test", "self-hosted")], Now);
        var running = Take(runner);
        Model.CancelRun(run.Id, Now);
        Model.JobsOf(run).Last().Conclusion.ShouldBe("cancelled");
        Ask(runner).ShouldBeOfType<PollReply.Cancel>().Job.Id.ShouldBe(running.Id);
    }

    [Fact]
    public void A_runner_offered_a_job_that_is_cancelled_is_free_for_the_next()
    {
        var runner = Listen("r");
        var run = Model.QueueRun(App, "ci", [Build, Build with { Name = "test" }, Build with { Name = "lint" }], Now);
        var other = Queue(Build);
        Model.CancelRun(run.Id, Now);
        Ask(runner).ShouldBeOfType<PollReply.Offer>().Job.Id.ShouldBe(other.Id);
    }

    [Fact]
    public void A_forced_cancel_asks_no_runner()
    {
        var runner = Listen("r");
        Queue(Build);
        var job = Take(runner);
        Model.ForceCancelRun(job.RunId, Now);
        ConclusionOf(job).ShouldBe("cancelled");
    }

    [Fact]
    public void A_job_comes_into_being_when_what_it_needs_has_succeeded()
    {
        var runner = Listen("r");
        var run = Model.QueueRun(App, "ci", [Build with { Name = "deploy", Needs = ["build"] }, Build], Now);
        Model.JobsOf(run).Select(job => job.Template.Name).ShouldBe(["build"]);
        Model.Complete(Take(runner).Id, "success", [], Now);
        Model.JobsOf(run).Select(job => job.Template.Name).ShouldBe(["build", "deploy"]);
    }

    [Fact]
    public void A_failed_need_skips_the_whole_chain_behind_it_once()
    {
        var runner = Listen("r");
        var run = Model.QueueRun(
            App,
            "ci",
            [Build, Build with { Name = "test", Needs = ["build"] }, Build with { Name = "ship", Needs = ["test"] }],
            Now);
        Model.Complete(Take(runner).Id, "failure", [], Now);
        Model.JobsOf(run).Select(job => job.Conclusion).ShouldBe(["failure", "skipped", "skipped"]);
        Told.Count(news => news == "workflow_run completed").ShouldBe(1);
    }

    [Fact]
    public void The_same_template_twice_is_two_jobs() =>
        Model.JobsOf(Model.QueueRun(App, "ci", [Build, Build], Now)).Count().ShouldBe(2);

    [Fact]
    public void A_held_job_is_no_demand_until_it_is_approved()
    {
        var runner = Listen("r");
        var job = Queue(Build with { IsProtected = true });
        Ask(runner).ShouldBeOfType<PollReply.Nothing>();
        Model.Approve(job.Id, Now).ShouldBeTrue();
        Ask(runner).ShouldBeOfType<PollReply.Offer>();
    }

    [Fact]
    public void A_run_with_a_held_job_is_waiting_although_another_is_queued()
    {
        var run = Model.QueueRun(App, "ci", [Build, Build with { Name = "deploy", IsProtected = true }], Now);
        Model.StatusOf(run).Status.ShouldBe("waiting");
    }

    [Fact]
    public void A_run_again_keeps_its_id_and_gets_new_jobs()
    {
        var runner = Listen("r");
        var first = Queue(Build);
        Model.Complete(Take(runner).Id, "success", [], Now);
        Model.Rerun(first.RunId, failedOnly: false, Now).ShouldBeTrue();
        var second = Model.JobsOf(Model.Run(first.RunId)!).Last();
        second.Id.ShouldNotBe(first.Id);
        second.Attempt.ShouldBe(2);
        Model.StatusOf(Model.Run(first.RunId)!).Status.ShouldBe("queued");
    }

    [Fact]
    public void Only_what_failed_runs_again()
    {
        var run = Model.QueueRun(App, "ci", [Build, Build with { Name = "test" }], Now);
        Model.Complete(Take(Listen("a")).Id, "success", [], Now);
        Model.Complete(Take(Listen("b")).Id, "failure", [], Now);
        Model.Rerun(run.Id, failedOnly: true, Now);
        Model.JobsOf(run).Where(job => job.Attempt == 2).Select(job => job.Template.Name).ShouldBe(["test"]);
    }

    [Fact]
    public void Running_one_job_again_brings_what_needs_it()
    {
        var run = Model.QueueRun(App, "ci", [Build, Build with { Name = "test", Needs = ["build"] }], Now);
        var build = Take(Listen("a"));
        Model.Complete(build.Id, "success", [], Now);
        Model.Complete(Take(Listen("b")).Id, "success", [], Now);
        Model.RerunJob(build.Id, Now).ShouldBeTrue();
        Model.Complete(Take(Listen("c")).Id, "success", [], Now);
        Model.JobsOf(run).Count(job => job.Attempt == 2).ShouldBe(2);
    }

    [Fact]
    public void A_run_that_goes_on_cannot_be_run_again() =>
        Model.Rerun(Queue(Build).RunId, failedOnly: false, Now).ShouldBeFalse();

    [Fact]
    public void A_hosted_machine_takes_a_job_without_a_registration()
    {
        var job = Queue(JobTemplate.Of("build", "ubuntu-latest"));
        Model.StartHosted(job.Id, Now).ShouldBeTrue();
        Model.Job(job.Id)!.Status.ShouldBe("in_progress");
        Model.Runners.ShouldBeEmpty();
    }

    [Fact]
    public void Numbers_can_begin_anywhere()
    {
        var later = new Paddock.GitHubModel.GitHubModel(new ModelTimes(), _ => 0) { NumbersFrom = 1000 };
        var run = later.QueueRun(later.AddRepository("acme", "app"), "ci", [Build], Now);
        run.Id.ShouldBe(Model.QueueRun(App, "ci", [Build], Now).Id + 1000);
    }
}
