using System.Security.Cryptography;
using System.Text;
using Paddock.Core.Facts;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Ports.Sources;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Polling;

public sealed class SweepTests : IAsyncLifetime
{
    private const string Repo = "/repos/octo-org/octo-repo";
    private const string Runs = $"{Repo}/actions/runs";

    private static readonly string[] Statuses = ["queued", "in_progress", "waiting"];

    private readonly List<JobRow> _open = [];
    private GitHubStub _github = null!;
    private TimeSpan _nextIn;

    public async ValueTask InitializeAsync()
    {
        _github = await GitHubStub.StartAsync();
        GiveRuns("octo-repo");
    }

    public ValueTask DisposeAsync() => _github.DisposeAsync();

    [Fact]
    public async Task A_waiting_job_of_a_queued_run_is_reported()
    {
        GiveRuns("octo-repo", (11, "queued"));
        GiveJobs(11, Job(101, "queued"));

        var batch = await PullAsync();

        batch.Faults.ShouldBeEmpty();
        batch.Facts.Single().ShouldBeOfType<JobQueued>().Job.ShouldBe(new JobKey("github.com", 101));
    }

    [Fact]
    public async Task The_repository_is_the_one_the_run_names_with_its_id()
    {
        GiveRuns("octo-repo", (11, "queued"));
        GiveJobs(11, Job(101, "queued"));

        var details = (await PullAsync()).Facts.Single().Details;

        details.Repository.ShouldBe(new Repository(9, "octo-org", "octo-repo", Private: true));
        details.Workflow.ShouldBe("CI");
    }

    [Theory]
    [InlineData("queued")]
    [InlineData("in_progress")]
    [InlineData("waiting")]
    public async Task A_job_waits_in_a_run_of_any_status_that_is_not_over(string status)
    {
        GiveRuns("octo-repo", (11, status));
        GiveJobs(11, Job(100, "completed"), Job(101, "queued"), Job(102, "in_progress"), Job(103, "waiting"));

        var facts = (await PullAsync()).Facts;

        facts.Select(fact => (fact.Job.Id, fact.GetType())).ShouldBe(
            [(101, typeof(JobQueued)), (102, typeof(JobStarted)), (103, typeof(JobHeld))]);
    }

    [Fact]
    public async Task It_is_reported_again_in_every_round_although_an_unchanged_answer_has_no_body()
    {
        GiveRuns("octo-repo", (11, "queued"));
        GiveJobs(11, Job(101, "queued"));
        var first = await PullAsync();
        await _github.Adapters.Sweep.AcknowledgeAsync(first, _github.Limit);

        var second = await PullAsync();

        second.Facts.Single().Job.Id.ShouldBe(101);
        second.Mark.ShouldBeGreaterThan(first.Mark);
        _github.Requests.Count(request => request.Header("If-None-Match") is not null).ShouldBe(4);
    }

    [Fact]
    public async Task All_pages_of_runs_and_of_jobs_are_read()
    {
        GiveRuns("octo-repo", (11, "queued"));
        var next = new Uri(_github.Address, $"{Runs}/11/jobs?filter=latest&per_page=100&page=2");
        _github.On("GET", $"{Runs}/11/jobs?filter=latest&per_page=100", JobPage([Job(101, "queued")]) with
        {
            Headers = [("Link", $"<{next}>; rel=\"next\"")],
        });
        _github.On("GET", $"{Runs}/11/jobs?filter=latest&per_page=100&page=2", JobPage([Job(102, "queued")]));

        (await PullAsync()).Facts.Select(fact => fact.Job.Id).ShouldBe([101, 102]);
    }

    [Fact]
    public async Task A_run_that_has_no_jobs_yet_is_left_for_the_next_round()
    {
        GiveRuns("octo-repo", (11, "queued"));
        GiveJobs(11);
        (await PullAsync()).ShouldSatisfyAllConditions(
            batch => batch.Facts.ShouldBeEmpty(), batch => batch.Faults.ShouldBeEmpty());

        GiveJobs(11, Job(101, "queued"));

        (await PullAsync()).Facts.Single().Job.Id.ShouldBe(101);
    }

    [Fact]
    public async Task A_run_that_moved_between_two_lists_is_asked_once()
    {
        GiveRuns("octo-repo", (11, "queued"), (11, "in_progress"));
        GiveJobs(11, Job(101, "queued"));

        (await PullAsync()).Facts.Count.ShouldBe(1);
        _github.Count("GET", $"{Runs}/11/jobs").ShouldBe(1);
    }

