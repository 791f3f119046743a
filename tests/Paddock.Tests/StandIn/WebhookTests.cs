using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Paddock.GitHubStandIn;
using Paddock.GitHubStandIn.Control;
using Paddock.GitHubStandIn.Faults;
using Paddock.Tests.Support;

namespace Paddock.Tests.StandIn;

public sealed class WebhookTests : StandInTest
{
    private const string Secret = "It's a Secret to Everybody";

    private HookReceiver _receiver = null!;

    protected override StandInOptions Options => new()
    {
        Seed = 1,
        Hooks = [new StandInHook("orgs/acme", _receiver.Url, Secret) { Events = ["workflow_job", "workflow_run"] }],
    };

    public override async ValueTask InitializeAsync()
    {
        _receiver = await HookReceiver.StartAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    private static void ShouldFit(Arrival arrival)
    {
        var schema = Fixture.Json($"webhooks-schema/{arrival.Event}.schema.json");
        var name = arrival.Action is { } action ? $"webhook-{arrival.Event}-{action}" : $"webhook-{arrival.Event}";
        var definition = schema.GetProperty("$defs").GetProperty(name.Replace('_', '-'));
        var payload = JsonSerializer.SerializeToElement(arrival.Payload);
        new JsonSchema(schema).Check(definition, payload).ShouldBeEmpty(payload.GetRawText());
    }

    [Fact]
    public async Task Every_payload_of_a_job_s_life_is_as_described()
    {
        var run = await QueueAsync(Job("build"), Job("deploy") with { IsProtected = true });
        await Control.StartHostedAsync(run.Jobs[0], Stop);
        await Control.CompleteAsync(run.Jobs[0], "success", Stop);
        await Control.ApproveAsync(run.Jobs[1], Stop);
        await Control.CancelRunAsync(run.Id, Stop);
        var seen = new HashSet<string>();
        while (seen.Count < 7)
        {
            var arrival = await _receiver.NextAsync();
            ShouldFit(arrival);
            seen.Add($"{arrival.Event} {arrival.Action}");
        }
        seen.Order().ShouldBe(
        [
            "workflow_job completed", "workflow_job in_progress", "workflow_job queued", "workflow_job waiting",
            "workflow_run completed", "workflow_run in_progress", "workflow_run requested",
        ]);
    }

    [Fact]
    public async Task A_delivery_is_signed_over_its_bytes_and_says_what_it_is()
    {
        await QueueAsync(Job("build"));
        var arrival = await _receiver.NextAsync("workflow_job");
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), arrival.Body));
        arrival.Headers["X-Hub-Signature-256"].ShouldBe($"sha256={expected}");
        arrival.Headers["Content-Type"].ShouldBe("application/json");
        arrival.Headers["User-Agent"].ShouldStartWith("GitHub-Hookshot/");
        arrival.Headers["X-GitHub-Hook-Installation-Target-Type"].ShouldBe("organization");
        Guid.TryParse(arrival.Guid, out _).ShouldBeTrue();
    }

    [Fact]
    public void The_example_of_GitHub_s_documentation_has_its_signature() =>
        GitHubStandIn.Webhooks.Courier.SignatureOf(Secret, Encoding.UTF8.GetBytes("Hello, World!"))
            .ShouldBe("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");

    [Fact]
    public async Task A_hook_made_by_REST_gets_a_ping_and_then_forms()
    {
        await using var form = await HookReceiver.StartAsync();
        var (status, body) = await SendAsync(HttpMethod.Post, "repos/acme/app/hooks", new JsonObject
        {
            ["name"] = "web",
            ["events"] = new JsonArray("workflow_job"),
            ["config"] = new JsonObject { ["url"] = form.Url.ToString(), ["secret"] = "s", ["insecure_ssl"] = 0 },
        });
        status.ShouldBe(201);
        body!["config"]!["secret"]!.ToString().ShouldBe("********");
        var ping = await form.NextAsync();
        ping.Event.ShouldBe("ping");
        var text = Encoding.UTF8.GetString(ping.Body);
        text.ShouldStartWith("payload=");
        ShouldFit(ping with { Body = Encoding.UTF8.GetBytes(WebUtility.UrlDecode(text["payload=".Length..])) });
    }

    [Fact]
    public async Task A_delivery_can_be_looked_up_and_sent_again_under_its_id()
    {
        await QueueAsync(Job("build"));
        var first = await _receiver.NextAsync("workflow_job");
        var hooks = await GetAsync("orgs/acme/hooks");
        var deliveries = $"orgs/acme/hooks/{hooks[0]!["id"]}/deliveries";
        var listed = await Eventually.GetAsync(
            () => GetAsync(deliveries), list => list.AsArray().Any(entry => (string)entry!["guid"]! == first.Guid));
        var id = (long)listed.AsArray().First(entry => (string)entry!["guid"]! == first.Guid)!["id"]!;
        var full = await GetAsync($"{deliveries}/{id}");
        JsonNode.DeepEquals(full["request"]!["payload"], first.Payload).ShouldBeTrue();
        full["status"]!.ToString().ShouldBe("OK");
        (await SendAsync(HttpMethod.Post, $"{deliveries}/{id}/attempts")).Status.ShouldBe(202);
        (await _receiver.NextAsync("workflow_job")).Guid.ShouldBe(first.Guid);
    }

    [Fact]
    public async Task A_receiver_that_answers_badly_is_in_the_log_as_a_failure()
    {
        _receiver.Status = 500;
        await QueueAsync(Job("build"));
        var state = await Eventually.GetAsync(
            () => Control.StateAsync(Stop), state => state.Deliveries.Count == 2
                && state.Deliveries.All(delivery => delivery.Status is not null));
        state.Deliveries.ShouldAllBe(delivery => delivery.StatusCode == 500
            && delivery.Status == "Invalid HTTP Response: 500");
        var hooks = await GetAsync("orgs/acme/hooks");
        var deliveries = $"orgs/acme/hooks/{hooks[0]!["id"]}/deliveries";
        (await GetAsync($"{deliveries}?status=failure")).AsArray().Count.ShouldBe(2);
        (await GetAsync($"{deliveries}?status=success")).AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_log_is_read_by_cursor()
    {
        await QueueAsync(Job("build"), Job("test"), Job("lint"));
        await Eventually.GetAsync(
            () => Control.StateAsync(Stop), state => state.Deliveries.Count(
                delivery => delivery.Status is not null) == 4);
        var hooks = await GetAsync("orgs/acme/hooks");
        var seen = new List<long>();
        string? next = $"orgs/acme/hooks/{hooks[0]!["id"]}/deliveries?per_page=3";
        while (next is not null)
        {
            using var response = await Rest.GetAsync(next, Stop);
            var page = JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!.AsArray();
            seen.AddRange(page.Select(entry => (long)entry!["id"]!));
            next = Links.Next(response);
        }
        seen.Count.ShouldBe(4);
        seen.ShouldBe(seen.OrderDescending());
    }

    [Fact]
    public async Task A_lost_delivery_does_not_arrive_and_is_in_the_log()
    {
        await Control.AddFaultAsync(new WebhookFault(WebhookFaultKind.Lose, "workflow_job", "queued"), Stop);
        await QueueAsync(Job("lost"), Job("arrives"));
        (await _receiver.NextAsync("workflow_job")).Payload["workflow_job"]!["name"]!.ToString().ShouldBe("arrives");
        (await Control.StateAsync(Stop)).Deliveries.ShouldContain(
            delivery => delivery.Status == "failed to connect to host");
    }

    [Fact]
    public async Task A_delivery_that_vanishes_is_not_even_in_the_log()
    {
        await Control.AddFaultAsync(new WebhookFault(WebhookFaultKind.Vanish, "workflow_job", "queued"), Stop);
        await QueueAsync(Job("gone"), Job("arrives"));
        (await _receiver.NextAsync("workflow_job")).Payload["workflow_job"]!["name"]!.ToString().ShouldBe("arrives");
        (await Control.StateAsync(Stop)).Deliveries.Count(delivery => delivery.Event == "workflow_job").ShouldBe(1);
    }

    [Fact]
    public async Task A_doubled_delivery_arrives_twice_under_one_id()
    {
        await Control.AddFaultAsync(new WebhookFault(WebhookFaultKind.Duplicate, "workflow_job"), Stop);
        await QueueAsync(Job("build"));
        (await _receiver.NextAsync("workflow_job")).Guid.ShouldBe((await _receiver.NextAsync("workflow_job")).Guid);
    }

    [Fact]
    public async Task A_held_delivery_arrives_after_the_next()
    {
        await Control.AddFaultAsync(new WebhookFault(WebhookFaultKind.Hold, "workflow_job"), Stop);
        await QueueAsync(Job("first"));
        await _receiver.NextAsync("workflow_run");
        (await Control.StateAsync(Stop)).Deliveries.ShouldNotContain(delivery => delivery.Event == "workflow_job");
        await QueueAsync(Job("second"));
        string[] names = [await NameAsync(), await NameAsync()];
        names.Order().ShouldBe(["first", "second"]);

        async Task<string> NameAsync() =>
            (await _receiver.NextAsync("workflow_job")).Payload["workflow_job"]!["name"]!.ToString();
    }

    [Fact]
    public async Task A_late_delivery_arrives_late()
    {
        await Control.AddFaultAsync(new WebhookFault(WebhookFaultKind.Delay, "workflow_job") { DelayMs = 400 }, Stop);
        var started = TimeProvider.System.GetTimestamp();
        await QueueAsync(Job("build"));
        await _receiver.NextAsync("workflow_job");
        TimeProvider.System.GetElapsedTime(started).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(390));
    }

    [Fact]
    public async Task Chance_can_lose_everything()
    {
        await Control.SetWebhookFaultsAsync(new WebhookFaultRates { Vanish = 1 }, Stop);
        await QueueAsync(Job("build"));
        await Control.ClearFaultsAsync(Stop);
        await QueueAsync(Job("after"));
        (await _receiver.NextAsync("workflow_job")).Payload["workflow_job"]!["name"]!.ToString().ShouldBe("after");
    }

    [Fact]
    public async Task Any_payload_can_be_sent_by_hand()
    {
        var noise = JsonNode.Parse(await File.ReadAllTextAsync(
            RepositoryFiles.Fixture("webhooks/derived/workflow_job.completed.check-run-noise.json"), Stop))!.AsObject();
        await Control.SendWebhookAsync(new RawDelivery("workflow_job", noise), Stop);
        JsonNode.DeepEquals((await _receiver.NextAsync()).Payload, noise).ShouldBeTrue();
    }

    [Fact]
    public async Task A_configuration_without_a_secret_takes_the_secret_away()
    {
        var hooks = await GetAsync("orgs/acme/hooks");
        var path = $"orgs/acme/hooks/{hooks[0]!["id"]}";
        var (status, config) = await SendAsync(
            HttpMethod.Patch, $"{path}/config", new JsonObject { ["content_type"] = "json" });
        status.ShouldBe(200);
        config!["secret"].ShouldNotBeNull();
        var (_, hook) = await SendAsync(HttpMethod.Patch, path, new JsonObject
        {
            ["config"] = new JsonObject { ["url"] = _receiver.Url.ToString(), ["content_type"] = "json" },
        });
        hook!["config"]!["secret"].ShouldBeNull();
        await QueueAsync(Job("build"));
        (await _receiver.NextAsync()).Headers.Keys.ShouldNotContain("X-Hub-Signature-256");
    }

    [Fact]
    public async Task A_deleted_hook_hears_nothing()
    {
        var hooks = await GetAsync("orgs/acme/hooks");
        (await SendAsync(HttpMethod.Delete, $"orgs/acme/hooks/{hooks[0]!["id"]}")).Status.ShouldBe(204);
        await QueueAsync(Job("build"));
        (await Control.StateAsync(Stop)).Deliveries.ShouldBeEmpty();
        (await SendAsync(HttpMethod.Get, $"orgs/acme/hooks/{hooks[0]!["id"]}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task The_same_hook_twice_is_refused()
    {
        var (status, _) = await SendAsync(HttpMethod.Post, "orgs/acme/hooks", new JsonObject
        {
            ["name"] = "web",
            ["events"] = new JsonArray("workflow_job"),
            ["config"] = new JsonObject { ["url"] = _receiver.Url.ToString() },
        });
        status.ShouldBe(422);
    }
}
