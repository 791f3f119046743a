using Paddock.GitHub.Auth;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Tests.GitHub.Tickets;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Auth;

/// <summary>The App's questions as GitHub describes them, and GitHub's answers as it documents them.</summary>
public sealed class AppRequestTests : IAsyncLifetime
{
    private const string Runners = "/repos/octo-org/octo-repo/actions/runners";
    private const string Mint = "/app/installations/1/access_tokens";

    private GitHubStub _github = null!;

    public async ValueTask InitializeAsync()
    {
        _github = await GitHubStub.StartAsync();
        _github.Connections[0] = _github.Connections[0] with
        {
            Credential = new GitHubCredential.App("Iv23liocto", new Secret(TestAppKey.Common.Pkcs1)),
        };
        _github.On("GET", Runners, RunnerListTests.PageOf(0));
        _github.On(
            "GET", "/repos/octo-org/octo-repo/installation",
            Reply.Ok(Fixture.Example("apps/get-repo-installation", 200)));
        _github.On("POST", Mint, Token("ghs_a"));
    }

    public ValueTask DisposeAsync() => _github.DisposeAsync();

    [Fact]
    public async Task It_proves_itself_by_a_JWT_and_its_installation_by_the_token()
    {
        (await ListAsync()).ShouldBeOfType<RunnerListReply.Complete>();

        _github.AllRequests.Select(request => (request.Method, request.Path, Scheme(request))).ShouldBe(
        [
            ("GET", "/repos/octo-org/octo-repo/installation", "jwt"),
            ("POST", Mint, "jwt"),
            ("GET", Runners, "Bearer ghs_a"),
        ]);
        _github.Requests[1].Body.ShouldBe("{}");
    }

    [Fact]
    public async Task GitHubs_own_example_of_a_token_is_one_that_lacks_what_is_needed()
    {
        _github.On("POST", Mint, new Reply(201, Fixture.Example("apps/create-installation-access-token", 201)));

        (await FaultAsync()).Message.ShouldContain(
            "may not do on github what repo:octo-org/octo-repo needs; missing is administration: write, "
            + "actions: read, metadata: read.");
    }

    [Fact]
    public async Task A_server_that_tells_no_permissions_is_taken_at_its_word()
    {
        _github.On("POST", Mint, new Reply(201, """{"token":"ghs_a","expires_at":"2026-11-20T13:00:00Z"}"""));

        (await ListAsync()).ShouldBeOfType<RunnerListReply.Complete>();
    }

    [Fact]
    public async Task A_token_may_be_as_long_as_GitHub_likes()
    {
        var token = "ghs_1_" + new string('x', 20_000);
        _github.On("POST", Mint, Token(token));

        (await ListAsync()).ShouldBeOfType<RunnerListReply.Complete>();

        _github.Requests[^1].Header("Authorization").ShouldBe($"Bearer {token}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("ghs_a\\r\\nX: y")]
    public async Task A_token_that_would_break_its_header_is_refused(string token)
    {
        _github.On("POST", Mint, Token(token));

        var fault = await FaultAsync();

        fault.Message.ShouldContain("an installation token that cannot be used");
        fault.Message.ShouldNotContain("ghs_a");
    }

    [Fact]
    public async Task A_redirect_does_not_carry_the_JWT_to_another_host()
    {
        _github.On(
            "GET", "/repos/octo-org/octo-repo/installation",
            new Reply(301, "", ("Location", "http://elsewhere.example/installation")));

        (await FaultAsync()).Message.ShouldContain("redirects to http://elsewhere.example/installation");
    }

    private static Reply Token(string token) => new(201, $$"""
        {"token":"{{token}}","expires_at":"2026-11-20T13:00:00Z",
         "permissions":{"administration":"write","actions":"read","metadata":"read"} }
        """);

    private static string Scheme(SeenRequest request) =>
        request.Header("Authorization")! is var header && header.StartsWith("Bearer ey", StringComparison.Ordinal)
            ? "jwt"
            : header;

    private async Task<Fault> FaultAsync() => (await ListAsync()).ShouldBeOfType<RunnerListReply.Refused>().Fault;

    private Task<RunnerListReply> ListAsync() =>
        _github.Adapters.Forge.ListAsync(GitHubStub.Repository, _github.Limit);
}
