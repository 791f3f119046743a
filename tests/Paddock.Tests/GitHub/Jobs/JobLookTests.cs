using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Ports.Forge;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Jobs;

public sealed class JobLookTests : IAsyncLifetime
{
    private const string One = "/repos/octo-org/octo-repo/actions/jobs/7";

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

    private Task<JobReply> LookAsync()
    {
        var details = new JobDetails(
            new Repository(9, "octo-org", "octo-repo", Private: true), 5, 1, "CI", "build", LabelSet.Of("linux"), "");
        var at = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
        var row = (JobRow)Fold.Apply(null, new JobQueued(at, new JobKey("github.com", 7), details, at))!;
        return _github.Adapters.Forge.LookAtJobAsync(
            GitHubStub.Repository, row, _github.Limit);
    }
}
