using System.Text;
using System.Text.Json;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.GitHub.Auth;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Tickets;

public sealed class TicketTests : IAsyncLifetime
{
    private const string Jit = "/repos/octo-org/octo-repo/actions/runners/generate-jitconfig";

    private GitHubStub _github = null!;

    public async ValueTask InitializeAsync() => _github = await GitHubStub.StartAsync();

    public ValueTask DisposeAsync() => _github.DisposeAsync();

    [Fact]
    public async Task A_ticket_is_the_files_of_the_JIT_configuration()
    {
        _github.On("POST", Jit, Granted(23));

        var granted = (await AskAsync()).ShouldBeOfType<TicketReply.Granted>();

        granted.Registration.ShouldBe(new Registration(23));
        granted.Ticket.Files.Select(file => file.Name).ShouldBe([".runner", ".credentials", ".credentials_rsaparams"]);
        granted.Ticket.Files[0].Content.Reveal().ShouldBe("""{"AgentId":23}""");
    }

    [Fact]
    public async Task The_request_has_the_name_the_default_group_and_the_labels_as_written()
    {
        _github.On("POST", Jit, Granted(23));

        await AskAsync();

        var body = JsonDocument.Parse(_github.Requests.Single().Body).RootElement;
        body.GetRawText().ShouldBe("""{"name":"pdk-a-1","runner_group_id":1,"labels":["self-hosted","Linux"]}""");
    }

    [Fact]
    public async Task Every_request_says_who_asks_and_which_version_of_the_API_it_speaks()
    {
        _github.On("POST", Jit, Granted(23));

        await AskAsync();

        var request = _github.Requests.Single();
        request.Header("Authorization").ShouldBe($"Bearer {GitHubStub.Token}");
        request.Header("Accept").ShouldBe("application/vnd.github+json");
        request.Header("X-GitHub-Api-Version").ShouldBe("2022-11-28");
        request.Header("User-Agent").ShouldStartWith("paddock/");
    }

    [Fact]
    public async Task A_reply_as_GitHub_documents_it_without_a_usable_configuration_is_taken_back()
    {
        // GitHub's own example says "abc123" where the configuration stands.
        _github.On("POST", Jit, new Reply(201, Fixture.Example("actions/generate-runner-jitconfig-for-repo", 201)));
        _github.On("DELETE", "/repos/octo-org/octo-repo/actions/runners/23", new Reply(204));

        var refused = (await AskAsync()).ShouldBeOfType<TicketReply.Refused>();

        refused.Fault.Kind.ShouldBe(FaultKind.Fatal);
        _github.Count("DELETE", "/repos/octo-org/octo-repo/actions/runners/23").ShouldBe(1);
    }

    [Fact]
    public async Task An_unusable_configuration_that_cannot_be_taken_back_is_lost()
    {
        _github.On("POST", Jit, new Reply(201, Fixture.Example("actions/generate-runner-jitconfig-for-repo", 201)));
        _github.On("DELETE", "/repos/octo-org/octo-repo/actions/runners/23", Reply.Error(403, "Forbidden"));

        (await AskAsync()).ShouldBeOfType<TicketReply.Lost>();
    }

    [Fact]
    public async Task A_reply_that_never_came_is_lost_and_the_request_is_not_repeated()
    {
        _github.On("POST", Jit, Reply.Dropped);

        (await AskAsync()).ShouldBeOfType<TicketReply.Lost>();
        _github.Count("POST", Jit).ShouldBe(1);
    }

    [Fact]
    public async Task A_reply_that_broke_off_is_lost() => (await AskAsync(Reply.HalfOf(201, Granted(23).Body)))
        .ShouldBeOfType<TicketReply.Lost>();

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_server_error_is_lost_because_nobody_knows_how_far_it_got(int status)
    {
        (await AskAsync(Reply.Error(status, "Server Error"))).ShouldBeOfType<TicketReply.Lost>();
        _github.Count("POST", Jit).ShouldBe(1);
    }

    [Fact]
    public async Task A_success_that_cannot_be_read_is_lost() =>
        (await AskAsync(new Reply(201, "<html>"))).ShouldBeOfType<TicketReply.Lost>();

    [Fact]
    public async Task A_taken_name_is_lost()
    {
        var lost = (await AskAsync(Reply.Error(409, "Already exists - A runner with the name pdk-a-1 already exists.")))
            .ShouldBeOfType<TicketReply.Lost>();

        lost.Message.ShouldContain("already exists");
    }

    [Fact]
    public async Task Silence_is_lost_after_the_time_limit()
    {
        _github.On("POST", Jit, Reply.Silence);
        var asking = AskAsync();
        await Eventually.HoldsAsync(() => _github.Count("POST", Jit) == 1);

        _github.Time.Advance(TimeSpan.FromSeconds(30));

        (await asking).ShouldBeOfType<TicketReply.Lost>();
    }

