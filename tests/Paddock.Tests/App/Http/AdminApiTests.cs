using System.Net;
using Microsoft.Data.Sqlite;
using Paddock.App.Api;
using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Ports.Providers;
using Paddock.Storage.Sqlite;
using Paddock.Tests.Storage;
using Paddock.Tests.Support;
using static Paddock.Tests.App.Http.WebRig;

namespace Paddock.Tests.App.Http;

public sealed class AdminApiTests
{
    [Fact]
    public async Task A_waiting_job_is_in_the_status_and_in_the_list_with_whose_turn_it_is()
    {
        await using var rig = await StartAsync();
        await rig.StoreAsync(Queued(42));

        var status = await rig.GetAsync("/api/v1/status", ApiJson.Default.StatusReply);
        status.Fleet.ShouldBe("acme-ci");
        status.Totals.JobsWaiting.ShouldBe(1);
        status.Pools.Single().JobsWaiting.ShouldBe(1);

        var jobs = await rig.GetAsync("/api/v1/jobs?state=waiting", ApiJson.Default.JobsReply);
        var job = jobs.Jobs.ShouldHaveSingleItem();
        job.Pool.ShouldBe("linux");
        job.Wait.ShouldNotBeNull().Turn.ShouldBeOneOf("github", "provider", "paddock", "operator");
    }

