using System.Text.Json.Nodes;
using Paddock.GitHubStandIn;
using Paddock.GitHubStandIn.Control;
using Paddock.Tests.StandIn;
using Paddock.Tests.Support;

namespace Paddock.Tests.App.Cli;

/// <summary><c>paddock webhook</c> and <c>paddock doctor</c> where a GitHub App has the webhook.</summary>
public sealed class AppWebhookTests : StandInTest
{
    private const string ClientId = "Iv23liacme";
    private const string New = "the-new-canary";
    private const string Old = "the-old-canary";

    private readonly CommandBench _bench = new() { Now = TimeProvider.System.GetUtcNow() };
    private readonly string _directory = Directory.CreateTempSubdirectory("paddock-app-webhook-").FullName;
    private HookReceiver _receiver = null!;
    private long _installation;

    protected override StandInOptions Options => new()
    {
        Seed = 1, Hooks = [new StandInHook("app", _receiver.Url, Old)],
    };

    public override async ValueTask InitializeAsync()
    {
        _receiver = await HookReceiver.StartAsync();
        await base.InitializeAsync();
        await File.WriteAllTextAsync(Path.Combine(_directory, "app.pem"), TestAppKey.Common.Pkcs1, Stop);
        Configure();
        await Control.AddAppAsync(new NewApp(ClientId, TestAppKey.Common.Public), Stop);
        _installation = await Control.InstallAsync(new NewInstallation(ClientId, "acme"), Stop);
    }

