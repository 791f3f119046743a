using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Core.Facts;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.GitHub;
using Paddock.GitHub.Auth;
using Paddock.GitHub.Deliveries;
using Paddock.GitHubStandIn;
using Paddock.GitHubStandIn.Faults;
using Paddock.Ports;
using Paddock.Ports.Sources;
using Paddock.Tests.StandIn;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Deliveries;

/// <summary>The source of delivery logs against the stand-in: its hooks, its sender and its log.</summary>
public sealed class DeliveryRepairTests : StandInTest
{
    private const string Blind = "github_pat_blind";

    private HookReceiver _receiver = null!;
    private HookReceiver _foreign = null!;
    private Uri _address = null!;
    private GitHubAdapters? _adapters;
    private TimeSpan _later;

    protected override StandInOptions Options => new()
    {
        Seed = 1,
        Hooks =
        [
            new StandInHook("orgs/acme", _foreign.Url, "theirs"),
            new StandInHook("orgs/acme", _receiver.Url, "ours"),
        ],
        Tokens =
        [
            StandInToken.Admin,
            new StandInToken(Blind, "blind")
            {
                Permissions = new Dictionary<string, string> { ["actions"] = "read", ["metadata"] = "read" },
            },
        ],
    };

    public override async ValueTask InitializeAsync()
    {
        _receiver = await HookReceiver.StartAsync();
        _foreign = await HookReceiver.StartAsync();
        _address = _receiver.Url;
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        _adapters?.Dispose();
        await base.DisposeAsync();
        await _receiver.DisposeAsync();
        await _foreign.DisposeAsync();
    }

    [Fact]
    public async Task A_lost_delivery_is_news_in_the_next_round_and_nothing_is_sent_again()
    {
        await Control.AddFaultAsync(Lost("queued", 2), Stop);
        var run = await QueueAsync(Job("build"));
        await LoggedAsync(2);

        var batch = await PullAsync(Source(DeliveryMode.Repair));

        batch.Faults.ShouldBeEmpty();
        batch.Facts.Single().ShouldBeOfType<JobQueued>().Job.Id.ShouldBe(run.Jobs[0]);
        (await CountAsync("redeliver-webhook-delivery")).ShouldBe(0);
    }

    [Fact]
    public async Task The_fact_is_the_one_the_receiver_would_have_made()
    {
        await Control.AddFaultAsync(Lost("queued", 2), Stop);
        await QueueAsync(Job("build"));
        await LoggedAsync(2);

        var fact = (await PullAsync(Source(DeliveryMode.Repair))).Facts.Single();

        fact.Job.Host.ShouldBe("github.com");
        fact.Details.Repository.FullName.ShouldBe("acme/app");
        fact.Details.Name.ShouldBe("build");
        fact.Details.Labels.ShouldBe(new LabelSet(["self-hosted"]));
    }

    [Fact]
    public async Task A_delivery_that_arrived_costs_no_reading()
    {
        await QueueAsync(Job("build"));
        await LoggedAsync(2);

        var batch = await PullAsync(Source(DeliveryMode.Repair));

        batch.ShouldSatisfyAllConditions(_ => batch.Facts.ShouldBeEmpty(), _ => batch.Faults.ShouldBeEmpty());
        (await CountAsync("get-webhook-delivery")).ShouldBe(0);
    }

