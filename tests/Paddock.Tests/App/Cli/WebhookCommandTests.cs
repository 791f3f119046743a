using System.Text.Json.Nodes;
using Paddock.GitHubStandIn;
using Paddock.Tests.StandIn;
using Paddock.Tests.Support;

namespace Paddock.Tests.App.Cli;

/// <summary><c>paddock webhook</c> against the stand-in, with somebody real at the other end of the webhook.</summary>
public sealed class WebhookCommandTests : StandInTest
{
    private const string New = "the-new-canary";
    private const string Old = "the-old-canary";
    private const string Blind = "github_pat_blind";

    private readonly CommandBench _bench = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("paddock-webhook-").FullName;
    private HookReceiver _receiver = null!;
    private JsonNode _foreign = null!;

    protected override StandInOptions Options => new()
    {
        Seed = 1,
        Hooks = [new StandInHook("orgs/acme", new Uri("http://127.0.0.1:9/webhook"), "theirs") { Events = ["push"] }],
        Tokens =
        [
            StandInToken.Admin,
            new StandInToken(Blind, "blind")
            {
                Permissions = new Dictionary<string, string> { ["organization_hooks"] = "read" },
            },
        ],
    };

    public override async ValueTask InitializeAsync()
    {
        _receiver = await HookReceiver.StartAsync();
        await base.InitializeAsync();
        _foreign = (await GetAsync("orgs/acme/hooks")).AsArray()[0]!;
        Configure();
    }

