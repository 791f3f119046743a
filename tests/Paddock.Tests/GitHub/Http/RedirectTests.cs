using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Ports.Forge;
using Paddock.Tests.GitHub.Tickets;

namespace Paddock.Tests.GitHub.Http;

public sealed class RedirectTests : IAsyncLifetime
{
    private const string Jit = "/repos/octo-org/octo-repo/actions/runners/generate-jitconfig";
    private const string NewJit = "/repos/octo-org/renamed/actions/runners/generate-jitconfig";

    private GitHubStub _github = null!;

    public async ValueTask InitializeAsync() => _github = await GitHubStub.StartAsync();

    public ValueTask DisposeAsync() => _github.DisposeAsync();

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirected_POST_keeps_its_method_its_body_and_its_credential(int status)
    {
        _github.On("POST", Jit, To(status, NewJit));
        _github.On("POST", NewJit, TicketTests.Granted(23));

        (await AskAsync()).ShouldBeOfType<TicketReply.Granted>();

        var (first, second) = (_github.Requests[0], _github.Requests[1]);
        second.Body.ShouldBe(first.Body);
        second.Header("Authorization").ShouldBe($"Bearer {GitHubStub.Token}");
        second.Header("Content-Type").ShouldBe(first.Header("Content-Type"));
    }

    [Fact]
    public async Task A_relative_location_is_followed()
    {
        _github.On("POST", Jit, new Reply(301, "", ("Location", NewJit)));
        _github.On("POST", NewJit, TicketTests.Granted(23));

        (await AskAsync()).ShouldBeOfType<TicketReply.Granted>();
    }

    [Fact]
    public async Task A_foreign_host_never_sees_the_request()
    {
        await using var foreign = await GitHubStub.StartAsync();
        _github.On("POST", Jit, new Reply(301, "", ("Location", new Uri(foreign.Address, Jit).AbsoluteUri)));

        var refused = (await AskAsync()).ShouldBeOfType<TicketReply.Refused>();

        refused.Fault.Kind.ShouldBe(FaultKind.Fatal);
        foreign.AllRequests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_circle_ends_after_three_hops()
    {
        _github.On("POST", Jit, To(301, Jit));

        (await AskAsync()).ShouldBeOfType<TicketReply.Refused>().Fault.Kind.ShouldBe(FaultKind.Fatal);
        _github.Count("POST", Jit).ShouldBe(4);
    }

    [Fact]
    public async Task Every_hop_is_charged_to_the_budget()
    {
        _github.On("POST", Jit, To(301, NewJit));
        _github.On("POST", NewJit, TicketTests.Granted(23));

        await AskAsync();

        _github.Adapters.Budgets.Single().PointsUsed.ShouldBe(10);
    }

    [Fact]
    public async Task A_303_would_turn_the_request_into_another_one_and_is_not_followed()
    {
        _github.On("POST", Jit, To(303, NewJit));

        (await AskAsync()).ShouldBeOfType<TicketReply.Refused>();
        _github.Count("GET", NewJit).ShouldBe(0);
    }

    private Reply To(int status, string path) =>
        new(status, "", ("Location", new Uri(_github.Address, path).AbsoluteUri));

    private Task<TicketReply> AskAsync() => _github.Adapters.Forge.TicketAsync(
        new TicketRequest(GitHubStub.Repository, "default", new RunnerName("pdk-a-1"), LabelSet.Of("linux")),
        _github.Limit);
}
