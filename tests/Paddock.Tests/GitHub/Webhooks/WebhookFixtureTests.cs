using System.Text;
using System.Text.Json;
using Paddock.Core.Facts;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Webhooks;

/// <summary>Every payload GitHub published, and those derived from them, as the receiver takes them.</summary>
public sealed class WebhookFixtureTests
{
    private static readonly JsonElement Manifest = Fixture.Json("webhooks/manifest.json");

    private readonly Deliveries _deliveries = new();

    public static TheoryData<string> Files =>
        [.. Manifest.EnumerateArray().Select(entry => entry.GetProperty("file").GetString()!)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_payload_is_taken_and_only_jobs_are_reported(string file)
    {
        var entry = Entry(file);
        var name = entry.GetProperty("event").GetString()!;

        var reply = await _deliveries.ReceiveAsync(Delivery.OfFile(file) with { Event = name });

        (reply.Status, reply.Event, reply.Observations).ShouldBe(name switch
        {
            "workflow_job" => (202, "workflow_job", 1),
            "ping" => (200, "ping", 0),
            _ => (202, name, 0),
        });
        _deliveries.Admitted.Count.ShouldBe(reply.Observations);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_payload_is_the_same_in_a_form(string file)
    {
        var name = Entry(file).GetProperty("event").GetString()!;
        var form = "payload=" + Uri.EscapeDataString(Encoding.UTF8.GetString(Fixture.Bytes($"webhooks/{file}")));
        var other = new Deliveries();

        var plain = await _deliveries.ReceiveAsync(Delivery.OfFile(file) with { Event = name });
        var encoded = await other.ReceiveAsync(
            Delivery.OfText(form) with { Event = name, ContentType = "application/x-www-form-urlencoded" });

        encoded.ShouldBe(plain);
        other.Admitted.ShouldBe(_deliveries.Admitted);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_manifest_is_right_about_what_fits_GitHubs_schema(string file)
    {
        var entry = Entry(file);
        var schema = Fixture.Json($"webhooks-schema/{entry.GetProperty("event").GetString()}.schema.json");
        var definition = schema.GetProperty("$defs").GetProperty(entry.GetProperty("schema_def").GetString()!);

        var problems = new JsonSchema(schema).Check(definition, Fixture.Json($"webhooks/{file}"));

        (problems.Count == 0).ShouldBe(entry.GetProperty("validates").GetBoolean(), string.Join("; ", problems));
    }

    [Fact]
    public async Task A_queued_job_is_reported_with_all_that_is_known_of_it()
    {
        var queued = (await ReportOfAsync("derived/workflow_job.queued.self-hosted.json")).ShouldBeOfType<JobQueued>();

        queued.Job.ShouldBe(new JobKey("github.com", 51001234567));
        queued.At.ShouldBe(_deliveries.Time.GetUtcNow());
        queued.QueuedAt.ShouldBe(new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero));
        queued.Details.ShouldBe(new JobDetails(
            new Repository(591427149, "octo-org", "octo-repo", Private: false),
            RunId: 17800123456,
            RunAttempt: 1,
            "CI",
            "build",
            LabelSet.Of("self-hosted", "linux", "x64", "lxd"),
            "https://github.com/octo-org/octo-repo/actions/runs/17800123456/job/51001234567"));
    }

    [Fact]
    public async Task The_same_job_started_and_finished_names_its_runner()
    {
        var started = (await ReportOfAsync("derived/workflow_job.in_progress.self-hosted.json"))
            .ShouldBeOfType<JobStarted>();
        var finished = (await ReportOfAsync("derived/workflow_job.completed.success.self-hosted.json"))
            .ShouldBeOfType<JobFinished>();

        started.Job.Id.ShouldBe(51001234567);
        started.Runner.ShouldNotBeNullOrEmpty();
        finished.Runner.ShouldBe(started.Runner);
        finished.Conclusion.ShouldBe("success");
    }

    [Fact]
    public async Task A_job_of_a_users_own_repository_which_no_organization_has_is_reported()
    {
        const string file = "workflow_job.in_progress.with-queued-steps.json";
        Fixture.Json($"webhooks/{file}").TryGetProperty("organization", out _).ShouldBeFalse();

        var started = (await ReportOfAsync(file)).ShouldBeOfType<JobStarted>();

        started.Details.Repository.Owner.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_job_that_waits_for_an_environment_is_held() =>
        (await ReportOfAsync("workflow_job.waiting.json")).ShouldBeOfType<JobHeld>();

    [Fact]
    public async Task A_job_cancelled_in_the_queue_had_no_runner_although_GitHub_says_it_was_the_empty_one()
    {
        var finished = (await ReportOfAsync("derived/workflow_job.completed.cancelled-before-pickup.json"))
            .ShouldBeOfType<JobFinished>();

        (finished.Runner, finished.Conclusion).ShouldBe((null, "cancelled"));
    }

    [Fact]
    public async Task A_payload_of_years_ago_is_read_with_what_it_lacks()
    {
        var started = (await ReportOfAsync("workflow_job.in_progress.docs-page.json")).ShouldBeOfType<JobStarted>();

        (started.Details.RunAttempt, started.Details.Workflow).ShouldBe((1, ""));
    }

    [Fact]
    public async Task A_rerun_is_another_job_of_the_same_run()
    {
        var first = await ReportOfAsync("derived/workflow_job.queued.self-hosted.json");
        var second = await ReportOfAsync("derived/workflow_job.queued.rerun-attempt-2.json");

        second.Job.ShouldNotBe(first.Job);
        (second.Details.RunId, second.Details.RunAttempt).ShouldBe((first.Details.RunId, 2));
    }

    [Fact]
    public async Task A_queued_event_of_a_hosted_job_that_already_names_a_runner_is_queued() =>
        (await ReportOfAsync("workflow_job.queued.json")).ShouldBeOfType<JobQueued>();

    private static JsonElement Entry(string file) =>
        Manifest.EnumerateArray().Single(entry => entry.GetProperty("file").GetString() == file);

    private async Task<JobObservation> ReportOfAsync(string file)
    {
        await _deliveries.ReceiveAsync(Delivery.OfFile(file));
        return _deliveries.Admitted[^1];
    }
}