    [Fact]
    public async Task A_finished_job_that_we_believe_open_is_reported_where_its_run_is_listed()
    {
        Open(100);
        GiveRuns("octo-repo", (11, "in_progress"));
        GiveJobs(11, Job(100, "completed"));

        (await PullAsync()).Facts.Single().ShouldBeOfType<JobFinished>();
        _github.Count("GET", $"{Repo}/actions/jobs/100").ShouldBe(0);
    }

    [Fact]
    public async Task A_job_we_believe_open_that_no_run_shows_is_asked_for_by_itself()
    {
        Open(100);
        _github.On("GET", $"{Repo}/actions/jobs/100", Reply.Ok(Job(100, "completed", "cancelled")));

        (await PullAsync()).Facts.Single().ShouldBeOfType<JobFinished>().Conclusion.ShouldBe("cancelled");
    }

    [Fact]
    public async Task A_job_that_is_gone_from_a_repository_we_see_is_over()
    {
        Open(100);
        GiveRepository();

        var finished = (await PullAsync()).Facts.Single().ShouldBeOfType<JobFinished>();

        (finished.Job.Id, finished.Conclusion).ShouldBe((100, "not_found"));
    }

    [Fact]
    public async Task A_job_that_is_gone_from_a_repository_we_do_not_see_is_a_fault()
    {
        Open(100);

        var batch = await PullAsync();

        batch.Facts.ShouldBeEmpty();
        batch.Faults.Single().Kind.ShouldBe(FaultKind.NotFound);
    }

    [Fact]
    public async Task A_job_of_a_moment_ago_is_not_called_gone()
    {
        // The webhook is often ahead of the API.
        Open(100, age: TimeSpan.FromSeconds(20));
        GiveRepository();

        (await PullAsync()).ShouldSatisfyAllConditions(
            batch => batch.Facts.ShouldBeEmpty(), batch => batch.Faults.ShouldBeEmpty());
    }

    [Fact]
    public async Task Jobs_of_a_repository_whose_runs_could_not_be_listed_are_not_asked_one_by_one()
    {
        Open(100);
        GiveRuns(Reply.Error(403, "no"));

        (await PullAsync()).Faults.Count.ShouldBe(1);
        _github.Count("GET", $"{Repo}/actions/jobs/100").ShouldBe(0);
    }

    [Fact]
    public async Task A_fault_names_the_repository_and_leaves_the_others_alone()
    {
        GiveRuns("other", (11, "queued"));
        GiveJobsOf("other", 11, Job(101, "queued"));
        GiveRuns(Reply.Error(403, "Resource not accessible by integration"));

        var batch = await PullAsync(GitHubStub.Repository, RepositoryScope("octo-org/other"));

        batch.Facts.Single().Job.Id.ShouldBe(101);
        batch.Faults.Single().Message.ShouldStartWith("octo-org/octo-repo: ");
    }

    [Fact]
    public async Task What_was_learned_before_a_fault_is_told_with_it()
    {
        GiveRuns("octo-repo", (11, "queued"), (12, "queued"));
        GiveJobs(11, Job(101, "queued"));
        _github.On("GET", $"{Runs}/12/jobs", Reply.Error(403, "no"));

        var batch = await PullAsync();

        (batch.Facts.Count, batch.Faults.Count).ShouldBe((1, 1));
    }

    [Fact]
    public async Task An_organization_is_its_repositories_without_those_that_are_shut()
    {
        GiveRepositories("octo-repo", "archived", "disabled");
        GiveRuns("octo-repo", (11, "queued"));
        GiveJobs(11, Job(101, "queued"));

        (await PullAsync(GitHubStub.Organization)).ShouldSatisfyAllConditions(
            batch => batch.Facts.Count.ShouldBe(1), batch => batch.Faults.ShouldBeEmpty());
        _github.Count("GET", "/repos/octo-org/archived/actions/runs").ShouldBe(0);
    }

