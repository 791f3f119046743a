using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Core.Facts;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.GitHub;
using Paddock.GitHub.Auth;
using Paddock.GitHub.Webhooks;
using Paddock.GitHubStandIn;
using Paddock.Ports;
using Paddock.Tests.StandIn;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Webhooks;

/// <summary>Events of hooks that know no <c>workflow_job</c>, with the stand-in to ask.</summary>
public sealed class CheckRunTests : StandInTest
{
    private const string Asked = "actions/get-job-for-workflow-run";

    private readonly List<JobObservation> _admitted = [];
    private GitHubAdapters? _adapters;

    public override async ValueTask DisposeAsync()
    {
        _adapters?.Dispose();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_check_run_that_waits_is_one_question_and_then_the_job()
    {
        var job = (await QueueAsync(Job("build"))).Jobs[0];

        var reply = await ReceiveAsync(CheckRun(job));

        reply.ShouldBe(new WebhookReply(202, "stored", "check_run", "created", 1));
        var fact = _admitted.Single().ShouldBeOfType<JobQueued>();
        (fact.Job.Id, fact.Details.Labels).ShouldBe((job, LabelSet.Of("self-hosted")));
        (await Control.StateAsync(Stop)).CountOf(Asked).ShouldBe(1);
    }

    [Fact]
    public async Task What_the_job_has_become_meanwhile_is_what_counts()
    {
        var job = (await QueueAsync(Job("build"))).Jobs[0];
        await Control.StartHostedAsync(job, Stop);

        await ReceiveAsync(CheckRun(job));

        _admitted.Single().ShouldBeOfType<JobStarted>();
    }

    [Theory]
    [InlineData("action", "completed")]
    [InlineData("action", "rerequested")]
    [InlineData("status", "completed")]
    [InlineData("slug", "somebodys-app")]
    [InlineData("slug", null)]
    [InlineData("id", null)]
    public async Task Every_other_check_run_is_ignored_without_a_question(string what, string? value)
    {
        var job = (await QueueAsync(Job("build"))).Jobs[0];
        var payload = CheckRun(job);
        var run = payload["check_run"]!;
        switch (what)
        {
            case "action":
                payload["action"] = value;
                break;
            case "slug":
                run["app"]!["slug"] = value;
                break;
            case "id":
                run["id"] = 0;
                break;
            default:
                run[what] = value;
                break;
        }

        (await ReceiveAsync(payload)).ShouldBe(new WebhookReply(202, "ignored", "check_run"));

        _admitted.ShouldBeEmpty();
        (await Control.StateAsync(Stop)).CountOf(Asked).ShouldBe(0);
    }

    [Fact]
    public async Task A_job_that_GitHub_does_not_tell_of_is_refused_so_that_the_delivery_counts_as_failed()
    {
        (await ReceiveAsync(CheckRun(4711))).Status.ShouldBe(503);
        _admitted.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_asks_unless_the_connection_says_so()
    {
        var job = (await QueueAsync(Job("build"))).Jobs[0];

        (await ReceiveAsync(CheckRun(job), accepts: false)).ShouldBe(new WebhookReply(202, "ignored", "check_run"));

        (await Control.StateAsync(Stop)).CountOf(Asked).ShouldBe(0);
    }

    [Fact]
    public async Task A_check_run_that_cannot_be_read_is_refused() =>
        (await ReceiveAsync(Encoding.UTF8.GetBytes("{"), accepts: true)).Status.ShouldBe(400);

    private static JsonNode CheckRun(long job)
    {
        var payload = JsonNode.Parse(Fixture.Bytes("webhooks/derived/check_run.created.actions-queued.json"))!;
        payload["check_run"]!["id"] = job;
        payload["repository"]!["name"] = "app";
        payload["repository"]!["owner"]!["login"] = "acme";
        return payload;
    }

    private Task<WebhookReply> ReceiveAsync(JsonNode payload, bool accepts = true) =>
        ReceiveAsync(Encoding.UTF8.GetBytes(payload.ToJsonString()), accepts);

    private Task<WebhookReply> ReceiveAsync(byte[] body, bool accepts)
    {
        _adapters = new GitHubAdapters(
            [
                new GitHubConnection
                {
                    Name = Scope.DefaultConnection,
                    Url = new Uri("https://github.com"),
                    ApiUrl = Server.ApiAddress,
                    Credential = new GitHubCredential.Token(new Secret(StandInToken.Admin.Value)),
                    WebhookSecrets = [new Secret(Deliveries.Secret)],
                    AcceptsCheckRuns = accepts,
                },
            ],
            new GitHubOptions { ArchiveDirectory = Path.GetTempPath() }, TimeProvider.System,
            NullLoggerFactory.Instance);
        var receiver = _adapters.Webhooks((reports, _, _) =>
        {
            _admitted.AddRange(reports);
            return Task.FromResult(false);
        });
        var delivery = new Delivery(body) { Event = "check_run" };
        return receiver.ReceiveAsync(
            new WebhookRequest(
                "default", delivery.Header, delivery.ContentType, body.Length,
                PipeReader.Create(new ReadOnlySequence<byte>(body))),
            Stop);
    }
}
