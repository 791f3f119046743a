using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Nodes;
using Paddock.Core.Facts;
using Paddock.GitHub.Webhooks;
using Paddock.Ports.Store;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Webhooks;

public sealed class WebhookReceiverTests
{
    private const string Queued = "derived/workflow_job.queued.self-hosted.json";

    private readonly Deliveries _deliveries = new();

    [Fact]
    public async Task A_delivery_is_stored_under_its_id_and_then_accepted()
    {
        var reply = await _deliveries.ReceiveAsync(Delivery.OfFile(Queued));

        reply.ShouldBe(new WebhookReply(202, "stored", "workflow_job", "queued", 1));
        _deliveries.Ids.ShouldBe([Guid.Parse("4aa0d5a0-95bf-11ec-8b1c-3e2e7c6b8d1a")]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("not a guid")]
    public async Task A_delivery_without_a_proper_id_is_stored_without_one(string? id)
    {
        (await _deliveries.ReceiveAsync(Delivery.OfFile(Queued) with { Id = id })).Status.ShouldBe(202);
        _deliveries.Ids.ShouldBe([null]);
    }

    [Fact]
    public async Task A_repeat_is_answered_as_one()
    {
        _deliveries.Admit = (_, _) => Task.FromResult(true);

        (await _deliveries.ReceiveAsync(Delivery.OfFile(Queued))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task What_cannot_be_stored_is_not_accepted()
    {
        _deliveries.Admit = (_, _) =>
            throw new StoreFaultException(StoreFaultKind.DiskFull, "The disk is full.", "Make room.");

        var reply = await _deliveries.ReceiveAsync(Delivery.OfFile(Queued));

        (reply.Status, reply.Observations).ShouldBe((503, 0));
        reply.Text.ShouldNotContain("disk");
    }

    [Theory]
    [InlineData("queued", "queued", typeof(JobQueued))]
    [InlineData("queued", null, typeof(JobQueued))]
    [InlineData("queued", "waiting", typeof(JobHeld))]
    [InlineData("queued", "pending", typeof(JobHeld))]
    [InlineData("queued", "in_progress", typeof(JobHeld))]
    [InlineData("queued", "something new", typeof(JobHeld))]
    [InlineData("waiting", "waiting", typeof(JobHeld))]
    [InlineData("waiting", "queued", typeof(JobHeld))]
    [InlineData("in_progress", "queued", typeof(JobStarted))]
    [InlineData("in_progress", "in_progress", typeof(JobStarted))]
    [InlineData("completed", "queued", typeof(JobFinished))]
    [InlineData("completed", "completed", typeof(JobFinished))]
    public async Task Action_and_status_are_told_apart(string action, string? status, Type fact)
    {
        var reply = await _deliveries.ReceiveAsync(Changed(payload =>
        {
            payload["action"] = action;
            payload["workflow_job"]!["status"] = status;
        }));

        (reply.Status, reply.Action).ShouldBe((202, action));
        _deliveries.Admitted.Single().ShouldBeOfType(fact);
    }

    [Fact]
    public async Task An_unknown_action_is_ignored_and_does_not_become_a_metrics_label()
    {
        var reply = await _deliveries.ReceiveAsync(Changed(payload => payload["action"] = "teleported"));

        reply.ShouldBe(new WebhookReply(202, "ignored", "workflow_job", "other"));
        _deliveries.Admitted.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("check_run", "check_run")]
    [InlineData("workflow_run", "workflow_run")]
    [InlineData("installation", "installation")]
    [InlineData("installation_repositories", "installation_repositories")]
    [InlineData("star\n", "other")]
    public async Task Another_event_is_ignored_without_being_read(string name, string label) =>
        (await _deliveries.ReceiveAsync(Delivery.OfText("not even JSON") with { Event = name }))
            .ShouldBe(new WebhookReply(202, "ignored", label));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task A_delivery_of_no_event_is_none(string? name) =>
        (await _deliveries.ReceiveAsync(Delivery.OfFile(Queued) with { Event = name })).Status.ShouldBe(400);

    [Fact]
    public async Task The_second_secret_is_as_good_as_the_first()
    {
        var delivery = Delivery.OfFile(Queued);

        var reply = await _deliveries.ReceiveAsync(
            delivery with { Signature = Deliveries.Sign(delivery.Body, Deliveries.Next) });

        reply.Status.ShouldBe(202);
    }

    [Fact]
    public async Task Another_connections_secret_is_not()
    {
        var delivery = Delivery.OfFile(Queued) with { Connection = "ghes" };

        (await _deliveries.ReceiveAsync(delivery)).Status.ShouldBe(401);
        (await _deliveries.ReceiveAsync(
            delivery with { Signature = Deliveries.Sign(delivery.Body, "another secret") })).Status.ShouldBe(202);
        _deliveries.Admitted.Single().Job.Host.ShouldBe("git.acme.example");
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("polling")]
    [InlineData("blank")]
    [InlineData("DEFAULT")]
    public async Task A_connection_without_a_secret_has_no_webhook(string connection) =>
        (await _deliveries.ReceiveAsync(Delivery.OfFile(Queued) with { Connection = connection })).Status.ShouldBe(404);

    [Fact]
    public async Task A_connection_may_be_told_to_take_what_nobody_signed() =>
        (await _deliveries.ReceiveAsync(Delivery.OfFile(Queued) with { Connection = "open", Signature = null }))
            .Status.ShouldBe(202);

    [Fact]
    public async Task A_secret_counts_even_where_unsigned_deliveries_are_allowed() =>
        (await _deliveries.ReceiveAsync(Delivery.OfFile(Queued) with { Connection = "both", Signature = null }))
            .Status.ShouldBe(401);

    [Theory]
    [InlineData("application/json", 202)]
    [InlineData("application/json; charset=utf-8", 202)]
    [InlineData("APPLICATION/JSON", 202)]
    [InlineData("text/plain", 415)]
    [InlineData("", 415)]
    [InlineData(null, 415)]
    public async Task A_body_is_JSON_or_a_form(string? type, int status) =>
        (await _deliveries.ReceiveAsync(Delivery.OfFile(Queued) with { ContentType = type })).Status.ShouldBe(status);

    [Fact]
    public async Task A_ping_of_a_good_hook_is_answered() =>
        (await PingAsync("""{"hook":{"events":["workflow_job"],"config":{"content_type":"json"}}}"""))
            .ShouldBe(new WebhookReply(200, "pong", "ping"));

    [Fact]
    public async Task A_ping_of_a_hook_for_everything_is_answered() =>
        (await PingAsync("""{"hook":{"events":["*"],"config":{"content_type":"form"}}}""")).Text.ShouldBe("pong");

    [Fact]
    public async Task A_ping_of_a_hook_that_sends_something_else_says_so()
    {
        var reply = await PingAsync("""{"hook":{"events":["push"],"config":{"content_type":"xml"}}}""");

        reply.Status.ShouldBe(200);
        reply.Text.ShouldContain("does not send workflow_job");
        reply.Text.ShouldContain("content type");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"hook":null}""")]
    [InlineData("""{"hook":{}}""")]
    public async Task A_ping_that_tells_little_is_answered(string body) =>
        (await PingAsync(body)).Text.ShouldBe("pong");

    [Fact]
    public async Task A_body_in_many_pieces_is_one_body()
    {
        var delivery = Delivery.OfFile(Queued);
        var pipe = new Pipe();
        var receiving = _deliveries.ReceiveAsync(delivery, pipe.Reader);
        foreach (var piece in delivery.Body.Chunk(333))
        {
            await pipe.Writer.WriteAsync(piece, TestContext.Current.CancellationToken);
        }
        await pipe.Writer.CompleteAsync();

        (await receiving).Status.ShouldBe(202);
    }

    [Fact]
    public async Task A_body_that_does_not_come_in_time_is_given_up()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(new byte[100], TestContext.Current.CancellationToken);
        var receiving = _deliveries.ReceiveAsync(Delivery.OfFile(Queued), pipe.Reader);
        await _deliveries.Time.TimerWithinAsync(TimeSpan.FromSeconds(8));

        _deliveries.Time.Advance(TimeSpan.FromSeconds(8));

        (await receiving).Status.ShouldBe(408);
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_told()
    {
        var pipe = new Pipe();
        await pipe.Writer.CompleteAsync(new IOException("connection reset"));

        (await _deliveries.ReceiveAsync(Delivery.OfFile(Queued), pipe.Reader)).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_sender_who_hangs_up_while_his_news_is_stored_does_not_stop_that()
    {
        var given = CancellationToken.None;
        _deliveries.Admit = (_, cancellationToken) =>
        {
            given = cancellationToken;
            return Task.FromResult(false);
        };

        await _deliveries.ReceiveAsync(Delivery.OfFile(Queued));

        given.CanBeCanceled.ShouldBeFalse();
    }

    [Fact]
    public async Task A_real_web_server_maps_it_in_three_lines()
    {
        await using var server = await LoopbackServer.StartRawAsync(async context =>
        {
            var request = new WebhookRequest(
                "default", name => context.Request.Headers[name], context.Request.ContentType,
                context.Request.ContentLength, context.Request.BodyReader);
            context.Response.StatusCode = (await _deliveries.ReceiveAsync(request)).Status;
        });
        var delivery = Delivery.OfFile(Queued);
        using var client = new HttpClient();
        using var content = new ByteArrayContent(delivery.Body);
        content.Headers.Add("Content-Type", "application/json");
        content.Headers.Add("x-github-event", "workflow_job");
        content.Headers.Add("x-hub-signature-256", delivery.Signature);

        using var response = await client.PostAsync(server.Address, content, TestContext.Current.CancellationToken);

        ((int)response.StatusCode).ShouldBe(202);
        _deliveries.Admitted.Count.ShouldBe(1);
    }

    private Task<WebhookReply> PingAsync(string body) =>
        _deliveries.ReceiveAsync(Delivery.OfText(body) with { Event = "ping" });

    private static Delivery Changed(Action<JsonObject> change)
    {
        var payload = JsonNode.Parse(Fixture.Bytes($"webhooks/{Queued}"))!.AsObject();
        change(payload);
        return new Delivery(JsonSerializer.SerializeToUtf8Bytes(payload));
    }
}