    [Fact]
    public async Task A_repository_made_since_the_last_sweep_is_found_by_the_next()
    {
        GiveRepositories();
        (await PullAsync(GitHubStub.Organization)).Facts.ShouldBeEmpty();
        GiveRepositories("octo-repo");
        GiveRuns("octo-repo", (11, "queued"));
        GiveJobs(11, Job(101, "queued"));

        (await PullAsync(GitHubStub.Organization)).Facts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_list_of_repositories_that_fails_is_told_and_the_old_one_serves_on()
    {
        GiveRepositories("octo-repo");
        await PullAsync(GitHubStub.Organization);
        GiveRuns("octo-repo", (11, "queued"));
        GiveJobs(11, Job(101, "queued"));
        _github.On("GET", "/orgs/octo-org/repos", Reply.Error(403, "no"));

        var batch = await PullAsync(GitHubStub.Organization);

        batch.Facts.Count.ShouldBe(1);
        batch.Faults.Single().Message.ShouldStartWith("org:octo-org: ");
    }

    [Fact]
    public async Task A_repository_that_only_an_open_job_names_is_swept_when_a_scope_covers_it()
    {
        GiveRepositories();
        Open(100);
        _github.On("GET", $"{Repo}/actions/jobs/100", Reply.Ok(Job(100, "in_progress")));

        (await PullAsync(GitHubStub.Organization)).Facts.Single().ShouldBeOfType<JobStarted>();
    }

    [Fact]
    public async Task A_repository_that_no_scope_covers_is_nobodys_to_ask()
    {
        Open(100);

        await PullAsync(RepositoryScope("octo-org/other"));

        _github.Requests.ShouldAllBe(
            request => request.Path.StartsWith("/repos/octo-org/other", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_repository_in_two_pools_is_asked_once()
    {
        await PullAsync(GitHubStub.Repository, RepositoryScope("OCTO-org/Octo-Repo"));

        _github.Count("GET", Runs).ShouldBe(3);
    }

    [Fact]
    public async Task The_next_pull_is_an_interval_away()
    {
        var batch = await PullAsync();

        // Give or take a fifth, so that many of us do not ask at once.
        var wait = batch.NextPullAt - _github.Time.GetUtcNow();
        wait.ShouldBeInRange(TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(6));
    }

    [Fact]
    public async Task The_next_pull_of_a_limited_identity_is_when_the_limit_ends()
    {
        GiveRuns(Reply.Error(429, "slow down", ("Retry-After", "1800")));

        (await PullAsync()).NextPullAt.ShouldBe(_github.Time.GetUtcNow().AddMinutes(30));
    }

    [Fact]
    public async Task When_GitHub_is_out_of_reach_not_every_repository_waits_for_it()
    {
        _github.Connections[0] = _github.Connections[0] with { ApiUrl = new Uri("http://127.0.0.1:1/") };
        var scopes = Enumerable.Range(0, 200).Select(i => RepositoryScope($"octo-org/r{i}")).ToArray();
        var pulling = PullAsync(scopes);
        while (!pulling.IsCompleted)
        {
            _github.Time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, _github.Limit);
        }

        // Those under way when the third in a row failed, not all two hundred.
        (await pulling).Faults.Count.ShouldBeInRange(3, 20);
    }

    [Fact]
    public async Task A_scope_of_an_unknown_connection_is_a_fault() =>
        (await PullAsync(GitHubStub.Repository with { Connection = "elsewhere" })).Faults.Single().Kind
            .ShouldBe(FaultKind.InvalidSpec);

    [Fact]
    public async Task Jobs_of_another_host_are_not_asked_for_here()
    {
        Open(100, host: "git.acme.example");

        (await PullAsync()).Faults.ShouldBeEmpty();
        _github.Count("GET", $"{Repo}/actions/jobs/100").ShouldBe(0);
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_his_cancellation()
    {
        GiveRuns(Reply.Silence);
        using var stop = new CancellationTokenSource();
        var pulling = _github.Adapters.Sweep.PullAsync(View(GitHubStub.Repository), stop.Token);
        await Eventually.HoldsAsync(() => _github.Count("GET", Runs) == 1);

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(pulling);
    }

    [Fact]
    public async Task Runs_and_jobs_are_read_as_GitHub_documents_them()
    {
        GiveRuns(Reply.Ok(Fixture.Example("actions/list-workflow-runs-for-repo", 200)));
        var jobs = Fixture.Example("actions/list-jobs-for-workflow-run", 200);
        _github.On("GET", $"{Runs}/30433642/jobs", Reply.Ok(jobs));
        Open(399444496);

        var fact = (await PullAsync()).Facts.Single();

        fact.Job.Id.ShouldBe(399444496);
        fact.Details.Repository.FullName.ShouldBe("octocat/Hello-World");
    }

    private static Scope RepositoryScope(string path) => new(Scope.DefaultConnection, ScopeKind.Repository, path);

    /// <summary>A pull when it is due.</summary>
    private async Task<SourceBatch> PullAsync(params Scope[] scopes)
    {
        _github.Time.Advance(_nextIn);
        var batch = await _github.Adapters.Sweep.PullAsync(
            View(scopes.Length == 0 ? [GitHubStub.Repository] : scopes), _github.Limit);
        _nextIn = batch.NextPullAt - _github.Time.GetUtcNow();
        return batch;
    }

    private SourceView View(params Scope[] scopes) => new(
        new FleetPolicy
        {
            Identity = new FleetIdentity("f", "i", "mark2345"),
            Connections = [new ConnectionPolicy(Scope.DefaultConnection, "github.com")],
            Providers = [],
            Pools = [.. scopes.Select(scope => new PoolPolicy
            {
                Name = new PoolName("linux"), Scopes = [scope], Labels = LabelSet.Of("linux"), Offers = [],
            })],
        },
        _open,
        _github.Time.GetUtcNow());

    private void GiveRepository() => _github.On(
        "GET", Repo, Reply.Ok("""{"id":9,"name":"octo-repo","owner":{"login":"octo-org"},"private":true}"""));

    private void Open(long id, TimeSpan? age = null, string host = "github.com") => _open.Add(new(new JobKey(host, id))
    {
        Rank = JobRank.Queued,
        Details = new JobDetails(
            new Repository(9, "octo-org", "octo-repo", Private: true), 11, 1, "CI", "build", LabelSet.Of("linux"), ""),
        FirstSeenAt = _github.Time.GetUtcNow() - (age ?? TimeSpan.FromHours(1)),
    });

    /// <summary>Lists by status, each with an ETag that an unchanged answer repeats.</summary>
    private void GiveRuns(string repository, params (long Id, string Status)[] runs)
    {
        foreach (var status in Statuses)
        {
            var entries = runs.Where(run => run.Status == status).Select(run => $$"""
                {"id":{{run.Id}},"name":"CI","status":"{{status}}",
                 "repository":{"id":9,"name":"{{repository}}","private":true,"owner":{"login":"octo-org"} } }
                """);
            var page = $$"""{"total_count":1,"workflow_runs":[{{string.Join(',', entries)}}]}""";
            OnTagged(RunsOf(repository, status), page);
        }
    }

    /// <summary>The same answer whatever status is asked for.</summary>
    private void GiveRuns(Reply reply)
    {
        foreach (var status in Statuses)
        {
            _github.On("GET", RunsOf("octo-repo", status), reply);
        }
    }

    private static string RunsOf(string repository, string status) =>
        $"/repos/octo-org/{repository}/actions/runs?status={status}&exclude_pull_requests=true&per_page=100";

    private void GiveJobs(long run, params string[] jobs) => GiveJobsOf("octo-repo", run, jobs);

    private void GiveJobsOf(string repository, long run, params string[] jobs) =>
        OnTagged($"/repos/octo-org/{repository}/actions/runs/{run}/jobs", JobPage(jobs).Body);

    private void OnTagged(string target, string body)
    {
        var tag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))}\"";
        _github.On("GET", target, request => request.Header("If-None-Match") == tag
            ? new Reply(304, "", ("ETag", tag))
            : Reply.Ok(body, ("ETag", tag)));
    }

    private void GiveRepositories(params string[] names)
    {
        var entries = names.Select(name => $$"""
            {"id":9,"name":"{{name}}","owner":{"login":"octo-org"},"private":true,
             "archived":{{Is(name, "archived")}},"disabled":{{Is(name, "disabled")}} }
            """);
        _github.On("GET", "/orgs/octo-org/repos", Reply.Ok($"[{string.Join(',', entries)}]"));
    }

    private static string Is(string name, string other) => name == other ? "true" : "false";

    private static Reply JobPage(IReadOnlyList<string> jobs) =>
        Reply.Ok($$"""{"total_count":{{jobs.Count}},"jobs":[{{string.Join(',', jobs)}}]}""");

    private static string Job(long id, string status, string? conclusion = null) => $$"""
        {"id":{{id}},"run_id":11,"run_attempt":1,"name":"build","status":"{{status}}","labels":["linux"],
         "conclusion":{{(conclusion is null ? "null" : $"\"{conclusion}\"")}}, "created_at":"2026-11-20T11:00:00Z"}
        """;
}
