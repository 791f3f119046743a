using System.Net;
using Paddock.Core.Model;
using Paddock.GitHub.Http;
using Paddock.Ports.Forge;
using Paddock.Tests.GitHub.Tickets;

namespace Paddock.Tests.GitHub.Http;

public sealed class PagingTests : IAsyncLifetime
{
    private const string Runners = "/repos/octo-org/octo-repo/actions/runners";

    private GitHubStub _github = null!;

    public async ValueTask InitializeAsync() => _github = await GitHubStub.StartAsync();

    public ValueTask DisposeAsync() => _github.DisposeAsync();

    [Theory]
    [InlineData("<https://h/?page=2>; rel=\"next\"", "https://h/?page=2")]
    [InlineData("<https://h/?page=1>; rel=\"prev\", <https://h/?page=3>; rel=\"next\"", "https://h/?page=3")]
    [InlineData("<https://h/?page=9>; rel=\"last\", <https://h/?a=b,c>; rel=\"next\"", "https://h/?a=b,c")]
    [InlineData("<https://h/?page=9>; rel=\"last\"", null)]
    [InlineData("<https://h/?page=9", null)]
    [InlineData("nonsense", null)]
    [InlineData("<http://[>; rel=\"next\"", null)]
    [InlineData("</list?page=2>; rel=\"next\"", "https://h/list?page=2")]
    public void The_next_page_is_the_link_that_says_so(string header, string? next)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.OK);
        response.Headers.TryAddWithoutValidation("Link", header);

        PageLink.Next(response, new Uri("https://h/list"))?.AbsoluteUri.ShouldBe(next);
    }

    [Fact]
    public async Task A_list_that_goes_on_at_a_foreign_host_is_refused_and_the_host_sees_nothing()
    {
        await using var foreign = await GitHubStub.StartAsync();
        _github.On("GET", Runners, PageTo(new Uri(foreign.Address, $"{Runners}?page=2")));

        var refused = (await ListAsync()).ShouldBeOfType<RunnerListReply.Refused>();

        refused.Fault.Kind.ShouldBe(FaultKind.Fatal);
        foreign.AllRequests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_circle_of_pages_ends()
    {
        // A thousand pages cost a thousand points, so time passes meanwhile.
        _github.On("GET", Runners, _ =>
        {
            _github.Time.Advance(TimeSpan.FromMilliseconds(200));
            return PageTo(new Uri(_github.Address, $"{Runners}?per_page=100&page=1"));
        });

        (await ListAsync()).ShouldBeOfType<RunnerListReply.Refused>().Fault.Message.ShouldContain("1000 pages");
    }

    private static Reply PageTo(Uri next) =>
        RunnerListTests.PageOf(2, (1, "a")) with { Headers = [("Link", $"<{next}>; rel=\"next\"")] };

    private Task<RunnerListReply> ListAsync() =>
        _github.Adapters.Forge.ListAsync(GitHubStub.Repository, _github.Limit);
}
