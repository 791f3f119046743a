using System.Text.Json;
using Paddock.Core.Facts;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.GitHub.Http;
using Paddock.GitHub.Jobs;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Jobs;

public sealed class JobMappingTests
{
    private static readonly JobOrigin Origin = new(
        new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero), "github.com",
        new Repository(1, "octo-org", "octo-repo", Private: true), Workflow: "CI");

    [Theory]
    [InlineData("queued", typeof(JobQueued))]
    [InlineData("in_progress", typeof(JobStarted))]
    [InlineData("completed", typeof(JobFinished))]
    [InlineData("waiting", typeof(JobHeld))]
    [InlineData("requested", typeof(JobHeld))]
    [InlineData("pending", typeof(JobHeld))]
    [InlineData("something new", typeof(JobHeld))]
    [InlineData(null, typeof(JobHeld))]
    public void Every_status_has_its_fact(string? status, Type fact) =>
        JobMapping.FromStatus(new JobPayload { Id = 7, Status = status }, Origin).ShouldBeOfType(fact);

    [Fact]
    public void A_job_as_GitHub_documents_it_is_read_whole()
    {
        var job = JsonSerializer.Deserialize(
            Fixture.Example("actions/get-job-for-workflow-run", 200), GitHubJson.Default.JobPayload)!;

        var finished = JobMapping.FromStatus(job, Origin).ShouldBeOfType<JobFinished>();

        finished.ShouldBe(new JobFinished(
            Origin.At, new JobKey("github.com", 399444496),
            new JobDetails(
                Origin.Repository, 29679449, 1, "CI", "build", LabelSet.Of("self-hosted", "foo", "bar"),
                "https://github.com/octo-org/octo-repo/runs/29679449/jobs/399444496"),
            "my runner", "success", new DateTimeOffset(2020, 1, 20, 17, 44, 39, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void No_runner_and_the_empty_runner_are_the_same(string? name) =>
        JobMapping.FromStatus(new JobPayload { Id = 7, Status = "completed", RunnerName = name }, Origin)
            .ShouldBeOfType<JobFinished>().Runner.ShouldBeNull();

    [Fact]
    public void A_job_that_ended_without_a_conclusion_says_so() =>
        JobMapping.FromStatus(new JobPayload { Id = 7, Status = "completed" }, Origin)
            .ShouldBeOfType<JobFinished>().Conclusion.ShouldBe("unknown");

    [Fact]
    public void A_job_without_the_time_it_was_made_waits_since_it_was_started()
    {
        var started = Origin.At.AddMinutes(-3);

        JobMapping.FromStatus(new JobPayload { Id = 7, Status = "queued", StartedAt = started }, Origin)
            .ShouldBeOfType<JobQueued>().QueuedAt.ShouldBe(started);
    }

    [Fact]
    public void Labels_keep_the_letters_they_were_written_in() =>
        JobMapping.FromStatus(new JobPayload { Id = 7, Labels = ["Self-Hosted", "X64"] }, Origin)
            .Details.Labels.Texts.ShouldBe(["Self-Hosted", "X64"]);

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void A_label_that_is_none_keeps_the_job_from_matching_with_one_less(string? label)
    {
        var labels = JobMapping.FromStatus(new JobPayload { Id = 7, Labels = ["self-hosted", label] }, Origin)
            .Details.Labels;
        labels.Count.ShouldBe(2);
        labels.IsSubsetOf(LabelSet.Of("self-hosted", "linux", "x64")).ShouldBeFalse();
    }
}
