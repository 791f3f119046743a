using System.Text.Json.Nodes;
using Paddock.Core.Model;
using Paddock.GitHub.Hooks;
using Paddock.Ports;

namespace Paddock.Tests.GitHub.Hooks;

/// <summary>
/// What is sent to GitHub about our hook, to the letter; each request is held against GitHub's description.
/// </summary>
public sealed class HookDeskTests : IAsyncLifetime
{
    private const string Hooks = "/repos/octo-org/octo-repo/hooks";
    private const string Sound =
        """
        {"id":7,"active":true,"events":["workflow_job"],
         "config":{"url":"https://ci.acme.example/webhook","content_type":"json","insecure_ssl":"0",
                   "secret":"********"}}
        """;

    private GitHubStub _github = null!;

    private HookDesk Desk => _github.Adapters.Hooks;

    public async ValueTask InitializeAsync()
    {
        _github = await GitHubStub.StartAsync();
        _github.Connections[0] = _github.Connect("default") with
        {
            WebhookUrl = new Uri("https://ci.acme.example/webhook"),
            WebhookSecrets = [new Secret("new"), new Secret("old")],
        };
        Listed(Sound);
        _github.On("POST", Hooks, new Reply(201, Sound));
        _github.On("PATCH", $"{Hooks}/7", Reply.Ok(Sound));
        _github.On("PATCH", $"{Hooks}/7/config", Reply.Ok("{}"));
        _github.On("DELETE", $"{Hooks}/7", new Reply(204));
        _github.On("DELETE", $"{Hooks}/8", new Reply(204));
        _github.On("POST", $"{Hooks}/7/pings", new Reply(204));
    }

    public ValueTask DisposeAsync() => _github.DisposeAsync();

    [Fact]
    public async Task A_new_one_is_named_in_full_because_GitHub_s_defaults_are_traps()
    {
        Listed();

        Done(await SetUpAsync()).Deed.ShouldBe(HookDeed.Created);

        Sent("POST", Hooks).ShouldBe(
            """
            {"name":"web","active":true,"events":["workflow_job"],"config":{"url":"https://ci.acme.example/webhook",
            "content_type":"json","insecure_ssl":"0","secret":"new"}}
            """.ReplaceLineEndings(""));
    }

    [Theory]
    [InlineData(""" "content_type":"json" """, """ "content_type":"form" """, """{"content_type":"json"}""")]
    [InlineData(""" "insecure_ssl":"0" """, """ "insecure_ssl":1 """, """{"insecure_ssl":"0"}""")]
    [InlineData(""" "secret":"********" """, """ "other":1 """, """{"secret":"new"}""")]
    public async Task Of_the_configuration_only_what_differs_is_sent(string sound, string flawed, string sent)
    {
        Listed(Sound.Replace(sound.Trim(), flawed.Trim()));

        Done(await SetUpAsync()).Deed.ShouldBe(HookDeed.Repaired);

        Sent("PATCH", $"{Hooks}/7/config").ShouldBe(sent);
        _github.Count("PATCH", $"{Hooks}/7").ShouldBe(0);
    }

    [Theory]
    [InlineData("\"active\":true", "\"active\":false")]
    [InlineData("[\"workflow_job\"]", "[\"push\"]")]
    [InlineData("[\"workflow_job\"]", "[\"*\"]")]
    public async Task Events_are_sent_without_a_configuration_which_would_take_the_secret_away(
        string sound, string flawed)
    {
        Listed(Sound.Replace(sound, flawed));

        Done(await SetUpAsync()).Deed.ShouldBe(HookDeed.Repaired);

        Sent("PATCH", $"{Hooks}/7").ShouldBe("""{"active":true,"events":["workflow_job"]}""");
        _github.Count("PATCH", $"{Hooks}/7/config").ShouldBe(0);
    }

    [Fact]
    public async Task A_sound_one_is_left_alone()
    {
        Done(await SetUpAsync()).ShouldSatisfyAllConditions(
            done => done.Deed.ShouldBe(HookDeed.Found), done => done.Flaws.ShouldBeEmpty());

        _github.Requests.ShouldAllBe(request => request.Method == "GET");
    }

