using Paddock.Core.Model;
using Paddock.Ports.Forge;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Tickets;

public sealed class RunnerListTests : IAsyncLifetime
{
    private const string Runners = "/repos/octo-org/octo-repo/actions/runners";

    private GitHubStub _github = null!;

    public async ValueTask InitializeAsync() => _github = await GitHubStub.StartAsync();

    public ValueTask DisposeAsync() => _github.DisposeAsync();

    [Fact]
    public async Task Runners_are_read_as_GitHub_documents_them()
    {
        _github.On("GET", Runners, Reply.Ok(Fixture.Example("actions/list-self-hosted-runners-for-repo", 200)));

        var list = (await ListAsync()).ShouldBeOfType<RunnerListReply.Complete>();

        list.Runners.ShouldBe(
        [
            new ListedRunner(new RunnerName("linux_runner"), new Registration(23), Online: true, Busy: true),
            new ListedRunner(new RunnerName("mac_runner"), new Registration(24), Online: false, Busy: false),
        ]);
    }

    [Fact]
    public async Task All_pages_are_read()
    {
        GivePages(total: 2);

        (await ListAsync()).ShouldBeOfType<RunnerListReply.Complete>().Runners.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_page_that_fails_makes_no_list()
    {
        GivePages(total: 2);
        _github.On("GET", $"{Runners}?per_page=100&page=2", Reply.Error(403, "no"));

        (await ListAsync()).ShouldBeOfType<RunnerListReply.Refused>();
    }

    [Fact]
    public async Task Fewer_runners_than_GitHub_counts_make_no_list()
    {
        GivePages(total: 3);

        (await ListAsync()).ShouldBeOfType<RunnerListReply.Refused>().Fault.Kind.ShouldBe(FaultKind.Busy);
    }

    [Fact]
    public async Task A_runner_that_slid_to_the_next_page_is_listed_once()
    {
        GivePages(total: 1, second: (1, "a"));

        (await ListAsync()).ShouldBeOfType<RunnerListReply.Complete>().Runners.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_unchanged_list_is_read_from_memory()
    {
        _github.On("GET", Runners, request => request.Header("If-None-Match") == "W/\"a1\""
            ? new Reply(304, "", ("ETag", "W/\"a1\""))
            : PageOf(1, (1, "a")) with { Headers = [("ETag", "W/\"a1\"")] });

        await ListAsync();
        var again = (await ListAsync()).ShouldBeOfType<RunnerListReply.Complete>();

        again.Runners.Single().Name.Value.ShouldBe("a");
        _github.Requests.Count.ShouldBe(2);
    }

    internal static Reply PageOf(int total, params (long Id, string Name)[] runners)
    {
        var entries = runners.Select(runner =>
            $$"""{"id":{{runner.Id}},"name":"{{runner.Name}}","status":"online","busy":false,"labels":[]}""");
        return Reply.Ok($$"""{"total_count":{{total}},"runners":[{{string.Join(',', entries)}}]}""");
    }

    private void GivePages(int total, (long Id, string Name)? second = null)
    {
        var next = new Uri(_github.Address, $"{Runners}?per_page=100&page=2");
        _github.On("GET", Runners, PageOf(total, (1, "a")) with { Headers = [("Link", $"<{next}>; rel=\"next\"")] });
        _github.On("GET", $"{Runners}?per_page=100&page=2", PageOf(total, second ?? (2, "b")));
    }

    private Task<RunnerListReply> ListAsync() =>
        _github.Adapters.Forge.ListAsync(GitHubStub.Repository, _github.Limit);
}
