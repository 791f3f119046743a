using System.Text.Json;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Ports.Forge;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Tickets;

public sealed class RunnerGroupTests : IAsyncLifetime
{
    private const string Groups = "/orgs/octo-org/actions/runner-groups";
    private const string Jit = "/orgs/octo-org/actions/runners/generate-jitconfig";

    private GitHubStub _github = null!;

    public async ValueTask InitializeAsync()
    {
        _github = await GitHubStub.StartAsync();
        _github.On("GET", Groups, Reply.Ok(Fixture.Example("actions/list-self-hosted-runner-groups-for-org", 200)));
        _github.On("POST", Jit, TicketTests.Granted(23));
    }

    public ValueTask DisposeAsync() => _github.DisposeAsync();

    [Fact]
    public async Task A_group_is_found_by_its_name_without_regard_to_case()
    {
        (await AskAsync("Octo-Runner-GROUP")).ShouldBeOfType<TicketReply.Granted>();
        GroupsAsked().ShouldBe([2]);
    }

    [Fact]
    public async Task The_default_group_is_the_one_GitHub_marks_whatever_its_name_is()
    {
        _github.On("GET", Groups, ListOf((7, "default", false), (4, "Everybody", true)));

        (await AskAsync("default")).ShouldBeOfType<TicketReply.Granted>();
        GroupsAsked().ShouldBe([4]);
    }

    [Fact]
    public async Task An_unknown_group_is_refused_with_the_ones_there_are()
    {
        var refused = (await AskAsync("gpu")).ShouldBeOfType<TicketReply.Refused>();

        refused.Fault.Kind.ShouldBe(FaultKind.InvalidSpec);
        refused.Fault.Message.ShouldContain("octo-runner-group");
        _github.Count("POST", Jit).ShouldBe(0);
    }

    [Fact]
    public async Task All_pages_of_groups_are_searched()
    {
        var second = new Uri(_github.Address, $"{Groups}?per_page=100&page=2");
        _github.On("GET", $"{Groups}?per_page=100", ListOf((1, "Default", true)) with
        {
            Headers = [("Link", $"<{second}>; rel=\"next\", <{second}>; rel=\"last\"")],
        });
        _github.On("GET", $"{Groups}?per_page=100&page=2", ListOf((9, "gpu", false)));

        (await AskAsync("gpu")).ShouldBeOfType<TicketReply.Granted>();
        GroupsAsked().ShouldBe([9]);
    }

    [Fact]
    public async Task Groups_are_asked_once_however_many_tickets_want_them()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AskAsync("default")));

        _github.Count("GET", Groups).ShouldBe(1);
        _github.Count("POST", Jit).ShouldBe(8);
    }

    [Fact]
    public async Task Groups_are_asked_again_after_an_hour()
    {
        await AskAsync("default");
        _github.Time.Advance(TimeSpan.FromMinutes(61));
        await AskAsync("default");

        _github.Count("GET", Groups).ShouldBe(2);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(422)]
    public async Task A_group_made_anew_under_its_name_is_found_after_one_refusal(int status)
    {
        _github.On("GET", Groups, ListOf((2, "gpu", false)), ListOf((12, "gpu", false)));
        _github.On("POST", Jit, Reply.Error(status, "Not Found"), TicketTests.Granted(23));

        (await AskAsync("gpu")).ShouldBeOfType<TicketReply.Granted>();
        GroupsAsked().ShouldBe([2, 12]);
    }

    [Fact]
    public async Task A_refusal_that_the_group_does_not_explain_is_not_asked_again()
    {
        _github.On("POST", Jit, Reply.Error(404, "Not Found"));

        (await AskAsync("default")).ShouldBeOfType<TicketReply.Refused>().Fault.Kind.ShouldBe(FaultKind.NotFound);
        _github.Count("POST", Jit).ShouldBe(1);
    }

    [Fact]
    public async Task Groups_that_cannot_be_listed_refuse_the_ticket_and_are_asked_again_next_time()
    {
        var forbidden = Reply.Error(403, "Resource not accessible by integration");
        _github.On("GET", Groups, forbidden, ListOf((1, "Default", true)));

        (await AskAsync("default")).ShouldBeOfType<TicketReply.Refused>().Fault.Kind.ShouldBe(FaultKind.Unauthorized);
        (await AskAsync("default")).ShouldBeOfType<TicketReply.Granted>();
    }

    [Fact]
    public async Task An_enterprise_has_the_same_operations_under_its_own_path()
    {
        const string enterprise = "/enterprises/octo-corp/actions";
        _github.On("GET", $"{enterprise}/runner-groups", ListOf((3, "Default", true)));
        _github.On("POST", $"{enterprise}/runners/generate-jitconfig", TicketTests.Granted(5));

        var reply = await AskAsync("default", new Scope(Scope.DefaultConnection, ScopeKind.Enterprise, "octo-corp"));

        reply.ShouldBeOfType<TicketReply.Granted>().Registration!.Id.ShouldBe(5);
    }

    private long[] GroupsAsked() =>
    [
        .. _github.Requests.Where(request => request.Method == "POST")
            .Select(request => JsonDocument.Parse(request.Body).RootElement.GetProperty("runner_group_id").GetInt64()),
    ];

    private static Reply ListOf(params (long Id, string Name, bool IsDefault)[] groups)
    {
        var entries = groups.Select(group =>
            $$"""{"id":{{group.Id}},"name":"{{group.Name}}","default":{{(group.IsDefault ? "true" : "false")}}}""");
        return Reply.Ok($$"""{"total_count":{{groups.Length}},"runner_groups":[{{string.Join(',', entries)}}]}""");
    }

    private Task<TicketReply> AskAsync(string group, Scope? scope = null) => _github.Adapters.Forge.TicketAsync(
        new TicketRequest(scope ?? GitHubStub.Organization, group, new RunnerName("pdk-a-1"), LabelSet.Of("linux")),
        _github.Limit);
}
