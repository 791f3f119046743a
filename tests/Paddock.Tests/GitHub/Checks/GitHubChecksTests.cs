using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.GitHub.Checks;

namespace Paddock.Tests.GitHub.Checks;

/// <summary>What the checks make of GitHub's answers, also of those the stand-in does not give.</summary>
public sealed class GitHubChecksTests : IAsyncLifetime
{
    private const string Repo = "/repos/octo-org/octo-repo";
    private const string OwnRunners = "/orgs/octo-org/actions/permissions/self-hosted-runners";
    private const string Groups = "/orgs/octo-org/actions/runner-groups";
    private const string OrgRunners = "/orgs/octo-org/actions/runners";
    private const string Repos = "/orgs/octo-org/repos";

    private GitHubStub _github = null!;

    public async ValueTask InitializeAsync()
    {
        _github = await GitHubStub.StartAsync();
        _github.On("GET", "/rate_limit", Reply.Ok("{}", Marks));
        _github.On("GET", Repo, Reply.Ok(Repository("octo-repo")));
        foreach (var path in (string[])[$"{Repo}/actions/runners", $"{Repo}/actions/runs", OrgRunners])
        {
            _github.On("GET", path, Reply.Ok("""{"total_count":0}"""));
        }
        _github.On("GET", OwnRunners, Reply.Ok("""{"enabled_repositories":"all"}"""));
        _github.On("GET", Repos, Reply.Ok($"[{Repository("octo-repo")}]"));
    }

    public ValueTask DisposeAsync() => _github.DisposeAsync();

    [Fact]
    public async Task A_page_that_is_not_GitHub_s_is_told()
    {
        _github.On("GET", "/rate_limit", Reply.Ok("<html>"));

        (await ToldAsync(GitHubStub.Repository)).ShouldBe(
            ["Error connection default: Whatever answers at github.com is no GitHub."]);
    }

    [Fact]
    public async Task A_server_without_limits_takes_the_credential_all_the_same()
    {
        _github.On("GET", "/rate_limit", Reply.Error(404, "Rate limiting is not enabled.", Marks));

        (await ToldAsync(GitHubStub.Repository))[0].ShouldStartWith(
            "Note connection default: GitHub takes the credential: github.com/user:alice");
    }

    [Fact]
    public async Task Who_is_no_administrator_may_register_no_runner()
    {
        _github.On("GET", Repo, Reply.Ok(Repository("octo-repo", admin: false)));

        (await ToldAsync(GitHubStub.Repository)).ShouldContain(
            "Error repo:octo-org/octo-repo: github.com/user:alice is no administrator of octo-org/octo-repo, so it may "
            + "register no runner.");
    }

    [Theory]
    [InlineData("none", "Error repo:octo-org/octo-repo: octo-org lets no repository have runners of its own.")]
    [InlineData("selected",
        "Warning repo:octo-org/octo-repo: octo-org lets only selected repositories have runners of their own.")]
    public async Task An_organization_that_forbids_own_runners_is_told(string enabled, string told)
    {
        _github.On("GET", OwnRunners, Reply.Ok($$"""{"enabled_repositories":"{{enabled}}"}"""));

        (await ToldAsync(GitHubStub.Repository)).ShouldContain(told);
    }