    public override async ValueTask DisposeAsync()
    {
        (_bench.Out + _bench.Error).ShouldNotContain("canary");
        await ForeignAsync();
        await base.DisposeAsync();
        await _receiver.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Setup_makes_the_webhook_as_it_has_to_be_and_shows_that_GitHub_reaches_it()
    {
        _receiver.Secrets = [New];

        (await RunAsync("setup")).ShouldBe(0, _bench.Error);

        _bench.Out.ShouldMatch(@"org:acme +\d+ +created +202 OK");
        var hook = await OwnAsync();
        hook["active"]!.GetValue<bool>().ShouldBeTrue();
        hook["events"]!.ToJsonString().ShouldBe("""["workflow_job"]""");
        hook["config"]!["content_type"]!.ToString().ShouldBe("json");
        hook["config"]!["insecure_ssl"]!.ToString().ShouldBe("0");
        hook["config"]!["secret"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_second_setup_changes_nothing()
    {
        await RunAsync("setup");

        (await RunAsync("setup")).ShouldBe(0);

        _bench.Out.ShouldContain("unchanged");
        await ShouldHaveWrittenAsync(creates: 1, changes: 0);
    }

    [Fact]
    public async Task Setup_mends_what_differs_and_keeps_the_secret()
    {
        _receiver.Secrets = [Old];
        await MakeAsync("""{"content_type": "form", "insecure_ssl": "1", "secret": "the-old-canary"}""", "push");
        await ChangeAsync("""{"active": false}""");

        (await RunAsync("setup")).ShouldBe(0, _bench.Error);

        _bench.Out.ShouldContain("repaired");
        _bench.Out.ShouldContain("202 OK");
        await ShouldBeSoundAsync();
        (await _receiver.NextAsync("ping")).IsSignedWith(Old).ShouldBeTrue();
    }

    [Fact]
    public async Task Setup_gives_a_webhook_the_secret_it_lacks()
    {
        _receiver.Secrets = [New];
        await MakeAsync("""{"content_type": "json"}""");

        (await RunAsync("setup")).ShouldBe(0, _bench.Error);

        (await _receiver.NextAsync("ping")).IsSignedWith(New).ShouldBeTrue();
        await ShouldBeSoundAsync();
    }

    [Fact]
    public async Task Setup_finds_by_a_ping_that_the_secret_is_another_one_and_puts_ours_in()
    {
        _receiver.Secrets = [New];
        await MakeAsync("""{"content_type": "json", "secret": "whatever"}""");

        (await RunAsync("setup")).ShouldBe(0, _bench.Error);

        _bench.Out.ShouldMatch("repaired +202 OK");
    }

    [Fact]
    public async Task Setup_tells_when_GitHub_does_not_reach_Paddock()
    {
        await _receiver.DisposeAsync();

        (await RunAsync("setup")).ShouldBe(0);

        _bench.Out.ShouldContain("failed to connect to host");
        _bench.Out.ShouldContain("Does Paddock run");
    }

    [Fact]
    public async Task Where_the_log_is_the_source_nobody_need_answer()
    {
        Configure(webhook: "deliveries: source");
        await _receiver.DisposeAsync();

        (await RunAsync("setup")).ShouldBe(0);

        _bench.Out.ShouldContain("failed to connect to host");
        _bench.Out.ShouldNotContain("warning");
    }

    [Fact]
    public async Task Check_finds_nothing_wrong_after_setup()
    {
        await RunAsync("setup");

        (await RunAsync("check")).ShouldBe(0);

        _bench.Out.ShouldMatch(@"found +202 OK");
    }

    [Fact]
    public async Task Check_names_every_difference_and_changes_nothing()
    {
        await MakeAsync("""{"content_type": "form", "insecure_ssl": 1}""", "push");
        await ChangeAsync("""{"active": false}""");

        (await RunAsync("check")).ShouldBe(1);

        foreach (var flaw in (string[])["switched off", "workflow_job", "no secret", "certificate", "forms"])
        {
            _bench.Out.ShouldContain(flaw);
        }
        _bench.Out.ShouldContain("paddock webhook setup --scope org:acme");
        await ShouldHaveWrittenAsync(creates: 1, changes: 1);
    }

    [Fact]
    public async Task What_only_costs_more_is_a_warning()
    {
        await MakeAsync("""{"content_type": "json", "secret": "s"}""", "workflow_job", "push");

        (await RunAsync("check")).ShouldBe(0);

        _bench.Out.ShouldContain("warning: webhook");
    }

    [Fact]
    public async Task Check_tells_that_there_is_none()
    {
        (await RunAsync("check")).ShouldBe(1);

        _bench.Out.ShouldContain("absent");
        _bench.Out.ShouldContain("paddock webhook setup --scope org:acme makes it.");
    }

    [Theory]
    [InlineData(401, "The secrets differ")]
    [InlineData(404, "ends in /webhook")]
    [InlineData(502, "proxy")]
    public async Task Check_tells_what_became_of_the_latest_delivery(int status, string remedy)
    {
        _receiver.Status = status;
        await MakeAsync("""{"content_type": "json", "secret": "s"}""");

        (await RunAsync("check")).ShouldBe(1);

        _bench.Out.ShouldContain($"{status}");
        _bench.Out.ShouldContain(remedy);
    }

    [Fact]
    public async Task Rotate_puts_the_first_secret_in_and_nothing_else()
    {
        Configure(secrets: [New, Old]);
        _receiver.Secrets = [New, Old];
        var ping = await MakeAsync("""{"content_type": "json", "secret": "the-old-canary"}""");
        ping.IsSignedWith(Old).ShouldBeTrue();

        (await RunAsync("rotate")).ShouldBe(0, _bench.Error);

        (await _receiver.NextAsync("ping")).IsSignedWith(New).ShouldBeTrue();
        _bench.Out.ShouldContain("rotated");
        await ShouldBeSoundAsync();
    }

    [Fact]
    public async Task A_secret_the_configuration_does_not_take_is_not_put_in()
    {
        Configure(secrets: [Old]);
        await MakeAsync("""{"content_type": "json", "secret": "the-old-canary"}""");
        var file = Path.Combine(_directory, "new");
        await File.WriteAllTextAsync(file, New + "\n", Stop);

        (await RunAsync("rotate", "--secret-file", file)).ShouldBe(2);

        _bench.Error.ShouldContain($"Name {file} first");
        await ShouldHaveWrittenAsync(creates: 1, changes: 0);
    }

    [Fact]
    public async Task A_secret_of_a_file_is_put_in_when_the_configuration_takes_it()
    {
        Configure(secrets: [Old, New]);
        await MakeAsync("""{"content_type": "json", "secret": "the-old-canary"}""");
        var file = Path.Combine(_directory, "new");
        await File.WriteAllTextAsync(file, New + "\n", Stop);

        (await RunAsync("rotate", "--secret-file", file)).ShouldBe(0, _bench.Error);

        (await _receiver.NextAsync("ping")).IsSignedWith(New).ShouldBeTrue();
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_secret_that_is_not_there_yet_is_made_for_its_owner_alone_and_shown_to_nobody()
    {
        var file = Path.Combine(_directory, "new");

        (await RunAsync("rotate", "--secret-file", file)).ShouldBe(1);

        var made = await File.ReadAllTextAsync(file, Stop);
        made.ShouldMatch("^[0-9a-f]{64}$");
        (_bench.Out + _bench.Error).ShouldNotContain(made);
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_new_secret_that_the_running_Paddock_refuses_is_taken_out_again()
    {
        Configure(secrets: [New, Old]);
        _receiver.Secrets = [Old];
        await MakeAsync("""{"content_type": "json", "secret": "the-old-canary"}""");

        (await RunAsync("rotate")).ShouldBe(1);

        _bench.Out.ShouldContain("put back");
        await QueueAsync(Job("build"));
        (await _receiver.NextAsync("workflow_job")).IsSignedWith(Old).ShouldBeTrue();
    }

    [Fact]
    public async Task Remove_deletes_ours_and_a_second_time_there_is_none()
    {
        await RunAsync("setup");

        (await RunAsync("remove")).ShouldBe(0);
        _bench.Out.ShouldContain("removed");
        (await RunAsync("remove")).ShouldBe(0);
        _bench.Out.ShouldContain("absent");

        (await GetAsync("orgs/acme/hooks")).AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Every_scope_of_the_pools_has_its_own_and_one_can_be_chosen()
    {
        Configure(scopes: "org:acme, \"repo:acme/app\"");

        (await RunAsync("setup", "--scope", "repo:acme/app")).ShouldBe(0, _bench.Error);
        (await GetAsync("repos/acme/app/hooks")).AsArray().Count.ShouldBe(1);
        (await GetAsync("orgs/acme/hooks")).AsArray().Count.ShouldBe(1);

        (await RunAsync("check")).ShouldBe(1);
        _bench.Out.ShouldMatch("org:acme +- +absent");
        _bench.Out.ShouldMatch(@"repo:acme/app +\d+ +found");
    }

    [Fact]
    public async Task An_enterprise_is_left_to_a_person_who_is_told_what_to_do()
    {
        Configure(scopes: "enterprise:acme");

        (await RunAsync("setup")).ShouldBe(0);

        _bench.Out.ShouldContain("by hand");
        _bench.Out.ShouldContain(_receiver.Url.ToString());
    }

    [Fact]
    public async Task The_permission_that_is_missing_is_named()
    {
        Configure(token: Blind);

        (await RunAsync("setup")).ShouldBe(1);

        _bench.Out.ShouldContain("refused");
        _bench.Out.ShouldContain("organization_hooks=write");
    }

    [Fact]
    public async Task Without_an_address_nothing_is_tried()
    {
        var text = await File.ReadAllTextAsync(ConfigFile, Stop);
        await File.WriteAllTextAsync(
            ConfigFile, text.Replace($"    url: {_receiver.Url}", "    deliveries: off"), Stop);

        (await RunAsync("setup")).ShouldBe(2);

        _bench.Error.ShouldContain("webhook.url");
    }

    [Fact]
    public async Task A_scope_that_no_pool_has_is_no_scope_of_ours()
    {
        (await RunAsync("check", "--scope", "org:other")).ShouldBe(2);

        _bench.Error.ShouldContain("There is: org:acme.");
    }

    [Fact]
    public async Task Programs_get_the_same_as_json()
    {
        (await RunAsync("check", "-o", "json")).ShouldBe(1);

        var report = JsonNode.Parse(_bench.Out)!;
        report["ok"]!.GetValue<bool>().ShouldBeFalse();
        report["webhooks"]![0]!["scope"]!.ToString().ShouldBe("org:acme");
        report["webhooks"]![0]!["did"]!.ToString().ShouldBe("absent");
        report["findings"]![0]!["level"]!.ToString().ShouldBe("error");
    }

    private string ConfigFile => Path.Combine(_directory, "paddock.yaml");

    private Task<int> RunAsync(string verb, params string[] more) =>
        _bench.RunAsync(["webhook", verb, "--config", ConfigFile, .. more]);

    private void Configure(
        string[]? secrets = null, string? webhook = null, string scopes = "org:acme", string? token = null) =>
        File.WriteAllText(
            ConfigFile,
            $"""
            fleet: f
            github:
              api_url: {Server.ApiAddress}
              token: {token ?? StandInToken.Admin.Value}
              webhook:
                url: {_receiver.Url}
                secrets: [{string.Join(", ", secrets ?? [New])}]
                {webhook}
            providers:
              dev: {"{kind: process}"}
            pools:
              - name: linux
                scopes: [{scopes}]
                labels: [x]
                offers: {"[{provider: dev}]"}
            state_directory: state
            """);

    /// <summary>
    /// A webhook that is there already, and the ping GitHub sends to a new one. The log has that ping before this
    /// returns: one that is still under way could not be told from the ping of a verb.
    /// </summary>
    private async Task<Arrival> MakeAsync(string config, params string[] events)
    {
        var settings = JsonNode.Parse(config)!;
        settings["url"] = _receiver.Url.ToString();
        var (status, _) = await SendAsync(HttpMethod.Post, "orgs/acme/hooks", new JsonObject
        {
            ["name"] = "web",
            ["events"] = new JsonArray(
                [.. (events.Length == 0 ? ["workflow_job"] : events).Select(name => (JsonNode)name)]),
            ["config"] = settings,
        });
        status.ShouldBe(201);
        var ping = await _receiver.NextAsync("ping");
        await Eventually.GetAsync(
            () => Control.StateAsync(Stop), state => state.Deliveries.All(delivery => delivery.Status is not null));
        return ping;
    }

    private async Task ChangeAsync(string change) =>
        await SendAsync(HttpMethod.Patch, $"orgs/acme/hooks/{(await OwnAsync())["id"]}", JsonNode.Parse(change));

    private async Task<JsonNode> OwnAsync() => (await GetAsync("orgs/acme/hooks")).AsArray()
        .Single(hook => hook!["config"]!["url"]!.ToString() == _receiver.Url.ToString())!;

    private async Task ShouldBeSoundAsync()
    {
        var hook = await OwnAsync();
        hook["active"]!.GetValue<bool>().ShouldBeTrue();
        hook["events"]!.ToJsonString().ShouldBe("""["workflow_job"]""");
        hook["config"]!["content_type"]!.ToString().ShouldBe("json");
        hook["config"]!["insecure_ssl"]!.ToString().ShouldBe("0");
        hook["config"]!["secret"].ShouldNotBeNull();
    }

    /// <summary>Of another's address, so no verb may have touched it.</summary>
    private async Task ForeignAsync() => JsonNode.DeepEquals(
        (await GetAsync("orgs/acme/hooks")).AsArray().Single(hook => $"{hook!["id"]}" == $"{_foreign["id"]}"), _foreign)
        .ShouldBeTrue();

    private async Task ShouldHaveWrittenAsync(int creates, int changes)
    {
        var state = await Control.StateAsync(Stop);
        state.CountOf("orgs/create-webhook").ShouldBe(creates);
        (state.CountOf("orgs/update-webhook") + state.CountOf("orgs/update-webhook-config-for-org")).ShouldBe(changes);
    }
}
