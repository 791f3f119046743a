using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Paddock.GitHubStandIn;
using Paddock.GitHubStandIn.Control;
using Paddock.Storage.Sqlite;
using Paddock.Tests.StandIn;
using Paddock.Tests.Storage;
using Paddock.Tests.Support;

namespace Paddock.Tests.App.Cli;

/// <summary><c>paddock doctor</c> against the stand-in.</summary>
public sealed class DoctorCommandTests : StandInTest
{
    private const string Reader = "github_pat_reader";
    private const string Blind = "github_pat_blind";
    private const string Poor = "ghp_poor";

    private readonly CommandBench _bench = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("paddock-doctor-tests-").FullName;
    private readonly TestTime _gitHubTime = new();

    protected override StandInOptions Options => new()
    {
        Seed = 1,
        Time = _gitHubTime,
        Hooks =
        [
            new StandInHook("orgs/acme", new Uri("http://127.0.0.1:9/webhook"), "s3cret") { ContentType = "form" },
        ],
        Tokens =
        [
            StandInToken.Admin,
            new StandInToken(Reader, "reader")
            {
                Permissions = new Dictionary<string, string>
                {
                    ["organization_self_hosted_runners"] = "read", ["actions"] = "read",
                },
            },
            new StandInToken(Blind, "blind") { Permissions = new Dictionary<string, string>() },
            new StandInToken(Poor, "poor") { Scopes = ["repo"] },
        ],
    };

