using System.Net;
using System.Text;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.GitHub.Http;
using Paddock.Ports.Forge;
using Paddock.Tests.GitHub.Tickets;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Http;

public sealed class ProxyTests : IAsyncLifetime
{
    private const string Runners = "/repos/octo-org/octo-repo/actions/runners";

    private GitHubStub _github = null!;

    public async ValueTask InitializeAsync() => _github = await GitHubStub.StartAsync();

    public ValueTask DisposeAsync() => _github.DisposeAsync();

    [Fact]
    public async Task Requests_go_through_the_proxy_of_the_connection()
    {
        await using var proxy = new TestProxy(_github.Address);
        Use(proxy.Address);
        _github.On("GET", Runners, RunnerListTests.PageOf(0));

        var reply = await _github.Adapters.Forge.ListAsync(GitHubStub.Repository, _github.Limit);

        reply.ShouldBeOfType<RunnerListReply.Complete>();
        proxy.Heads.ShouldContain(
            head => head.StartsWith($"GET http://github.invalid{Runners}?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task User_and_password_of_the_proxy_are_sent_when_it_asks_and_are_never_shown()
    {
        await using var proxy = new TestProxy(
            _github.Address, "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic");
        Use(new UriBuilder(proxy.Address) { UserName = "user", Password = "p%40ss" }.Uri);

        var reply = await _github.Adapters.Forge.ListAsync(GitHubStub.Repository, _github.Limit);

        var credentials = Convert.ToBase64String(Encoding.ASCII.GetBytes("user:p@ss"));
        proxy.Heads.ShouldContain(
            head => head.Contains($"Proxy-Authorization: Basic {credentials}", StringComparison.Ordinal));
        reply.ShouldBeOfType<RunnerListReply.Refused>().Fault.Message.ShouldNotContain("p@ss");
    }

    [Fact]
    public async Task A_proxy_that_refuses_the_way_to_https_has_sent_nothing_on()
    {
        await using var proxy = new TestProxy(_github.Address, "502 Bad Gateway");
        Use(new UriBuilder(proxy.Address) { UserName = "user", Password = "secret" }.Uri, "https://github.invalid");

        var refused = (await TicketAsync()).ShouldBeOfType<TicketReply.Refused>();

        refused.Fault.Kind.ShouldBe(FaultKind.Transient);
        refused.Fault.Message.ShouldContain("proxy");
        refused.Fault.Message.ShouldNotContain("secret");
        proxy.Heads.ShouldContain(head => head.StartsWith("CONNECT github.invalid:443", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_proxy_that_is_not_there_has_sent_nothing_on()
    {
        Use(new Uri("http://127.0.0.1:1"));

        (await TicketAsync()).ShouldBeOfType<TicketReply.Refused>().Fault.Kind.ShouldBe(FaultKind.Transient);
    }

    [Fact]
    public void Without_a_setting_the_environment_decides()
    {
        // .NET's default proxy is the one that reads HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY.
        using var handler = Transport.Open(_github.Connections[0], roots: null, unpacks: true);

        (handler.UseProxy, handler.Proxy).ShouldBe((true, null));
    }

    private void Use(Uri proxy, string api = "http://github.invalid") =>
        _github.Connections[0] = _github.Connections[0] with { ApiUrl = new Uri(api), Proxy = proxy };

    private Task<TicketReply> TicketAsync() => _github.Adapters.Forge.TicketAsync(
        new TicketRequest(GitHubStub.Repository, "default", new RunnerName("pdk-a-1"), LabelSet.Of("linux")),
        _github.Limit);
}
