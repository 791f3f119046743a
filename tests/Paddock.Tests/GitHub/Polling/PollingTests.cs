using Paddock.Core.Facts;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.GitHubStandIn.Control;
using Paddock.GitHubStandIn.Faults;
using Paddock.Ports.Sources;

namespace Paddock.Tests.GitHub.Polling;

public sealed class PollingTests : PollingTest
{
    [Fact]
    public async Task An_idle_round_costs_only_304s_and_no_job_call()
    {
        await RoundsAsync(10);

        var cost = await CostOfRoundsAsync(10);

        cost.Charged.ShouldBe(0);
        cost.Of(JobLists).ShouldBe(0);

        // Cold: three lists every fifth round, and two more every tenth.
        cost.All.ShouldBe(8);
    }

    [Fact]
    public async Task A_run_whose_jobs_are_all_assigned_is_not_asked_for_them_while_it_does_not_change()
    {
        var run = await QueueAsync(Job("build"), Job("test"));
        await RoundAsync();
        await StartAsync(run.Jobs);
        await RoundsAsync(3);

        // Seen once as it became, and once more to be sure.
        var cost = await CostOfRoundsAsync(5);

        cost.Of(JobLists).ShouldBe(0);
        cost.Charged.ShouldBe(0);
        Open.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Where_a_run_comes_from_is_told_by_the_lists_that_are_read_anyway()
    {
        var its = await QueueAsync(Job("build"));
        var foreign = await Control.QueueRunAsync(
            new NewRun("acme/app", [Job("build")]) { ForkOwner = "mallory", Event = "pull_request" }, Stop);

        await RoundAsync();

        Open.Single(job => job.Details.RunId == its.Id).Details.FromFork.ShouldBe(false);
        Open.Single(job => job.Details.RunId == foreign.Id).Details.FromFork.ShouldBe(true);
    }

    [Fact]
    public async Task Every_tenth_look_believes_nothing()
    {
        await StartAsync((await QueueAsync(Job("build"))).Jobs);
        await RoundsAsync(10);

        (await CostOfRoundsAsync(1)).Of(JobLists).ShouldBe(1);
    }

    [Fact]
    public async Task A_run_with_a_job_that_waits_is_asked_in_every_round_and_reports_it_in_every_round()
    {
        var run = await QueueAsync(Job("build"), Job("test"));
        await StartAsync([run.Jobs[0]]);
        await RoundAsync();

        for (var round = 0; round < 12; round++)
        {
            (await RoundAsync()).Facts.OfType<JobQueued>().Single().Job.Id.ShouldBe(run.Jobs[1]);
        }
    }

    [Fact]
    public async Task A_job_that_joins_a_run_in_progress_is_seen_within_two_rounds()
    {
        var run = await QueueAsync(Job("build"), new NewJob("test", ["self-hosted"]) { Needs = ["build"] });
        await RoundAsync();
        await StartAsync(run.Jobs);
        await RoundsAsync(7);
        await Control.CompleteAsync(run.Jobs[0], "success", Stop);

        var facts = (await RoundAsync()).Facts.Concat((await RoundAsync()).Facts).ToList();

        facts.OfType<JobQueued>().ShouldNotBeEmpty();
        facts.OfType<JobFinished>().Select(fact => fact.Job.Id).Distinct().ShouldBe([run.Jobs[0]]);
    }

    [Fact]
    public async Task A_job_that_joins_within_the_second_of_the_last_look_is_seen_all_the_same()
    {
        var run = await QueueAsync(
            Job("lint"), Job("build"), new NewJob("test", ["self-hosted"]) { Needs = ["build"] });
        await StartAsync(run.Jobs);
        await RoundsAsync(4);
        Wait(TimeSpan.FromMinutes(1));
        await Control.CompleteAsync(run.Jobs[0], "success", Stop);
        await RoundAsync();

        // GitHub's time of the last change stays what it was.
        await Control.CompleteAsync(run.Jobs[1], "success", Stop);
        await RoundsAsync(2);

        Open.Single().IsWaiting.ShouldBeTrue();
    }

    [Fact]
    public async Task A_held_job_that_is_let_in_beside_a_running_one_is_seen_in_the_next_round()
    {
        var run = await QueueAsync(
            Job("build"), new NewJob("deploy", ["self-hosted"]) { IsProtected = true });
        await StartAsync([run.Jobs[0]]);
        await RoundsAsync(4);

        await Control.ApproveAsync(run.Jobs[1], Stop);

        (await RoundAsync()).Facts.OfType<JobQueued>().Single().Job.Id.ShouldBe(run.Jobs[1]);
    }

    [Fact]
    public async Task A_run_that_is_over_ends_its_jobs_with_one_call_for_all_of_them()
    {
        var run = await QueueAsync([.. Enumerable.Range(0, 20).Select(i => Job($"job{i}"))]);
        await RoundAsync();
        await StartAsync(run.Jobs);
        await RoundsAsync(5);
        foreach (var job in run.Jobs)
        {
            await Control.CompleteAsync(job, "success", Stop);
        }

        var cost = await CostOfRoundsAsync(2);

        Open.ShouldBeEmpty();
        (cost.Of(JobLists), cost.Of(SingleJobs)).ShouldBe((1, 0));
    }

    [Fact]
    public async Task Jobs_that_others_told_of_and_that_ended_meanwhile_cost_a_call_a_run()
    {
        var run = await QueueAsync(Job("a"), Job("b"), Job("c"));
        await RoundAsync();
        await StartAsync(run.Jobs);
        foreach (var job in run.Jobs)
        {
            await Control.CompleteAsync(job, "success", Stop);
        }
        await RoundsAsync(2);
        Open.ShouldBeEmpty();
        var again = await Control.RerunAsync(run.Id, failedOnly: false, Stop);
        foreach (var job in again.Jobs.Except(run.Jobs))
        {
            Hear(Queued(job, run.Id));
            await Control.StartHostedAsync(job, Stop);
            await Control.CompleteAsync(job, "success", Stop);
        }

        var cost = await CostOfRoundsAsync(2);

        Open.ShouldBeEmpty();
        (cost.Of(JobLists), cost.Of(SingleJobs)).ShouldBe((1, 0));
    }

    [Fact]
    public async Task A_run_that_is_run_again_is_seen_with_its_new_jobs()
    {
        var run = await QueueAsync(Job("build"));
        await RoundAsync();
        await StartAsync(run.Jobs);
        await Control.CompleteAsync(run.Jobs[0], "failure", Stop);
        await RoundsAsync(2);
        Open.ShouldBeEmpty();

        var again = await Control.RerunAsync(run.Id, failedOnly: true, Stop);

        var job = (await RoundAsync()).Facts.OfType<JobQueued>().Single();
        job.Job.Id.ShouldBe(again.Jobs.Except(run.Jobs).Single());
        job.Details.RunAttempt.ShouldBe(2);
    }

    [Fact]
    public async Task A_run_that_ends_and_is_run_again_between_two_rounds_is_one_run_with_new_jobs()
    {
        var run = await QueueAsync(Job("build"));
        await RoundAsync();
        await StartAsync(run.Jobs);
        await RoundsAsync(4);
        await Control.CompleteAsync(run.Jobs[0], "failure", Stop);
        var again = await Control.RerunAsync(run.Id, failedOnly: true, Stop);

        await RoundsAsync(2);

        Open.Single().Key.Id.ShouldBe(again.Jobs.Except(run.Jobs).Single());
    }

    [Fact]
    public async Task A_matrix_of_256_jobs_is_seen_whole()
    {
        var run = await QueueAsync([.. Enumerable.Range(0, 256).Select(i => Job($"cell{i}"))]);

        var cost = await CostOfRoundsAsync(1);

        Open.Select(row => row.Key.Id).Order().ShouldBe(run.Jobs.Order());
        cost.Of(JobLists).ShouldBe(3);
    }

    [Fact]
    public async Task A_pull_before_its_time_tells_the_same_and_asks_nothing()
    {
        await QueueAsync(Job("build"));
        var first = await RoundAsync();

        SourceBatch again = null!;
        var cost = await CostAsync(async () => again = await PullAsync());

        again.Facts.ShouldBe(first.Facts);
        again.NextPullAt.ShouldBe(first.NextPullAt);
        cost.All.ShouldBe(0);
    }

    [Fact]
    public async Task A_look_that_failed_is_told_until_it_is_made_again_and_nothing_is_left_out_of_it()
    {
        var run = await QueueAsync(Job("build"));
        await StartAsync(run.Jobs);
        await Control.AddFaultAsync(new RouteFault("GET */actions/runs") { Kind = RouteFaultKind.PrimaryLimit }, Stop);

        var failed = await RoundAsync();
        var again = await PullAsync();
        await RoundAsync();

        failed.Faults.Single().Kind.ShouldBe(FaultKind.RateLimited);
        again.Faults.ShouldBe(failed.Faults);
        Open.Single().Key.Id.ShouldBe(run.Jobs[0]);
    }

    [Fact]
    public async Task Beside_webhooks_every_round_looks_everywhere_and_believes_nothing()
    {
        ReceivesWebhooks = true;
        await StartAsync((await QueueAsync(Job("build"))).Jobs);
        await RoundsAsync(4);

        var cost = await CostOfRoundsAsync(4);

        (cost.Of(Lists), cost.Of(JobLists), cost.Charged).ShouldBe((12, 4, 0));
    }

    private async Task StartAsync(IEnumerable<long> jobs)
    {
        foreach (var job in jobs)
        {
            await Control.StartHostedAsync(job, Stop);
        }
    }

    private JobQueued Queued(long job, long run)
    {
        var details = new JobDetails(
            new Repository(600_000_000, "acme", "app", Private: true), run, 2, "ci", "build",
            LabelSet.Of("self-hosted"), "");
        return new JobQueued(Now, new JobKey("github.com", job), details, Now);
    }
}