    public override async ValueTask InitializeAsync()
    {
        _gitHubTime.Advance(Samples.Now - _gitHubTime.GetUtcNow());
        await base.InitializeAsync();
        Configure();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task All_is_well_with_who_asks_and_what_was_looked_at()
    {
        (await RunAsync()).ShouldBe(0, _bench.Out);

        _bench.Out.ShouldContain(
            "connection default: note: GitHub takes the credential: github.com/user:monalisa, with the scopes repo,");
        _bench.Out.ShouldContain("org:acme: note: Runners may be registered, and runs read.");
        _bench.Out.ShouldContain("org:acme: note: 1 repositories may use runner group Default.");
        _bench.Out.ShouldContain("There is no store yet");
        _bench.Out.ShouldNotContain(": error:");
    }

    [Fact]
    public async Task Nothing_is_written_anywhere()
    {
        await RunAsync();

        Directory.GetFileSystemEntries(_directory).ShouldBe([Path.Combine(_directory, "paddock.yaml")]);
        var state = await Control.StateAsync(Stop);
        state.Requests.ShouldAllBe(request => !request.Route.Contains("create", StringComparison.Ordinal));
        state.Runners.ShouldBeEmpty();
    }

    [Fact]
    public async Task Json_has_the_same_findings_for_programs()
    {
        (await _bench.RunAsync("doctor", "-o", "json", "--config", Path.Combine(_directory, "paddock.yaml")))
            .ShouldBe(0, _bench.Out);

        var report = JsonNode.Parse(_bench.Out)!;
        report["ok"]!.GetValue<bool>().ShouldBeTrue();
        report["findings"]!.AsArray().ShouldContain(
            finding => (string)finding!["level"]! == "note" && (string)finding["place"]! == "org:acme");
    }

    [Fact]
    public async Task A_broken_configuration_is_told_as_validate_tells_it()
    {
        await File.WriteAllTextAsync(Path.Combine(_directory, "paddock.yaml"), "fleet: [", Stop);

        (await RunAsync()).ShouldBe(2);

        _bench.Out.ShouldContain("paddock.yaml:2:1: error: This is not YAML");
        _bench.Out.ShouldContain("1 error.");
    }

    [Fact]
    public async Task A_host_that_is_not_there_is_told_once_and_the_rest_is_looked_at_all_the_same()
    {
        Configure(api: "http://127.0.0.1:9/");

        (await RunAsync()).ShouldBe(1);

        _bench.Out.ShouldMatch("connection default: error: 127.0.0.1:9 cannot be reached: .+\n    Check from this");
        _bench.Out.ShouldContain("here: note: It can work as configured.");
        _bench.Out.ShouldContain("1 error.");
    }

    [Fact]
    public async Task A_credential_GitHub_does_not_know_is_an_error_of_the_connection()
    {
        Configure(token: "ghp_unknown");

        (await RunAsync()).ShouldBe(1);

        _bench.Out.ShouldContain("connection default: error: GitHub calls the credential wrong");
        _bench.Out.ShouldNotContain("ghp_unknown");
    }

    [Fact]
    public async Task A_classic_token_is_told_the_scopes_it_lacks()
    {
        Configure(token: Poor);

        (await RunAsync()).ShouldBe(1);

        _bench.Out.ShouldContain(
            "org:acme: error: The token of connection default lacks the scope admin:org, which org:acme needs.\n"
            + "    Give it at Settings, Developer settings, Personal access tokens.");
    }

    [Fact]
    public async Task A_fine_grained_token_is_told_the_permission_in_GitHub_s_own_words()
    {
        Configure(token: Blind);

        (await RunAsync()).ShouldBe(1);

        _bench.Out.ShouldContain("needs organization_self_hosted_runners=read");
        _bench.Out.ShouldContain("Registering runners takes organization_self_hosted_runners=write.");
        _bench.Out.ShouldContain("needs actions=read");
    }

    [Fact]
    public async Task What_only_a_registration_would_show_is_said_not_to_be_known()
    {
        Configure(token: Reader);

        (await RunAsync()).ShouldBe(0, _bench.Out);

        _bench.Out.ShouldContain("it takes organization_self_hosted_runners=write");
    }

    [Theory]
    [InlineData(20, 0, "warning: This machine's clock is 20 seconds behind GitHub's.")]
    [InlineData(-90, 1, "error: This machine's clock is 90 seconds ahead of GitHub's.")]
    public async Task Clocks_that_differ_are_told(int ahead, int code, string told)
    {
        if (ahead > 0)
        {
            _gitHubTime.Advance(TimeSpan.FromSeconds(ahead));
        }
        else
        {
            _bench.Now = Samples.Now - TimeSpan.FromSeconds(ahead);
        }

        (await RunAsync()).ShouldBe(code, _bench.Out);

        _bench.Out.ShouldContain(told);
        _bench.Out.ShouldContain("timedatectl");
    }

    [Fact]
    public async Task A_runner_group_that_does_not_exist_is_an_error_with_those_that_do()
    {
        Configure(group: "gpu");

        (await RunAsync()).ShouldBe(1);

        _bench.Out.ShouldContain("org:acme: error: There is no runner group gpu; there is: Default.");
        _bench.Out.ShouldContain("https://github.com/organizations/acme/settings/actions/runner-groups");
    }

    [Fact]
    public async Task Repositories_that_a_selected_group_leaves_out_are_named()
    {
        var chosen = await Control.AddRepositoryAsync(new NewRepository("acme", "chosen"), Stop);
        await Control.AddGroupAsync(
            new NewGroup("orgs/acme", "few") { SelectedRepositories = [chosen.Id] }, Stop);
        Configure(group: "few");

        (await RunAsync()).ShouldBe(0, _bench.Out);

        _bench.Out.ShouldContain("warning: 1 of 2 repositories may not use runner group few: acme/app.");
        _bench.Out.ShouldContain("/settings/actions/runner-groups/2");
    }

    [Fact]
    public async Task A_rule_that_lets_a_public_repository_in_and_a_group_that_does_not_are_told()
    {
        await Control.AddRepositoryAsync(new NewRepository("acme", "site") { IsPrivate = false }, Stop);
        Configure(more: "repositories: [{match: acme/*, public: true}]");

        (await RunAsync()).ShouldBe(0, _bench.Out);

        _bench.Out.ShouldContain(
            "warning: Runner group Default takes no public repositories, and the rules under repositories let in "
            + "acme/site.");
    }

    [Fact]
    public async Task A_public_repository_that_no_rule_lets_in_is_nobody_s_business()
    {
        await Control.AddRepositoryAsync(new NewRepository("acme", "site") { IsPrivate = false }, Stop);

        await RunAsync();

        _bench.Out.ShouldNotContain("acme/site");
    }

    [Fact]
    public async Task Our_webhook_is_looked_at_as_the_webhook_command_does()
    {
        Configure(webhook: "{url: \"http://127.0.0.1:9/webhook\", secret: s3cret}");

        await RunAsync();

        _bench.Out.ShouldMatch(@"org:acme: warning: webhook \d+ sends forms, not JSON\.");
        _bench.Out.ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task A_connection_that_does_not_say_which_webhook_is_its_own_is_told_that_none_was_looked_at()
    {
        await RunAsync();

        _bench.Out.ShouldContain("connection default: note: Its webhook was not looked at");
    }

    [Fact]
    public async Task A_store_is_looked_at_and_left_to_a_Paddock_that_runs()
    {
        var options = new SqliteStoreOptions(Path.Combine(_directory, "state", "paddock.db"));
        Directory.CreateDirectory(Path.GetDirectoryName(options.Path)!);
        await using (await SqliteStore.OpenAsync(
            options, new CountingDice(), TimeProvider.System, NullLogger<SqliteStore>.Instance))
        {
            await RunAsync();
            _bench.Out.ShouldContain("paddock.db: note: A running Paddock holds it;");
        }

        await RunAsync();
        _bench.Out.ShouldContain("paddock.db: note: The store is sound");

        await File.WriteAllTextAsync(options.Path, "no database", Stop);
        (await RunAsync()).ShouldBe(1);
        _bench.Out.ShouldContain("paddock.db: error: ");
    }

    [Fact]
    public async Task The_repository_of_a_scope_is_looked_at_alone()
    {
        Configure(scope: "repo:acme/app");

        (await RunAsync()).ShouldBe(0, _bench.Out);

        _bench.Out.ShouldContain("repo:acme/app: note: Runners may be registered, and runs read.");
        var state = await Control.StateAsync(Stop);
        state.CountOf("actions/get-self-hosted-runners-permissions-organization").ShouldBe(1);
    }

    [Fact]
    public async Task A_repository_nobody_may_see_is_told_where_its_scope_stands()
    {
        Configure(scope: "repo:acme/gone");

        (await RunAsync()).ShouldBe(1);

        _bench.Out.ShouldContain("repo:acme/gone: error: The repository cannot be read: GitHub says not found");
    }

    private Task<int> RunAsync() =>
        _bench.RunAsync("doctor", "--config", Path.Combine(_directory, "paddock.yaml"));

    private void Configure(
        string? token = null, string? api = null, string group = "default", string scope = "org:acme",
        string webhook = "{secret: s3cret}", string more = "") =>
        File.WriteAllText(Path.Combine(_directory, "paddock.yaml"), $$"""
            fleet: acme-ci
            state_directory: {{_directory}}/state
            github:
              api_url: {{api ?? Server.ApiAddress.ToString()}}
              token: {{token ?? StandInToken.Admin.Value}}
              webhook: {{webhook}}
            providers:
              here: {kind: process}
            pools:
              - name: linux
                scopes: ["{{scope}}"]
                labels: [self-hosted, linux]
                {{(scope.StartsWith("org", StringComparison.Ordinal) ? $"group: {group}" : "")}}
                offers: [{provider: here}]
            {{more}}
            """);
}
