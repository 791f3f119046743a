using System.Text.Json.Nodes;
using Paddock.GitHubStandIn.Control;

namespace Paddock.Tests.StandIn;

public sealed class RestRunsTests : StandInTest
{
    private static NewJob Build => Job("build");

    private async Task<IReadOnlyList<long>> ListAsync(string query)
    {
        var listed = await GetAsync($"repos/acme/app/actions/runs{query}");
        return [.. listed["workflow_runs"]!.AsArray().Select(run => (long)run!["id"]!)];
    }

    [Fact]
    public async Task Runs_are_listed_by_status()
    {
        var queued = await QueueAsync(Build);
        var held = await QueueAsync(Build with { IsProtected = true });
        (await ListAsync("?status=queued&exclude_pull_requests=true")).ShouldBe([queued.Id]);
        (await ListAsync("?status=waiting")).ShouldBe([held.Id]);
        (await ListAsync("?status=in_progress")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_names_the_fork_it_comes_from()
    {
        var run = await Control.QueueRunAsync(new NewRun("acme/app", [Build]) { ForkOwner = "mallory" }, Stop);

        var shown = await GetAsync($"repos/acme/app/actions/runs/{run.Id}");

        ((string)shown["head_repository"]!["full_name"]!).ShouldBe("mallory/app");
        ((string)shown["repository"]!["full_name"]!).ShouldBe("acme/app");
        ((int)(await GetAsync("repos/acme/app"))["forks_count"]!).ShouldBe(1);
    }

    [Fact]
    public async Task Runs_are_listed_newest_first()
    {
        var first = await QueueAsync(Build);
        var second = await QueueAsync(Build);
        (await ListAsync("")).ShouldBe([second.Id, first.Id]);
    }

    [Fact]
    public async Task A_status_may_be_a_conclusion()
    {
        var run = await QueueAsync(Build);
        await Control.CancelRunAsync(run.Id, Stop);
        (await ListAsync("?status=cancelled")).ShouldBe([run.Id]);
        (await ListAsync("?status=completed")).ShouldBe([run.Id]);
    }

    [Theory]
    [InlineData("?branch=main", true)]
    [InlineData("?branch=other", false)]
    [InlineData("?event=push", true)]
    [InlineData("?event=schedule", false)]
    [InlineData("?created=%3E%3D2020-01-01T00:00:00Z", true)]
    [InlineData("?created=%3C2020-01-01", false)]
    [InlineData("?created=2020-01-01..*", true)]
    public async Task Runs_can_be_filtered(string query, bool isListed)
    {
        await QueueAsync(Build);
        (await ListAsync(query)).Count.ShouldBe(isListed ? 1 : 0);
    }

    [Fact]
    public async Task A_time_that_is_none_is_a_bad_request()
    {
        await QueueAsync(Build);
        (await SendAsync(HttpMethod.Get, "repos/acme/app/actions/runs?created=yesterday")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Jobs_of_the_newest_attempt_are_listed_unless_all_are_asked_for()
    {
        var run = await QueueAsync(Build);
        await Control.CancelRunAsync(run.Id, Stop);
        (await SendAsync(HttpMethod.Post, $"repos/acme/app/actions/runs/{run.Id}/rerun")).Status.ShouldBe(201);
        var jobs = $"repos/acme/app/actions/runs/{run.Id}/jobs";
        (await GetAsync(jobs))["jobs"]!.AsArray().Select(job => (int)job!["run_attempt"]!).ShouldBe([2]);
        (await GetAsync($"{jobs}?filter=all"))["total_count"]!.GetValue<int>().ShouldBe(2);
        (await GetAsync($"repos/acme/app/actions/runs/{run.Id}/attempts/1/jobs"))["total_count"]!.GetValue<int>()
            .ShouldBe(1);
        (await GetAsync($"repos/acme/app/actions/runs/{run.Id}/attempts/1"))["run_attempt"]!.GetValue<int>()
            .ShouldBe(1);
    }

    [Fact]
    public async Task A_job_shows_what_it_asks_for_and_no_runner_yet()
    {
        var run = await QueueAsync(Build);
        var job = await GetAsync($"repos/acme/app/actions/jobs/{run.Jobs[0]}");
        job["labels"]!.AsArray().Select(label => (string)label!).ShouldBe(["self-hosted"]);
        job["runner_id"].ShouldBeNull();
        job["started_at"]!.ToString().ShouldBe(job["created_at"]!.ToString());
    }

    [Fact]
    public async Task A_job_cancelled_before_anybody_had_it_names_runner_zero()
    {
        var run = await QueueAsync(Build);
        (await SendAsync(HttpMethod.Post, $"repos/acme/app/actions/runs/{run.Id}/cancel")).Status.ShouldBe(202);
        var job = await GetAsync($"repos/acme/app/actions/jobs/{run.Jobs[0]}");
        job["conclusion"]!.ToString().ShouldBe("cancelled");
        job["runner_id"]!.GetValue<long>().ShouldBe(0);
        job["runner_name"]!.ToString().ShouldBe("");
    }

    [Fact]
    public async Task A_run_that_is_over_cannot_be_cancelled()
    {
        var run = await QueueAsync(Build);
        await Control.CancelRunAsync(run.Id, Stop);
        (await SendAsync(HttpMethod.Post, $"repos/acme/app/actions/runs/{run.Id}/cancel")).Status.ShouldBe(409);
    }

    [Fact]
    public async Task A_job_can_be_run_again_when_its_run_is_over()
    {
        var run = await QueueAsync(Build);
        var again = $"repos/acme/app/actions/jobs/{run.Jobs[0]}/rerun";
        (await SendAsync(HttpMethod.Post, again)).Status.ShouldBe(403);
        await Control.CancelRunAsync(run.Id, Stop);
        (await SendAsync(HttpMethod.Post, again)).Status.ShouldBe(201);
    }

    [Fact]
    public async Task A_run_of_another_repository_is_not_found()
    {
        await Control.AddRepositoryAsync(new NewRepository("acme", "other"), Stop);
        var run = await QueueAsync(Build);
        (await SendAsync(HttpMethod.Get, $"repos/acme/other/actions/runs/{run.Id}")).Status.ShouldBe(404);
        (await SendAsync(HttpMethod.Get, $"repos/acme/other/actions/jobs/{run.Jobs[0]}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Repositories_say_whether_they_are_private()
    {
        await Control.AddRepositoryAsync(new NewRepository("acme", "open") { IsPrivate = false }, Stop);
        (await GetAsync("repos/acme/open"))["private"]!.GetValue<bool>().ShouldBeFalse();
        (await GetAsync("orgs/acme/repos?sort=pushed")).AsArray().Count.ShouldBe(2);
        (await GetAsync("user/repos")).AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_renamed_repository_answers_with_its_new_place()
    {
        var id = (long)(await GetAsync("repos/acme/app"))["id"]!;
        await Control.RenameRepositoryAsync(id, "acme", "renamed", Stop);
        using var moved = await Rest.GetAsync("repos/acme/app/actions/runs?per_page=5", Stop);
        ((int)moved.StatusCode).ShouldBe(301);
        moved.Headers.Location!.ToString().ShouldEndWith($"/repositories/{id}/actions/runs?per_page=5");
        using var plain = new HttpClient();
        plain.DefaultRequestHeaders.UserAgent.ParseAdd("paddock-tests");
        plain.DefaultRequestHeaders.Authorization = Rest.DefaultRequestHeaders.Authorization;
        var followed = JsonNode.Parse(await plain.GetStringAsync(moved.Headers.Location, Stop));
        followed!["total_count"]!.GetValue<int>().ShouldBe(0);
    }

    [Theory]
    [InlineData("meta")]
    [InlineData("versions")]
    [InlineData("rate_limit")]
    [InlineData("orgs/acme/actions/permissions/self-hosted-runners")]
    public async Task What_GitHub_says_of_itself_is_as_described(string path) => await GetAsync(path);
}