    [Fact]
    public async Task Nobody_listening_is_a_refusal_because_nothing_was_sent()
    {
        _github.Connections[0] = _github.Connections[0] with { ApiUrl = new Uri("http://127.0.0.1:1/") };

        var refused = (await AskAsync()).ShouldBeOfType<TicketReply.Refused>();

        refused.Fault.Kind.ShouldBe(FaultKind.Transient);
        refused.Fault.Message.ShouldContain("Connection refused");
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_a_refusal_because_nothing_was_sent()
    {
        _github.Connections[0] = _github.Connections[0] with { ApiUrl = new Uri("http://github.invalid/") };

        var refused = (await AskAsync()).ShouldBeOfType<TicketReply.Refused>();

        refused.Fault.Kind.ShouldBe(FaultKind.Transient);
    }

    [Fact]
    public async Task A_full_runner_group_is_a_quota()
    {
        var reply = Reply.Error(422, "Invalid Argument - Runner group 1 has reached max limit of 10000 runners.");

        var refused = (await AskAsync(reply)).ShouldBeOfType<TicketReply.Refused>();

        refused.Fault.Kind.ShouldBe(FaultKind.QuotaExceeded);
        refused.Fault.Message.ShouldContain("10000");
    }

    [Fact]
    public async Task Another_422_is_a_wrong_request() => (await AskAsync(Reply.Error(422, "Labels are too many")))
        .ShouldBeOfType<TicketReply.Refused>().Fault.Kind.ShouldBe(FaultKind.InvalidSpec);

    [Fact]
    public async Task A_missing_permission_names_the_one_that_is_missing()
    {
        var reply = Reply.Error(
            403, "Resource not accessible by personal access token",
            ("X-Accepted-GitHub-Permissions", "administration=write"));

        var refused = (await AskAsync(reply)).ShouldBeOfType<TicketReply.Refused>();

        refused.Fault.Kind.ShouldBe(FaultKind.Unauthorized);
        refused.Fault.Message.ShouldContain("administration=write");
    }

    [Fact]
    public async Task A_bad_credential_is_said_to_be_one()
    {
        var refused = (await AskAsync(Reply.Error(401, "Bad credentials"))).ShouldBeOfType<TicketReply.Refused>();

        refused.Fault.Kind.ShouldBe(FaultKind.Unauthorized);
        refused.Fault.Message.ShouldContain("Bad credentials");
        refused.Fault.Message.ShouldNotContain(GitHubStub.Token);
    }

    [Fact]
    public async Task A_scope_of_an_unknown_connection_is_refused_without_asking_anybody()
    {
        var scope = new Scope("elsewhere", ScopeKind.Organization, "acme");

        var reply = await _github.Adapters.Forge.TicketAsync(Request() with { Scope = scope }, _github.Limit);

        reply.ShouldBeOfType<TicketReply.Refused>().Fault.Message.ShouldContain("elsewhere");
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_his_cancellation()
    {
        _github.On("POST", Jit, Reply.Silence);
        using var limit = new CancellationTokenSource();
        var asking = _github.Adapters.Forge.TicketAsync(Request(), limit.Token);
        await Eventually.HoldsAsync(() => _github.Count("POST", Jit) == 1);

        await limit.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(asking);
    }

    [Fact]
    public async Task A_ticket_never_shows_when_it_is_printed()
    {
        _github.On("POST", Jit, Granted(23));

        (await AskAsync()).ToString()!.ShouldNotContain("AgentId");
    }

    [Fact]
    public async Task Each_scope_is_asked_through_its_own_connection()
    {
        await using var other = await GitHubStub.StartAsync();
        other.On("POST", Jit, Granted(77));
        _github.Connections.Add(other.Connect("ghes", "ghp_other") with { Name = "ghes" });
        var scope = GitHubStub.Repository with { Connection = "ghes" };

        var reply = await _github.Adapters.Forge.TicketAsync(
            Request() with { Scope = scope }, _github.Limit);

        reply.ShouldBeOfType<TicketReply.Granted>().Registration!.Id.ShouldBe(77);
        other.Requests.Single().Header("Authorization").ShouldBe("Bearer ghp_other");
        _github.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("https://git.acme.example", true)]
    [InlineData("https://acme.ghe.com", false)]
    [InlineData("https://github.com", false)]
    public async Task An_Enterprise_Server_that_may_be_too_old_is_told_the_other_way(string url, bool isTold)
    {
        _github.Connections[0] = _github.Connections[0] with { Url = new Uri(url) };

        var fault = (await AskAsync(Reply.Error(404, "Not Found"))).ShouldBeOfType<TicketReply.Refused>().Fault;

        fault.Kind.ShouldBe(FaultKind.NotFound);
        fault.Message.Contains("tickets: registration_token", StringComparison.Ordinal).ShouldBe(isTold);
    }

    internal static Reply Granted(long id)
    {
        var files = new Dictionary<string, string>
        {
            [".runner"] = $$"""{"AgentId":{{id}}}""",
            [".credentials"] = "{}",
            [".credentials_rsaparams"] = "{}",
        };
        return new Reply(201, $$"""
            {"runner":{"id":{{id}},"name":"pdk-a-1","os":"unknown","status":"offline","busy":false,"labels":[]},
             "encoded_jit_config":"{{BlobOf(files)}}"}
            """);
    }

    internal static string BlobOf(Dictionary<string, string> files) => Base64(JsonSerializer.Serialize(
        files.ToDictionary(file => file.Key, file => Base64(file.Value))));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private Task<TicketReply> AskAsync(Reply reply)
    {
        _github.On("POST", Jit, reply);
        return AskAsync();
    }

    private Task<TicketReply> AskAsync() =>
        _github.Adapters.Forge.TicketAsync(Request(), _github.Limit);

    private static TicketRequest Request() =>
        new(GitHubStub.Repository, "default", new RunnerName("pdk-a-1"), LabelSet.Of("self-hosted", "Linux"));
}
