using System.Text.Json;
using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.GitHub.Http;
using Paddock.GitHub.Jobs;
using Paddock.Ports.Forge;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Jobs;

public sealed class JobLookTests : IAsyncLifetime
{
    private const string One = "/repos/octo-org/octo-repo/actions/jobs/7";

    private const string Run = "/repos/octo-org/octo-repo/actions/runs/5?exclude_pull_requests=true";

    private GitHubStub _github = null!;

    public async ValueTask InitializeAsync() => _github = await GitHubStub.StartAsync();

    public ValueTask DisposeAsync() => _github.DisposeAsync();

    [Theory]
    [InlineData("queued", typeof(JobQueued))]
    [InlineData("waiting", typeof(JobHeld))]
    [InlineData("in_progress", typeof(JobStarted))]
    [InlineData("completed", typeof(JobFinished))]
    public async Task A_job_is_reported_as_it_stands_by_one_request(string status, Type report)
    {
        _github.On("GET", One, Reply.Ok(
            $$"""{"id":7,"run_id":5,"name":"build","status":"{{status}}","labels":["linux"],"conclusion":null}"""));

        (await LookAsync()).ShouldBeOfType<JobReply.Found>().Report.ShouldBeOfType(report);
        _github.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_job_that_is_not_listed_is_unknown_and_not_over() =>
        (await LookAsync()).ShouldBeOfType<JobReply.Unknown>().Fault.Kind.ShouldBe(FaultKind.NotFound);

    [Fact]
    public async Task Another_job_in_the_answer_is_believed_in_nothing()
    {
        _github.On("GET", One, Reply.Ok("""{"id":8,"run_id":5,"name":"build","status":"completed","labels":[]}"""));

        (await LookAsync()).ShouldBeOfType<JobReply.Unknown>().Fault.Kind.ShouldBe(FaultKind.Fatal);
    }

    [Theory]
    [InlineData("""{"id":9}""", false)]
    [InlineData("""{"id":10}""", true)]
    [InlineData("null", true)]
    public async Task A_run_comes_from_a_fork_if_what_it_executes_is_in_another_repository_or_in_one_that_is_gone(
        string head, bool fromFork)
    {
        _github.On("GET", Run, Reply.Ok($$"""{"id":5,"repository":{"id":9},"head_repository":{{head}}}"""));

        (await LookAtRunAsync()).ShouldBe(new RunReply.Found(fromFork));
        _github.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_run_that_is_not_listed_is_unknown() =>
        (await LookAtRunAsync()).ShouldBeOfType<RunReply.Unknown>().Fault.Kind.ShouldBe(FaultKind.NotFound);

    [Theory]
    [InlineData("""{"id":6,"repository":{"id":9},"head_repository":{"id":9}}""")]
    [InlineData("""{"id":5}""")]
    public async Task A_run_that_is_another_one_or_does_not_say_where_it_belongs_is_believed_in_nothing(string run)
    {
        _github.On("GET", Run, Reply.Ok(run));

        (await LookAtRunAsync()).ShouldBeOfType<RunReply.Unknown>().Fault.Kind.ShouldBe(FaultKind.Fatal);
    }

    [Theory]
    [InlineData("""{"private":true,"fork":false,"forks_count":0}""", false)]
    [InlineData("""{"private":true,"fork":false,"forks_count":1}""", null)]
    [InlineData("""{"private":true,"fork":true,"forks_count":0}""", null)]
    [InlineData("""{"private":false,"fork":false,"forks_count":0}""", null)]
    [InlineData("""{"private":true}""", null)]
    public void A_private_repository_without_forks_has_no_run_from_one(string repository, bool? fromFork) =>
        JobOrigin.FromForkOf(JsonSerializer.Deserialize(repository, GitHubJson.Default.RepositoryPayload))
            .ShouldBe(fromFork);

    private Task<JobReply> LookAsync() =>
        _github.Adapters.Forge.LookAtJobAsync(GitHubStub.Repository, Waiting(), _github.Limit);

    private Task<RunReply> LookAtRunAsync() =>
        _github.Adapters.Forge.LookAtRunAsync(GitHubStub.Repository, Waiting(), _github.Limit);

    private static JobRow Waiting()
    {
        var details = new JobDetails(
            new Repository(9, "octo-org", "octo-repo", Private: true), 5, 1, "CI", "build", LabelSet.Of("linux"), "");
        var at = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
        return (JobRow)Fold.Apply(null, new JobQueued(at, new JobKey("github.com", 7), details, at))!;
    }
}
