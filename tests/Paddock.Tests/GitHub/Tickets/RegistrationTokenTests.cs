using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.GitHub.Tickets;
using Paddock.Ports.Forge;

namespace Paddock.Tests.GitHub.Tickets;

/// <summary>Tickets by which a machine registers itself.</summary>
public sealed class RegistrationTokenTests : IAsyncLifetime
{
    private const string Path = "/repos/octo-org/octo-repo/actions/runners/registration-token";

    private GitHubStub _github = null!;

    public async ValueTask InitializeAsync()
    {
        _github = await GitHubStub.StartAsync();
        _github.Connections[0] = _github.Connections[0] with { Tickets = TicketKind.RegistrationToken };
        _github.On("POST", Path, new Reply(201, """{"token":"AABF3JGZ","expires_at":"2026-11-26T12:13:35Z"}"""));
    }

    public ValueTask DisposeAsync() => _github.DisposeAsync();

    [Fact]
    public async Task The_ticket_is_what_the_runner_needs_to_register_itself_and_no_registration_yet()
    {
        var granted = (await AskAsync()).ShouldBeOfType<TicketReply.Granted>();

        granted.Registration.ShouldBeNull();
        var file = granted.Ticket.Files.ShouldHaveSingleItem();
        file.Name.ShouldBe(".registration");
        file.Content.Reveal().Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(
        [
            "URL=https://github.com/octo-org/octo-repo", "NAME=pdk-a-1", "LABELS=self-hosted,linux", "TOKEN=AABF3JGZ",
        ]);
        granted.ToString().ShouldNotContain("AABF3JGZ");
    }

    [Fact]
    public async Task Each_runner_has_a_token_of_its_own()
    {
        await AskAsync();
        await AskAsync();

        _github.Count("POST", Path).ShouldBe(2);
    }

    [Fact]
    public async Task A_group_that_is_no_default_is_named_and_looked_for_before()
    {
        const string org = "/orgs/octo-org/actions";
        _github.On("GET", $"{org}/runner-groups", Reply.Ok(
            """{"total_count":1,"runner_groups":[{"id":3,"name":"Builders","default":false}]}"""));
        _github.On("POST", $"{org}/runners/registration-token", new Reply(201, """{"token":"T"}"""));

        var granted = (await AskAsync(GitHubStub.Organization, "Builders")).ShouldBeOfType<TicketReply.Granted>();
        granted.Ticket.Files[0].Content.Reveal().ShouldContain("RUNNERGROUP=Builders\n");
        (await AskAsync(GitHubStub.Organization, "Others")).ShouldBeOfType<TicketReply.Refused>()
            .Fault.Message.ShouldContain("has no runner group Others");
    }

    [Fact]
    public async Task A_reply_that_is_lost_has_registered_nothing()
    {
        _github.On("POST", Path, Reply.Error(502, "Bad Gateway"));

        (await AskAsync()).ShouldBeOfType<TicketReply.Refused>().Fault.Kind.ShouldBe(FaultKind.Transient);
    }

    [Fact]
    public async Task A_label_with_a_comma_would_be_two()
    {
        (await AskAsync(labels: LabelSet.Of("a,b"))).ShouldBeOfType<TicketReply.Refused>()
            .Fault.Kind.ShouldBe(FaultKind.InvalidSpec);
        _github.Count("POST", Path).ShouldBe(0);
    }

    private Task<TicketReply> AskAsync(Scope? scope = null, string group = "default", LabelSet? labels = null) =>
        _github.Adapters.Forge.TicketAsync(
            new TicketRequest(
                scope ?? GitHubStub.Repository, group, new RunnerName("pdk-a-1"),
                labels ?? LabelSet.Of("self-hosted", "linux")),
            _github.Limit);
}
