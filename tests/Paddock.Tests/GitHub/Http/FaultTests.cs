using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Forge;

namespace Paddock.Tests.GitHub.Http;

/// <summary>What an operator reads when GitHub says no.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private const string Runners = "/repos/octo-org/octo-repo/actions/runners";

    private GitHubStub _github = null!;

    public async ValueTask InitializeAsync() => _github = await GitHubStub.StartAsync();

    public ValueTask DisposeAsync() => _github.DisposeAsync();

    [Fact]
    public async Task The_permissions_that_would_do_are_named_as_GitHub_names_them()
    {
        var fault = await FaultOfAsync(Reply.Error(
            403, "Resource not accessible by integration",
            ("X-Accepted-GitHub-Permissions", "administration=read; organization_self_hosted_runners=read")));

        fault.Kind.ShouldBe(FaultKind.Unauthorized);
        fault.Message.ShouldContain("administration=read; organization_self_hosted_runners=read");
        fault.Message.ShouldContain("connection default");
    }

    [Fact]
    public async Task A_classic_token_is_told_its_scope()
    {
        var fault = await FaultOfAsync(Reply.Error(403, "Must have admin rights", ("X-Accepted-OAuth-Scopes", "repo")));

        fault.Message.ShouldContain("needs the scope repo");
    }

    [Fact]
    public async Task A_classic_token_is_not_told_of_permissions_it_cannot_have()
    {
        var fault = await FaultOfAsync(Reply.Error(
            403, "Must have admin rights", ("X-OAuth-Scopes", "repo"), ("X-Accepted-OAuth-Scopes", "admin:org"),
            ("X-Accepted-GitHub-Permissions", "organization_self_hosted_runners=read")));

        fault.Message.ShouldContain("needs the scope admin:org");
        fault.Message.ShouldNotContain("organization_self_hosted_runners");
    }

    [Fact]
    public async Task Single_sign_on_is_told_with_its_address()
    {
        var fault = await FaultOfAsync(Reply.Error(
            403, "Resource protected by organization SAML enforcement.",
            ("X-GitHub-SSO", "required; url=https://github.com/orgs/octo-org/sso")));

        fault.Message.ShouldContain("https://github.com/orgs/octo-org/sso");
    }

    [Fact]
    public async Task An_archived_repository_is_no_question_of_permissions()
    {
        var fault = await FaultOfAsync(Reply.Error(
            403, "Repository was archived so is read-only.",
            ("X-Accepted-GitHub-Permissions", "administration=write")));

        fault.Kind.ShouldBe(FaultKind.InvalidSpec);
        fault.Message.ShouldContain("Unarchive it");
        fault.Message.ShouldNotContain("administration=write");
    }

    [Fact]
    public async Task A_suspended_App_is_told_with_who_may_change_it()
    {
        var fault = await FaultOfAsync(Reply.Error(403, "This installation has been suspended"));

        fault.Kind.ShouldBe(FaultKind.Unauthorized);
        fault.Message.ShouldContain("unsuspended in the owner's settings");
    }

    [Fact]
    public async Task A_404_is_told_as_the_two_things_it_means()
    {
        var fault = await FaultOfAsync(Reply.Error(404, "Not Found"));

        fault.Kind.ShouldBe(FaultKind.NotFound);
        fault.Message.ShouldContain("may not see it");
    }

    [Fact]
    public async Task The_details_of_an_error_are_told_too()
    {
        var fault = await FaultOfAsync(new Reply(422, """
            {"message":"Validation Failed","errors":["too long",{"field":"name","code":"invalid"},{"message":"no"},7]}
            """));

        fault.Kind.ShouldBe(FaultKind.InvalidSpec);
        fault.Message.ShouldContain("Validation Failed; too long; name invalid; no");
    }

    [Theory]
    [InlineData("<html>a gateway's page</html>")]
    [InlineData("[]")]
    [InlineData("{\"message\":7}")]
    [InlineData("{\"message\":")]
    [InlineData("")]
    public async Task An_error_in_another_shape_is_told_by_its_status(string body) =>
        (await FaultOfAsync(new Reply(422, body))).Message.ShouldContain("status 422");

    [Fact]
    public async Task GitHubs_words_stay_on_one_line_and_end_somewhere()
    {
        var fault = await FaultOfAsync(Reply.Error(400, "a\\nb\\u001b[31m" + new string('x', 10_000)));

        fault.Message.ShouldNotContain('\n');
        fault.Message.ShouldNotContain('\u001b');
        fault.Message.Length.ShouldBeLessThan(500);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("null")]
    [InlineData("{\"total_count\":\"many\"}")]
    [InlineData("{\"total_count\":1,\"runners\":[{\"id\":\"x\"}]}")]
    public async Task A_success_that_cannot_be_read_contradicts_the_protocol(string body) =>
        (await FaultOfAsync(Reply.Ok(body))).Kind.ShouldBe(FaultKind.Fatal);

    [Fact]
    public async Task Members_nobody_knows_and_members_that_are_missing_do_no_harm()
    {
        _github.On("GET", Runners, Reply.Ok("""{"runners":[{"id":7,"name":"a","new":{"deep":[1]}}],"more":true}"""));

        var list = (await ListAsync()).ShouldBeOfType<RunnerListReply.Complete>();

        list.Runners.Single().ShouldBe(
            new ListedRunner(new RunnerName("a"), new Registration(7), Online: false, Busy: false));
    }

    [Fact]
    public async Task A_retired_API_version_is_told_as_GitHub_tells_it() =>
        (await FaultOfAsync(Reply.Error(410, "This API version is no longer supported"))).Message
            .ShouldContain("410: This API version is no longer supported");

    private async Task<Fault> FaultOfAsync(Reply reply)
    {
        _github.On("GET", Runners, reply);
        return (await ListAsync()).ShouldBeOfType<RunnerListReply.Refused>().Fault;
    }

    private Task<RunnerListReply> ListAsync() =>
        _github.Adapters.Forge.ListAsync(GitHubStub.Repository, _github.Limit);
}