    [Fact]
    public async Task A_job_that_no_pool_serves_says_which_label_is_missing()
    {
        await using var rig = await StartAsync();
        await rig.StoreAsync(Queued(42, "self-hosted", "linux", "gpu"));

        var reply = await rig.GetAsync("/api/v1/jobs/42", ApiJson.Default.ExplainReply);

        reply.Verdict.ShouldContain("no pool has all its labels; the nearest, linux, lacks [gpu]");
        reply.Verdict.ShouldEndWith("(your turn)");
        reply.Job.Wait!.Reason.ShouldBe("no-pool");
        (await rig.GetAsync("/api/v1/status", ApiJson.Default.StatusReply)).Totals.JobsUnmatched.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_provider_is_at_is_in_the_status_and_in_the_verdict_of_a_job_that_waits_for_it()
    {
        await using var rig = await StartAsync();
        rig.Provider.UnderWay = [Pull(412)];
        await rig.StoreAsync(Queued(42));
        await Eventually.HoldsAsync(() => rig.Desk.Engine.View!.Snapshot.Runners.Count == 1);

        var reply = await rig.GetAsync("/api/v1/jobs/42", ApiJson.Default.ExplainReply);
        var status = await rig.GetAsync("/api/v1/status", ApiJson.Default.StatusReply);

        reply.Verdict.ShouldContain(
            "a runner for it is starting: image runner is being pulled: 412 of 980 MB (42 %) (the provider's turn)");
        var work = status.UnderWay.ShouldHaveSingleItem();
        (work.Provider, work.Text, work.Done, work.Total, work.Unit, work.Percent).ShouldBe(
            ("lab", "image runner is being pulled", 412, 980, "MB", 42));
    }

    [Fact]
    public async Task How_far_an_offer_was_when_it_refused_is_not_told_where_it_is_known_how_far_it_is()
    {
        await using var rig = await StartAsync();
        rig.Provider.UnderWay = [Pull(800)];
        var at = TimeProvider.System.GetUtcNow();
        var offer = new Offer(ProviderName.Of("lab"), new MachineSize(), null, "runner");
        await rig.StoreAsync(new PlaceAnswered(
            at, PlaceKey.Of(offer), FaultKind.Busy, $"{Pull(412)}.", 1, at.AddHours(1), new AsOf(1, 1, at)));
        await rig.StoreAsync(Queued(42));

        var reply = await Eventually.GetAsync(
            () => rig.GetAsync("/api/v1/jobs/42", ApiJson.Default.ExplainReply),
            seen => seen.Job.Wait?.Reason == "offers-cooling-down");

        reply.Verdict.ShouldContain("800 of 980 MB (81 %)");
        reply.Verdict.ShouldNotContain("412");
    }

    [Fact]
    public async Task The_story_of_a_job_has_its_order_and_the_runner_that_was_born_for_it()
    {
        await using var rig = await StartAsync();
        await rig.StoreAsync(Queued(42));
        await Eventually.HoldsAsync(() => rig.Desk.Engine.View!.Snapshot.Runners.Count == 1);

        var reply = await rig.GetAsync("/api/v1/jobs/github.com/42", ApiJson.Default.ExplainReply);

        reply.Story.Select(line => line.Kind).ShouldBe(
            ["job-queued", "order-opened", "runner-planned", "machine-planned"]);
        reply.Story.Select(line => line.Seq).ShouldBeInOrder();
    }

    [Fact]
    public async Task A_job_that_is_over_is_found_among_the_done_ones_and_explained()
    {
        await using var rig = await StartAsync();
        var at = TimeProvider.System.GetUtcNow();
        await rig.StoreAsync(Queued(42) with { QueuedAt = at.AddSeconds(-30) });
        await rig.StoreAsync(
            new JobFinished(at, new JobKey("github.com", 42), Details(42), null, "cancelled", at));

        (await rig.GetAsync("/api/v1/jobs?state=done", ApiJson.Default.JobsReply)).Jobs.Single().State.ShouldBe("done");
        (await rig.GetAsync("/api/v1/jobs/42", ApiJson.Default.ExplainReply)).Verdict.ShouldBe(
            "ended without running: cancelled, 30 s after it was queued");
    }

    [Fact]
    public async Task Done_jobs_beyond_the_limit_are_not_sent_and_that_there_are_more_is_said()
    {
        await using var rig = await StartAsync();
        var at = TimeProvider.System.GetUtcNow();
        await rig.StoreAsync([.. Enumerable.Range(1, 5).Select(id => Queued(id))]);
        await rig.StoreAsync([.. Enumerable.Range(1, 4).Select(id =>
            new JobFinished(at, new JobKey("github.com", id), Details(id), null, "cancelled", at))]);

        var cut = await rig.GetAsync("/api/v1/jobs?state=done&limit=2", ApiJson.Default.JobsReply);
        var whole = await rig.GetAsync("/api/v1/jobs?state=all", ApiJson.Default.JobsReply);

        cut.Jobs.Select(job => job.Id).ShouldBe([4, 3]);
        cut.Total.ShouldBe(3);
        whole.Jobs.Select(job => job.State).ShouldBe(["waiting", "done", "done", "done", "done"]);
        whole.Total.ShouldBe(5);
    }

    [Fact]
    public async Task Pausing_a_pool_is_stored_with_who_asked_and_shows_in_the_status()
    {
        await using var rig = await StartAsync();

        using var response = await rig.Socket.PostAsync(
            "/api/v1/pools/linux/pause", Json("""{"by":"ann"}"""), Cancel);

        (await ReadAsync(response, ApiJson.Default.AskReply)).Subject.ShouldBe("linux");
        await Eventually.HoldsAsync(() => rig.Desk.Engine.View!.Snapshot.Pools is [{ AskedBy: "ann" }]);
        (await rig.GetAsync("/api/v1/status", ApiJson.Default.StatusReply)).Pools.Single().Mode.ShouldBe("paused");
    }

    [Theory]
    [InlineData("resume", "active")]
    [InlineData("drain", "draining")]
    public async Task A_paused_pool_is_resumed_or_drained(string verb, string mode)
    {
        await using var rig = await StartAsync();
        (await rig.Socket.PostAsync("/api/v1/pools/linux/pause", null, Cancel)).Dispose();

        using var response = await rig.Socket.PostAsync($"/api/v1/pools/linux/{verb}", null, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        await Eventually.GetAsync(
            async () => (await rig.GetAsync("/api/v1/status", ApiJson.Default.StatusReply)).Pools.Single().Mode,
            seen => seen == mode);
    }

    [Fact]
    public async Task Retiring_a_runner_is_stored()
    {
        await using var rig = await StartAsync();
        await rig.StoreAsync(Queued(42));
        await Eventually.HoldsAsync(() => rig.Desk.Engine.View!.Snapshot.Runners.Count == 1);
        var name = rig.Desk.Engine.View!.Snapshot.Runners[0].Name;

        using var response = await rig.Socket.PostAsync($"/api/v1/runners/{name}/retire", null, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var row = (RunnerRow)(await rig.Desk.Store.LoadAsync(Subject.Of(name), Cancel))!;
        row.RetireAskedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_ignored_job_counts_as_waiting_nowhere_and_says_who_asked_and_how_to_take_it_back()
    {
        await using var rig = await StartAsync();
        await rig.StoreAsync(Queued(42, "self-hosted", "linux", "gpu"));

        using var response = await rig.Socket.PostAsync("/api/v1/jobs/42/ignore", Json("""{"by": "ann"}"""), Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var reply = await Eventually.GetAsync(
            () => rig.GetAsync("/api/v1/jobs/42", ApiJson.Default.ExplainReply),
            seen => seen.Job.Wait?.Reason == "job-ignored");
        reply.Verdict.ShouldContain("ann asked for no runner to be made for it; paddock jobs retry github.com/42");
        var totals = (await rig.GetAsync("/api/v1/status", ApiJson.Default.StatusReply)).Totals;
        (totals.JobsWaiting, totals.JobsUnmatched).ShouldBe((0, 0));
    }

    [Fact]
    public async Task To_try_a_job_that_no_pool_serves_promises_nothing()
    {
        await using var rig = await StartAsync();
        await rig.StoreAsync(Queued(42, "self-hosted", "linux", "gpu"));

        using var response = await rig.Socket.PostAsync("/api/v1/jobs/42/retry", null, Cancel);

        (await response.Content.ReadAsStringAsync(Cancel)).ShouldContain("no pool may serve it");
    }

    [Fact]
    public async Task A_job_that_is_over_or_was_given_up_cannot_be_tried_again_here()
    {
        await using var rig = await StartAsync();
        var at = TimeProvider.System.GetUtcNow();
        await rig.StoreAsync(Queued(42), Queued(43) with { QueuedAt = at.AddDays(-2), At = at.AddDays(-2) });
        await rig.StoreAsync(new JobFinished(at, new JobKey("github.com", 42), Details(42), null, "cancelled", at));

        using var over = await rig.Socket.PostAsync("/api/v1/jobs/42/retry", null, Cancel);
        using var given = await rig.Socket.PostAsync("/api/v1/jobs/github.com/43/retry", null, Cancel);

        (await ProblemAsync(over)).Code.ShouldBe("job-done");
        (await ProblemAsync(given)).Code.ShouldBe("job-given-up");
    }

    [Theory]
    [InlineData("POST", "/api/v1/jobs/7/retry", 404, "no-such-job", "store.retention")]
    [InlineData("POST", "/api/v1/pools/linus/pause", 404, "no-such-pool", "Did you mean 'linux'?")]
    [InlineData("POST", "/api/v1/runners/nobody/retire", 404, "no-such-runner", "No runner is open now.")]
    [InlineData("GET", "/api/v1/jobs/7", 404, "no-such-job", "store.retention")]
    [InlineData("GET", "/api/v1/jobs/shop", 404, "no-such-job", "store.retention")]
    [InlineData("GET", "/api/v1/jobs?state=waitin", 400, "bad-query", "Did you mean 'waiting'?")]
    [InlineData("GET", "/api/v1/jobs?limit=0", 400, "bad-query", "from 1 to 5000")]
    [InlineData("GET", "/api/v1/events?since=x", 400, "bad-query", "number of an event")]
    [InlineData("GET", "/api/v1/runners/nobody/log", 404, "no-such-runner", "No runner is open now.")]
    [InlineData("GET", "/api/v1/stats", 404, "no-such-path", "Did you mean /api/v1/status?")]
    [InlineData("POST", "/api/v1/status", 405, "wrong-method", "Use GET")]
    public async Task What_cannot_be_done_says_so_with_a_code_and_a_remedy(
        string method, string path, int status, string code, string remedy)
    {
        await using var rig = await StartAsync();

        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await rig.Socket.SendAsync(request, Cancel);

        var problem = await ProblemAsync(response);
        problem.Status.ShouldBe(status);
        problem.Code.ShouldBe(code);
        problem.Remedy.ShouldNotBeNull().ShouldContain(remedy);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"by": 7}""")]
    [InlineData("""{"by": "a\u0007"}""")]
    public async Task A_body_that_is_not_understood_stores_nothing(string body)
    {
        await using var rig = await StartAsync();

        using var response = await rig.Socket.PostAsync("/api/v1/pools/linux/pause", Json(body), Cancel);

        (await ProblemAsync(response)).Code.ShouldBe("bad-body");
        (await rig.Desk.Store.LoadAsync(Subject.Of(PoolName.Of("linux")), Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        await using var rig = await StartAsync();

        using var response = await rig.Socket.PostAsync(
            "/api/v1/pools/linux/pause", Json(new string(' ', 5_000)), Cancel);

        (await ProblemAsync(response)).Status.ShouldBe(413);
    }

    [Fact]
    public async Task Before_the_first_pass_it_is_not_ready()
    {
        await using var rig = await StartAsync(runs: false);

        using var response = await rig.Socket.GetAsync("/api/v1/status", Cancel);

        (await ProblemAsync(response)).Code.ShouldBe("not-ready");
    }

    [Fact]
    public async Task A_store_that_fails_is_a_problem_and_no_defect()
    {
        await using var rig = await StartAsync();
        await rig.StoreAsync(Queued(42));
        SqliteLibrary.Prepare();
        using (var shell = new SqliteConnection($"Data Source={rig.Desk.Config.StorePath};Pooling=False"))
        {
            shell.Open();
            shell.Run("UPDATE rows SET body = 'x' WHERE kind = 'job'");
        }

        using var response = await rig.Socket.GetAsync("/api/v1/jobs/42", Cancel);

        var problem = await ProblemAsync(response);
        problem.Status.ShouldBe(503);
        problem.Code.ShouldBe("store-corrupt");
        problem.Detail.ShouldNotContain(problem.Remedy!, Case.Sensitive, "it is told once");
    }

    private static Undertaking Pull(long done) => new(
        "image runner is being pulled", ["runner"], done, 980, "MB", TimeProvider.System.GetUtcNow());
}