    [Fact]
    public async Task A_delivery_we_answered_badly_is_lost_too()
    {
        _receiver.Status = 503;
        await QueueAsync(Job("build"));
        await LoggedAsync(2);

        (await PullAsync(Source(DeliveryMode.Repair))).Facts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_delivery_that_arrived_at_its_second_attempt_is_not_lost()
    {
        _receiver.Status = 503;
        await QueueAsync(Job("build"));
        await LoggedAsync(2);
        _receiver.Status = 202;
        var log = $"orgs/acme/hooks/{await OwnHookAsync()}/deliveries";
        var first = (await GetAsync(log)).AsArray()[0]!["id"];
        (await SendAsync(HttpMethod.Post, $"{log}/{first}/attempts")).Status.ShouldBe(202);
        await LoggedAsync(3);

        (await PullAsync(Source(DeliveryMode.Repair))).Facts.ShouldBeEmpty();
    }

    [Fact]
    public async Task As_a_source_it_finds_every_job_and_every_step_of_its_life_with_nobody_listening()
    {
        await _receiver.DisposeAsync();
        var run = await QueueAsync(Job("one"), Job("two"), Job("three"));
        await LoggedAsync(6);
        var source = Source(DeliveryMode.Source);

        var queued = await PullAsync(source);
        await source.AcknowledgeAsync(queued, Stop);
        queued.Faults.ShouldBeEmpty();
        queued.Facts.Select(fact => fact.Job.Id).Order().ShouldBe(run.Jobs.Order());

        await Control.StartHostedAsync(run.Jobs[0], Stop);
        await Control.CompleteAsync(run.Jobs[0], "success", Stop);
        await LoggedAsync(10);

        (await LaterAsync(source)).Facts.Select(fact => fact.GetType()).ShouldBe(
            [typeof(JobFinished), typeof(JobStarted)]);
    }

    [Fact]
    public async Task As_a_source_it_reads_what_arrived_as_well()
    {
        await QueueAsync(Job("build"));
        await LoggedAsync(2);

        (await PullAsync(Source(DeliveryMode.Source))).Facts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_nobody_acknowledged_is_told_again_and_not_read_again()
    {
        await Control.AddFaultAsync(Lost("queued", 2), Stop);
        await QueueAsync(Job("build"));
        await LoggedAsync(2);
        var source = Source(DeliveryMode.Repair);

        await PullAsync(source);
        var again = await PullAsync(source);
        await source.AcknowledgeAsync(again, Stop);

        again.Facts.Count.ShouldBe(1);
        (await LaterAsync(source)).Facts.ShouldBeEmpty();
        (await CountAsync("get-webhook-delivery")).ShouldBe(1);
    }

    [Fact]
    public async Task The_log_of_another_hook_is_not_read()
    {
        _foreign.Status = 500;
        await QueueAsync(Job("build"));
        await LoggedAsync(2);

        (await PullAsync(Source(DeliveryMode.Repair))).Facts.ShouldBeEmpty();
        (await CountAsync("list-webhook-deliveries")).ShouldBe(1);
    }

    [Fact]
    public async Task A_credential_that_may_not_see_hooks_is_told_what_it_lacks()
    {
        var fault = (await PullAsync(Source(DeliveryMode.Repair, Blind))).Faults.Single();

        fault.Message.ShouldStartWith("org:acme: ");
        fault.Message.ShouldContain("organization_hooks=read");
    }

    [Fact]
    public async Task A_hook_that_is_gone_is_told_in_every_round_until_it_is_back()
    {
        var source = Source(DeliveryMode.Repair);
        (await PullAsync(source)).Faults.ShouldBeEmpty();
        (await SendAsync(HttpMethod.Delete, $"orgs/acme/hooks/{await OwnHookAsync()}")).Status.ShouldBe(204);

        (await LaterAsync(source)).Faults.ShouldHaveSingleItem();
        (await PullAsync(source)).Faults.ShouldHaveSingleItem();
        (await LaterAsync(source)).Faults.Single().Message.ShouldContain("paddock webhook setup");

        await SendAsync(HttpMethod.Post, "orgs/acme/hooks", new JsonObject
        {
            ["name"] = "web",
            ["events"] = new JsonArray("workflow_job"),
            ["config"] = new JsonObject { ["url"] = _receiver.Url.ToString(), ["content_type"] = "json" },
        });
        (await LaterAsync(source)).Faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"active": false}""", "is switched off")]
    [InlineData("""{"events": ["push"]}""", "does not send workflow_job")]
    public async Task A_hook_that_says_nothing_does_not_look_like_silence(string change, string told)
    {
        await SendAsync(HttpMethod.Patch, $"orgs/acme/hooks/{await OwnHookAsync()}", JsonNode.Parse(change));

        (await PullAsync(Source(DeliveryMode.Repair))).Faults.Single().Message.ShouldContain(told);
    }

    [Fact]
    public async Task A_limit_is_told_and_waited_for()
    {
        await Control.AddFaultAsync(Lost("queued", 2), Stop);
        await QueueAsync(Job("build"));
        await LoggedAsync(2);
        await Control.AddFaultAsync(
            new RouteFault("GET */deliveries") { Kind = RouteFaultKind.PrimaryLimit, Count = 1 }, Stop);
        var source = Source(DeliveryMode.Repair);

        var refused = await PullAsync(source);

        refused.Faults.Single().Kind.ShouldBe(FaultKind.RateLimited);
        refused.NextPullAt.ShouldBeGreaterThanOrEqualTo(refused.Faults[0].RetryAt!.Value);
    }

    private static WebhookFault Lost(string action, int count) =>
        new(WebhookFaultKind.Lose, "workflow_job", action) { Count = count };

    private ISource Source(DeliveryMode mode, string? token = null)
    {
        _adapters = new GitHubAdapters(
            [
                new GitHubConnection
                {
                    Name = Scope.DefaultConnection,
                    Url = new Uri("https://github.com"),
                    ApiUrl = Server.ApiAddress,
                    Credential = new GitHubCredential.Token(new Secret(token ?? StandInToken.Admin.Value)),
                    WebhookUrl = _address,
                    Deliveries = mode,
                },
            ],
            new GitHubOptions { ArchiveDirectory = Path.GetTempPath() }, TimeProvider.System,
            NullLoggerFactory.Instance);
        return _adapters.Sources.Single(source => source.Name == "deliveries");
    }

    private Task<SourceBatch> PullAsync(ISource source)
    {
        var policy = new FleetPolicy
        {
            Identity = new FleetIdentity("test", "", ""),
            Connections = [new ConnectionPolicy(Scope.DefaultConnection, "github.com")],
            Providers = [],
            Pools =
            [
                new PoolPolicy
                {
                    Name = new PoolName("linux"),
                    Scopes = [Scope.TryParse("org:acme")!],
                    Labels = new LabelSet(["self-hosted"]),
                    Offers = [],
                },
            ],
        };
        return source.PullAsync(new SourceView(policy, [], TimeProvider.System.GetUtcNow() + _later), Stop);
    }

    /// <summary>When it is due for sure.</summary>
    private Task<SourceBatch> LaterAsync(ISource source)
    {
        _later += TimeSpan.FromMinutes(7);
        return PullAsync(source);
    }

    /// <summary>Waits until so many attempts about jobs, of both hooks together, have ended.</summary>
    private Task LoggedAsync(int count) => Eventually.GetAsync(
        () => Control.StateAsync(Stop),
        state => state.Deliveries.Count(one => one is { Event: "workflow_job", Status: not null }) == count);

    private async Task<int> CountAsync(string route) =>
        (await Control.StateAsync(Stop)).CountOf($"orgs/{route}");

    private async Task<long> OwnHookAsync() => (long)(await GetAsync("orgs/acme/hooks")).AsArray()
        .Single(hook => (string)hook!["config"]!["url"]! == _address.ToString())!["id"]!;
}