    [Fact]
    public async Task What_the_credential_may_not_see_is_no_error_where_nothing_needs_it()
    {
        _github.On("GET", OwnRunners, Reply.Error(
            403, "Resource not accessible by personal access token",
            ("X-Accepted-GitHub-Permissions", "organization_administration=read")));

        var told = await ToldAsync(GitHubStub.Repository);

        told.ShouldContain(line => line.StartsWith("Note", StringComparison.Ordinal)
            && line.Contains("needs organization_administration=read", StringComparison.Ordinal));
        told.ShouldNotContain(line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_group_of_all_needs_no_question_for_each_repository()
    {
        _github.On("GET", Groups, Group("all", allowsPublic: true));

        (await ToldAsync(GitHubStub.Organization)).ShouldContain(
            "Note org:octo-org: 1 repositories may use runner group Default.");

        _github.Count("GET", Groups).ShouldBe(1);
    }

    [Theory]
    [InlineData("selected", false)]
    [InlineData("all", true)]
    public async Task No_more_than_thirty_repositories_are_asked_about(string visibility, bool inherited)
    {
        _github.On("GET", Repos, Reply.Ok(
            $"[{string.Join(',', Enumerable.Range(1, 40).Select(i => Repository($"r{i}", id: i)))}]"));
        _github.On("GET", Groups, Group(visibility, allowsPublic: true, inherited));

        var told = await ToldAsync(GitHubStub.Organization);

        _github.Count("GET", Groups).ShouldBe(31);
        told.ShouldContain(
            "Note org:octo-org: Whether 10 more repositories may use runner group Default was not asked.");
        told.ShouldContain("Note org:octo-org: 30 repositories may use runner group Default.");
    }

    [Fact]
    public async Task A_list_that_goes_on_is_said_to()
    {
        var next = new Uri(_github.Address, $"{Repos}?page=2");
        _github.On("GET", Repos, Reply.Ok($"[{Repository("octo-repo")}]", ("Link", $"<{next}>; rel=\"next\"")));
        _github.On("GET", Groups, Group("all", allowsPublic: true));

        (await ToldAsync(GitHubStub.Organization)).ShouldContain(
            "Note org:octo-org: There are more repositories; the 1 pushed to last were looked at.");
    }

    [Fact]
    public async Task A_group_for_selected_workflows_is_a_warning()
    {
        _github.On("GET", Groups, Reply.Ok(
            """
            {"total_count":1,"runner_groups":[{"id":1,"name":"Default","default":true,"visibility":"all",
            "allows_public_repositories":true,"restricted_to_workflows":true}]}
            """));

        (await ToldAsync(GitHubStub.Organization)).ShouldContain(
            "Warning org:octo-org: Runner group Default serves selected workflows only; jobs of others wait.");
    }

    [Fact]
    public async Task Groups_that_cannot_be_read_are_an_error_of_the_scope()
    {
        _github.On("GET", Groups, Reply.Error(404, "Not Found"));

        (await ToldAsync(GitHubStub.Organization)).ShouldContain(line => line.StartsWith(
            "Error org:octo-org: Its runner groups cannot be read: GitHub says not found", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("manage_runners:enterprise", "Warning enterprise:octo-corp: The token may not read runs")]
    [InlineData("manage_runners:enterprise, repo", "Note enterprise:octo-corp: Runners may be registered")]
    [InlineData("repo", "Error enterprise:octo-corp: The token of connection default lacks the scope manage_runners")]
    public async Task A_token_for_an_enterprise_is_told_the_scopes_it_lacks(string scopes, string told)
    {
        const string enterprise = "/enterprises/octo-corp/actions";
        _github.On("GET", "/rate_limit", Reply.Ok("{}", [.. Marks, ("X-OAuth-Scopes", scopes)]));
        _github.On("GET", $"{enterprise}/runners", Reply.Ok("""{"total_count":0}"""));
        _github.On("GET", $"{enterprise}/runner-groups", Group("all", allowsPublic: true));

        (await ToldAsync(new Scope(Scope.DefaultConnection, ScopeKind.Enterprise, "octo-corp")))
            .ShouldContain(line => line.StartsWith(told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_connection_that_no_pool_uses_is_told()
    {
        _github.Connections.Add(_github.Connect("spare"));

        var sight = await Checks(GitHubStub.Organization).LookAsync("spare", _github.Limit);

        sight.Findings.ShouldHaveSingleItem().Message.ShouldStartWith("No pool has a scope of it");
        sight.Usable.ShouldBeEmpty();
    }

    /// <summary>What GitHub's answers have, and its clock, which agrees with ours.</summary>
    private (string, string)[] Marks =>
        [("X-GitHub-Request-Id", "0123"), ("Date", _github.Time.GetUtcNow().ToString("R"))];

    private async Task<List<string>> ToldAsync(Scope scope)
    {
        var checks = Checks(scope);
        var sight = await checks.LookAsync(Scope.DefaultConnection, _github.Limit);
        var findings = sight.Findings.ToList();
        foreach (var usable in sight.Usable)
        {
            findings.AddRange(await checks.RightsAsync(usable, _github.Limit));
            findings.AddRange(await checks.AccessAsync(usable, _github.Limit));
        }
        return [.. findings.Select(finding => $"{finding.Level} {finding.Place}: {finding.Message}")];
    }

    private GitHubChecks Checks(Scope scope) => _github.Adapters.Checks(new FleetPolicy
    {
        Identity = new FleetIdentity("acme", "install", "mark"),
        Connections = [new ConnectionPolicy(Scope.DefaultConnection, "github.com")],
        Providers = [],
        Pools =
        [
            new PoolPolicy
            {
                Name = new PoolName("linux"), Scopes = [scope], Labels = LabelSet.Of("self-hosted"), Offers = [],
            },
        ],
        Repositories = [new RepositoryRule("*") { Public = true }],
    });

    private static Reply Group(string visibility, bool allowsPublic, bool inherited = false) => Reply.Ok(
        $$"""
        {"total_count":1,"runner_groups":[{"id":1,"inherited":{{(inherited ? "true" : "false")}},
        "allows_public_repositories":{{(allowsPublic ? "true" : "false")}},
        "name":"Default","default":true,"visibility":"{{visibility}}"}]}
        """);

    private static string Repository(string name, bool admin = true, int id = 1) =>
        $$"""
        {"permissions":{"admin":{{(admin ? "true" : "false")}} },
        "id":{{id}},"name":"{{name}}","private":true,"owner":{"login":"octo-org","type":"Organization"} }
        """;
}