    [Fact]
    public async Task A_rotation_sends_the_secret_alone()
    {
        Done(await Desk.RotateAsync(GitHubStub.Repository, new Secret("newer"), _github.Limit)).Deed
            .ShouldBe(HookDeed.Rotated);

        Sent("PATCH", $"{Hooks}/7/config").ShouldBe("""{"secret":"newer"}""");
    }

    [Fact]
    public async Task Of_two_at_our_address_the_one_that_sends_jobs_is_meant_and_both_are_removed()
    {
        Listed(Sound.Replace("\"id\":7", "\"id\":8").Replace("workflow_job", "push"), Sound);

        Done(await Desk.LookAsync(GitHubStub.Repository, _github.Limit)).Hook.ShouldBe(7);
        Done(await Desk.RemoveAsync(GitHubStub.Repository, _github.Limit)).Deed.ShouldBe(HookDeed.Removed);

        _github.Requests.Where(request => request.Method == "DELETE").Select(request => request.Path).Order()
            .ShouldBe([$"{Hooks}/7", $"{Hooks}/8"]);
    }

    [Theory]
    [InlineData("https://ci.acme.example/webhook/ghes")]
    [InlineData("https://ci.acme.example:8443/webhook")]
    [InlineData("http://ci.acme.example/webhook")]
    [InlineData("https://other.example/webhook")]
    public async Task Another_address_is_another_s_hook(string url)
    {
        Listed(Sound.Replace("https://ci.acme.example/webhook", url));

        Done(await Desk.LookAsync(GitHubStub.Repository, _github.Limit)).Deed.ShouldBe(HookDeed.Absent);
    }

    [Fact]
    public async Task Without_the_right_to_write_the_refusal_says_what_is_missing()
    {
        Listed();
        _github.On("POST", Hooks, Reply.Error(404, "Not Found"));

        (await SetUpAsync()).ShouldBeOfType<HookReply.Refused>().Fault.Message.ShouldContain("repository_hooks=write");
    }

    [Fact]
    public async Task Only_a_ping_that_was_not_there_before_is_an_answer()
    {
        const string Old = """{"id":1,"guid":"g","event":"ping","status":"OK","status_code":200}""";
        const string Fresh = """{"id":2,"guid":"h","event":"ping","status":"timed out","status_code":0}""";
        _github.On(
            "GET", $"{Hooks}/7/deliveries", Reply.Ok($"[{Old}]"), Reply.Ok($"[{Old}]"), Reply.Ok($"[{Fresh},{Old}]"));

        (await PingAsync()).ShouldBe(new ReachReply.Logged(Arrived: false, 0, "timed out"));
    }

    [Fact]
    public async Task A_log_that_never_shows_the_ping_is_not_waited_for_for_ever()
    {
        _github.On("GET", $"{Hooks}/7/deliveries", Reply.Ok("[]"));

        (await PingAsync()).ShouldBeOfType<ReachReply.Unseen>();
    }

    [Fact]
    public async Task An_enterprise_has_no_api_for_it()
    {
        var enterprise = new Scope(Scope.DefaultConnection, ScopeKind.Enterprise, "octo");

        (await Desk.SetUpAsync(enterprise, _github.Limit)).ShouldBeOfType<HookReply.Refused>().Fault.Message
            .ShouldContain("no API");
        _github.Requests.ShouldBeEmpty();
    }

    private void Listed(params string[] hooks) =>
        _github.On("GET", Hooks, Reply.Ok($"[{string.Join(',', hooks)}]"));

    private Task<HookReply> SetUpAsync() => Desk.SetUpAsync(GitHubStub.Repository, _github.Limit);

    /// <summary>Moves the clock whenever the desk waits for it.</summary>
    private async Task<ReachReply> PingAsync()
    {
        var ping = Desk.PingAsync(GitHubStub.Repository, 7, _github.Limit);
        while (!ping.IsCompleted)
        {
            if (await Task.WhenAny(ping, _github.Time.TimerWithinAsync(TimeSpan.FromSeconds(1))) != ping)
            {
                _github.Time.Advance(TimeSpan.FromSeconds(1));
            }
        }
        return await ping;
    }

    private static HookReply.Done Done(HookReply reply) => reply.ShouldBeOfType<HookReply.Done>();

    private string Sent(string method, string path) => JsonNode.Parse(
        _github.Requests.Single(request => request.Method == method && request.Path == path).Body)!.ToJsonString();
}
