using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Core.Facts;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.GitHub;
using Paddock.GitHub.Auth;
using Paddock.GitHub.Deliveries;
using Paddock.GitHubStandIn;
using Paddock.GitHubStandIn.Control;
using Paddock.GitHubStandIn.Faults;
using Paddock.Ports;
using Paddock.Ports.Sources;
using Paddock.Tests.StandIn;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Deliveries;

/// <summary>The log of a GitHub App's own webhook, which tells of all its installations at once.</summary>
public sealed class AppDeliveryTests : StandInTest
{
    private const string ClientId = "Iv23liacme";

    private readonly List<long> _installations = [];
    private HookReceiver _receiver = null!;
    private Uri _address = null!;
    private GitHubAdapters? _adapters;
    private TimeSpan _later;

    protected override StandInOptions Options => new() { Seed = 1, Hooks = [new("app", _address, "ours")] };

    public override async ValueTask InitializeAsync()
    {
        _receiver = await HookReceiver.StartAsync();
        _address = _receiver.Url;
        await base.InitializeAsync();
        await Control.AddRepositoryAsync(new NewRepository("beta", "lib"), Stop);
        await Control.AddAppAsync(new NewApp(ClientId, TestAppKey.Common.Public), Stop);
        foreach (var owner in (string[])["acme", "beta"])
        {
            _installations.Add(await Control.InstallAsync(new NewInstallation(ClientId, owner), Stop));
        }
    }

    public override async ValueTask DisposeAsync()
    {
        _adapters?.Dispose();
        await base.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task What_was_lost_of_any_installation_is_read_back_by_one_list()
    {
        await LoseAsync(2);
        var runs = await QueueBothAsync();

        var batch = await PullAsync(Source(DeliveryMode.Repair));

        batch.Faults.ShouldBeEmpty();
        batch.Facts.Select(fact => fact.Job.Id).Order().ShouldBe(runs.Order());
        await ShouldHaveAskedAsync(lists: 1, reads: 2);
    }

    [Fact]
    public async Task What_arrived_is_not_read_and_no_token_of_an_installation_is_asked_for()
    {
        await QueueBothAsync();

        (await PullAsync(Source(DeliveryMode.Repair))).Facts.ShouldBeEmpty();

        await ShouldHaveAskedAsync(lists: 1, reads: 0);
        (await Control.StateAsync(Stop)).CountOf("apps/create-installation-access-token").ShouldBe(0);
    }

    [Fact]
    public async Task As_the_only_source_it_tells_every_step_with_nobody_listening()
    {
        await _receiver.DisposeAsync();
        var jobs = await QueueBothAsync();
        var source = Source(DeliveryMode.Source);

        var queued = await PullAsync(source);
        await source.AcknowledgeAsync(queued, Stop);
        await Control.StartHostedAsync(jobs[0], Stop);
        await LoggedAsync(3);

        queued.Facts.Count.ShouldBe(2);
        (await LaterAsync(source)).Facts.Single().ShouldBeOfType<JobStarted>().Job.Id.ShouldBe(jobs[0]);
    }

    [Fact]
    public async Task An_owner_who_suspends_it_ends_only_the_news_of_that_owner()
    {
        await Control.SuspendAsync(_installations[1], Stop);
        await LoseAsync(2);
        var run = await QueueAsync(Job("build"));
        await Control.QueueRunAsync(new NewRun("beta/lib", [Job("build")]), Stop);
        await LoggedAsync(1);

        var batch = await PullAsync(Source(DeliveryMode.Repair));

        batch.Faults.ShouldBeEmpty();
        batch.Facts.Single().Job.Id.ShouldBe(run.Jobs[0]);
    }

    [Fact]
    public async Task A_webhook_that_sends_elsewhere_is_a_fault_until_it_is_set_right()
    {
        await ChangeAsync(new StandInHook("app", new Uri("https://other.example/hook"), "ours"));
        var source = Source(DeliveryMode.Repair);

        var told = (await PullAsync(source)).Faults.Single().Message;
        await ChangeAsync(new StandInHook("app", _address, "ours"));

        told.ShouldStartWith($"app {ClientId}: the App's own webhook sends to https://other.example/hook.");
        told.ShouldContain($"set the URL {_address}");
        (await LaterAsync(source)).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_webhook_that_says_nothing_of_jobs_does_not_look_like_silence()
    {
        await ChangeAsync(new StandInHook("app", _address, "ours") { Events = ["push"] });

        var told = (await PullAsync(Source(DeliveryMode.Repair))).Faults.Single().Message;

        told.ShouldContain("does not send workflow_job events");
        told.ShouldContain("subscribe to Workflow job");
    }

    [Fact]
    public async Task A_key_that_is_another_App_s_is_told()
    {
        var fault = (await PullAsync(Source(DeliveryMode.Repair, new TestAppKey()))).Faults.Single();

        fault.Kind.ShouldBe(FaultKind.Unauthorized);
    }

    private Task ChangeAsync(StandInHook hook) =>
        Control.ChangeAppAsync(new ChangedApp(ClientId) { Webhook = hook }, Stop);

    private Task LoseAsync(int count) => Control.AddFaultAsync(
        new WebhookFault(WebhookFaultKind.Lose, "workflow_job", "queued") { Count = count }, Stop);

    private async Task<IReadOnlyList<long>> QueueBothAsync()
    {
        var first = await QueueAsync(Job("build"));
        var second = await Control.QueueRunAsync(new NewRun("beta/lib", [Job("build")]), Stop);
        await LoggedAsync(2);
        return [.. first.Jobs, .. second.Jobs];
    }

    private ISource Source(DeliveryMode mode, TestAppKey? key = null)
    {
        _adapters = new GitHubAdapters(
            [
                new GitHubConnection
                {
                    Name = Scope.DefaultConnection,
                    Url = new Uri("https://github.com"),
                    ApiUrl = Server.ApiAddress,
                    Credential = new GitHubCredential.App(
                        ClientId, new Secret((key ?? TestAppKey.Common).Pkcs1)),
                    WebhookUrl = _address,
                    HasAppWebhook = true,
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
                    Scopes = [Scope.TryParse("org:acme")!, Scope.TryParse("org:beta")!],
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

    private Task LoggedAsync(int count) => Eventually.GetAsync(
        () => Control.StateAsync(Stop),
        state => state.Deliveries.Count(one => one is { Event: "workflow_job", Status: not null }) == count);

    private async Task ShouldHaveAskedAsync(int lists, int reads)
    {
        var state = await Control.StateAsync(Stop);
        state.CountOf("apps/list-webhook-deliveries").ShouldBe(lists);
        state.CountOf("apps/get-webhook-delivery").ShouldBe(reads);
    }
}
