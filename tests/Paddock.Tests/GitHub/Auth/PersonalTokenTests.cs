using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.GitHub.Auth;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Tests.GitHub.Tickets;

namespace Paddock.Tests.GitHub.Auth;

public sealed class PersonalTokenTests : IAsyncLifetime
{
    private const string Runners = "/repos/octo-org/octo-repo/actions/runners";
    private const string Jit = $"{Runners}/generate-jitconfig";

    private readonly string _file = Path.GetTempFileName();
    private GitHubStub _github = null!;

    public async ValueTask InitializeAsync()
    {
        _github = await GitHubStub.StartAsync();
        _github.On("GET", Runners, RunnerListTests.PageOf(0));
    }

    public async ValueTask DisposeAsync()
    {
        File.Delete(_file);
        await _github.DisposeAsync();
    }

    [Fact]
    public async Task A_token_file_is_read_without_its_line_end()
    {
        UseFile("ghp_from_file\n");

        (await ListAsync()).ShouldBeOfType<RunnerListReply.Complete>();
        _github.Requests.Single().Header("Authorization").ShouldBe("Bearer ghp_from_file");
    }

    [Theory]
    [InlineData("github_pat_11AAA", "a fine-grained token")]
    [InlineData("ghs_16C7e42F", "an App's token")]
    public async Task Only_a_classic_token_is_sent_to_an_enterprise(string token, string told)
    {
        UseFile(token);
        var enterprise = new Scope(Scope.DefaultConnection, ScopeKind.Enterprise, "octo-corp");

        var reply = await _github.Adapters.Forge.ListAsync(enterprise, _github.Limit);

        var fault = reply.ShouldBeOfType<RunnerListReply.Refused>().Fault;
        fault.Kind.ShouldBe(FaultKind.Unauthorized);
        fault.Message.ShouldContain($"has {told}, and GitHub lets only classic tokens");
        _github.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_replaced_file_is_read_again()
    {
        UseFile("ghp_old");
        await ListAsync();

        await File.WriteAllTextAsync(_file, "ghp_newer", _github.Limit);
        await ListAsync();

        _github.Requests[1].Header("Authorization").ShouldBe("Bearer ghp_newer");
    }

    [Fact]
    public async Task A_token_that_was_replaced_unnoticed_is_found_after_a_401_and_the_request_goes_again()
    {
        UseFile("ghp_aaa");
        await ListAsync();
        Replace("ghp_bbb");
        _github.On("POST", Jit, request => request.Header("Authorization") == "Bearer ghp_bbb"
            ? TicketTests.Granted(23)
            : Reply.Error(401, "Bad credentials"));

        (await TicketAsync()).ShouldBeOfType<TicketReply.Granted>();
        _github.Count("POST", Jit).ShouldBe(2);
    }

    [Fact]
    public async Task A_token_that_stays_bad_is_not_sent_again()
    {
        UseFile("ghp_aaa");
        _github.On("POST", Jit, Reply.Error(401, "Bad credentials"));

        (await TicketAsync()).ShouldBeOfType<TicketReply.Refused>().Fault.Kind.ShouldBe(FaultKind.Unauthorized);
        _github.Count("POST", Jit).ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    [InlineData("ghp_a\nghp_b")]
    [InlineData("ghp_ä")]
    [InlineData("Bearer ghp_a")]
    public async Task A_file_without_a_token_is_said_to_be_one(string content)
    {
        UseFile(content);

        var fault = (await ListAsync()).ShouldBeOfType<RunnerListReply.Refused>().Fault;

        fault.Kind.ShouldBe(FaultKind.Unauthorized);
        fault.Message.ShouldContain(_file);
        _github.AllRequests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_missing_file_is_said_to_be_missing()
    {
        Use(new GitHubCredential.TokenFile("/nowhere/token"));

        (await ListAsync()).ShouldBeOfType<RunnerListReply.Refused>().Fault.Message.ShouldContain("/nowhere/token");
    }

    [Fact]
    public async Task Whose_token_it_is_is_asked_once()
    {
        await Task.WhenAll(ListAsync(), ListAsync(), ListAsync());

        _github.AllRequests.Count(request => request.Path == "/user").ShouldBe(1);
        _github.Adapters.Budgets.Single().Identity.ShouldBe("github.com/user:alice");
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    public async Task A_token_without_a_user_is_its_own_identity(int status)
    {
        _github.On("GET", "/user", Reply.Error(status, "Resource not accessible by integration"));

        (await ListAsync()).ShouldBeOfType<RunnerListReply.Complete>();

        var identity = _github.Adapters.Budgets.Single().Identity;
        identity.ShouldStartWith("github.com/token:");
        identity.ShouldNotContain(GitHubStub.Token);
    }

    [Fact]
    public async Task A_user_that_cannot_be_learned_now_is_asked_again_in_a_minute()
    {
        _github.On("GET", "/user", Reply.Error(500, "Server Error"), Reply.Ok("""{"login":"alice"}"""));
        await ListAsync();
        await ListAsync();
        _github.AllRequests.Count(request => request.Path == "/user").ShouldBe(1);

        _github.Time.Advance(TimeSpan.FromMinutes(1));
        await ListAsync();

        _github.Adapters.Budgets.ShouldContain(budget => budget.Identity == "github.com/user:alice");
    }

    [Fact]
    public async Task A_limit_says_nothing_about_whose_the_token_is_and_it_is_asked_again()
    {
        _github.On("GET", "/user",
            Reply.Error(403, "You have exceeded a secondary rate limit"), Reply.Ok("""{"login":"alice"}"""));
        await ListAsync();
        _github.Time.Advance(TimeSpan.FromMinutes(1));
        await ListAsync();

        _github.Adapters.Budgets.ShouldContain(budget => budget.Identity == "github.com/user:alice");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("<html>")]
    [InlineData("{\"login\":7}")]
    public async Task An_answer_that_names_nobody_holds_nothing_up(string body)
    {
        _github.On("GET", "/user", Reply.Ok(body));

        (await ListAsync()).ShouldBeOfType<RunnerListReply.Complete>();
    }

    private void UseFile(string content)
    {
        File.WriteAllText(_file, content);
        Use(new GitHubCredential.TokenFile(_file));
    }

    /// <summary>With the same length and time, as on a file system whose clock is coarse.</summary>
    private void Replace(string content)
    {
        var written = File.GetLastWriteTimeUtc(_file);
        File.WriteAllText(_file, content);
        File.SetLastWriteTimeUtc(_file, written);
    }

    private void Use(GitHubCredential credential) =>
        _github.Connections[0] = _github.Connections[0] with { Credential = credential };

    private Task<RunnerListReply> ListAsync() =>
        _github.Adapters.Forge.ListAsync(GitHubStub.Repository, _github.Limit);

    private Task<TicketReply> TicketAsync() => _github.Adapters.Forge.TicketAsync(
        new TicketRequest(GitHubStub.Repository, "default", new RunnerName("pdk-a-1"), LabelSet.Of("linux")),
        _github.Limit);
}