    public override async ValueTask DisposeAsync()
    {
        (_bench.Out + _bench.Error).ShouldNotContain("canary");
        await base.DisposeAsync();
        await _receiver.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task It_is_looked_at_once_for_all_scopes_and_found_in_order()
    {
        Configure(scopes: "org:acme, \"repo:acme/app\"");

        (await RunAsync("check")).ShouldBe(0, _bench.Out);

        _bench.Out.ShouldMatch($@"app {ClientId} +\d+ +found +none yet");
        _bench.Out.ShouldNotContain("org:acme");
    }

    [Fact]
    public async Task Setup_mends_what_the_app_itself_may_mend_and_makes_nothing()
    {
        await ResetAsync(new StandInHook("app", _receiver.Url, Secret: null) { ContentType = "form" });

        (await RunAsync("setup")).ShouldBe(0, _bench.Out);

        _bench.Out.ShouldContain("repaired");
        (await RunAsync("check")).ShouldBe(0, _bench.Out);
        _bench.Out.ShouldNotContain("warning: webhook");
        (await Control.StateAsync(Stop)).CountOf("orgs/create-webhook").ShouldBe(0);
    }

    [Fact]
    public async Task What_only_a_person_can_mend_is_told_with_the_page_by_setup_as_well()
    {
        await ResetAsync(
            new StandInHook("app", _receiver.Url, Old) { Events = ["push"] },
            new Dictionary<string, string> { ["organization_self_hosted_runners"] = "write", ["metadata"] = "read" });

        (await RunAsync("setup")).ShouldBe(1);

        _bench.Out.ShouldContain("does not send workflow_job events.");
        _bench.Out.ShouldContain("subscribe to Workflow job");
        _bench.Out.ShouldContain("may not see Actions");
        _bench.Out.ShouldContain("Actions: read");
    }

    [Fact]
    public async Task One_that_sends_elsewhere_is_an_error_that_names_both_ways_out()
    {
        await ResetAsync(new StandInHook("app", new Uri("https://other.example/hook"), Old));

        (await RunAsync("check")).ShouldBe(1);

        _bench.Out.ShouldContain("absent");
        _bench.Out.ShouldContain($"set the URL {_receiver.Url}");
        _bench.Out.ShouldContain("webhook.at: scopes");
    }

    [Fact]
    public async Task Rotate_puts_the_new_secret_in_and_proves_it_by_sending_the_last_delivery_again()
    {
        _receiver.Secrets = [New, Old];
        await DeliveredAsync();

        (await RunAsync("rotate")).ShouldBe(0, _bench.Out);

        _bench.Out.ShouldMatch("rotated +202 OK");
        (await _receiver.NextAsync("workflow_job")).IsSignedWith(New).ShouldBeTrue();
    }

    [Fact]
    public async Task A_new_secret_that_the_running_Paddock_refuses_is_taken_out_again()
    {
        _receiver.Secrets = [Old];
        await DeliveredAsync();

        (await RunAsync("rotate")).ShouldBe(1);

        _bench.Out.ShouldContain("put back");
        await _receiver.NextAsync("workflow_job");
        await QueueAsync(Job("test"));
        (await _receiver.NextAsync("workflow_job")).IsSignedWith(Old).ShouldBeTrue();
    }

    [Fact]
    public async Task A_rotation_that_nothing_could_prove_says_so()
    {
        (await RunAsync("rotate")).ShouldBe(0, _bench.Out);

        _bench.Out.ShouldContain("cannot be pinged");
    }

    [Fact]
    public async Task Removing_it_is_left_to_a_person_who_is_told_where()
    {
        (await RunAsync("remove")).ShouldBe(0);

        _bench.Out.ShouldContain("by hand");
        _bench.Out.ShouldContain("switch Active off");
    }

    [Fact]
    public async Task No_webhook_of_a_scope_is_made_where_the_app_tells_the_same()
    {
        Configure(at: "at: scopes");
        await GrantHooksAsync();

        (await RunAsync("setup")).ShouldBe(0, _bench.Out);

        _bench.Out.ShouldContain("the App's own webhook sends to");
        (await Control.StateAsync(Stop)).CountOf("orgs/create-webhook").ShouldBe(0);
    }

    [Fact]
    public async Task The_doctor_looks_at_it_once()
    {
        Configure(scopes: "org:acme");

        (await _bench.RunAsync("doctor", "--config", ConfigFile)).ShouldBe(0, _bench.Out);

        _bench.Out.ShouldContain($"app {ClientId}: note: Webhook");
        _bench.Out.ShouldContain("is as it should be; its last delivery: none yet.");
    }

    [Fact]
    public async Task The_doctor_tells_what_is_wrong_with_it()
    {
        await ResetAsync(new StandInHook("app", _receiver.Url, Secret: null));

        (await _bench.RunAsync("doctor", "--config", ConfigFile)).ShouldBe(1);

        _bench.Out.ShouldContain($"app {ClientId}: error: webhook");
        _bench.Out.ShouldContain("has no secret");
    }

    private string ConfigFile => Path.Combine(_directory, "paddock.yaml");

    private Task<int> RunAsync(string verb) => _bench.RunAsync("webhook", verb, "--config", ConfigFile);

    private void Configure(string scopes = "org:acme", string at = "") => File.WriteAllText(
        ConfigFile,
        $"""
        fleet: f
        github:
          api_url: {Server.ApiAddress}
          app: {"{"}client_id: {ClientId}, private_key_file: app.pem{"}"}
          webhook:
            url: {_receiver.Url}
            secrets: [{New}, {Old}]
            {at}
        providers:
          dev: {"{kind: process}"}
        pools:
          - name: linux
            scopes: [{scopes}]
            labels: [x]
            offers: {"[{provider: dev}]"}
        state_directory: state
        """);

    /// <summary>The App with another webhook, as its owner would have set it on the App's page.</summary>
    private Task ResetAsync(StandInHook hook, IReadOnlyDictionary<string, string>? permissions = null) =>
        Control.ChangeAppAsync(new ChangedApp(ClientId) { Webhook = hook, Permissions = permissions }, Stop);

    private Task GrantHooksAsync() => Control.GrantAsync(
        _installation,
        new Dictionary<string, string>
        {
            ["organization_self_hosted_runners"] = "write", ["actions"] = "read", ["metadata"] = "read",
            ["organization_hooks"] = "write",
        },
        Stop);

    private async Task DeliveredAsync()
    {
        await QueueAsync(Job("build"));
        (await _receiver.NextAsync("workflow_job")).IsSignedWith(Old).ShouldBeTrue();
        await Eventually.GetAsync(
            () => Control.StateAsync(Stop), state => state.Deliveries.All(delivery => delivery.Status is not null));
    }
}
