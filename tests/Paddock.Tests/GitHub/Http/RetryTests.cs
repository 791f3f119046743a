using Paddock.Core.Model;
using Paddock.Ports.Forge;
using Paddock.Tests.GitHub.Tickets;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Http;

public sealed class RetryTests : IAsyncLifetime
{
    private const string Runners = "/repos/octo-org/octo-repo/actions/runners";

    /// <summary>Of the waits between attempts; time limits are longer.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(4.9);

    private GitHubStub _github = null!;

    public async ValueTask InitializeAsync() => _github = await GitHubStub.StartAsync();

    public ValueTask DisposeAsync() => _github.DisposeAsync();

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_read_is_repeated_after_a_server_error(int status)
    {
        _github.On("GET", Runners, Reply.Error(status, "Server Error"), RunnerListTests.PageOf(0));

        (await ThroughWaitsAsync(ListAsync(), 1)).ShouldBeOfType<RunnerListReply.Complete>();
    }

    [Fact]
    public async Task A_read_is_repeated_after_a_lost_reply()
    {
        _github.On("GET", Runners, Reply.Dropped, RunnerListTests.PageOf(0));

        (await ThroughWaitsAsync(ListAsync(), 1)).ShouldBeOfType<RunnerListReply.Complete>();
    }

    [Fact]
    public async Task Four_attempts_are_made_with_growing_waits()
    {
        _github.On("GET", Runners, Reply.Error(502, "Server Error"));
        var listing = ListAsync();
        foreach (var seconds in (double[])[1, 2, 4])
        {
            var waited = await _github.Time.AdvanceToTimerAsync(Longest);
            waited.TotalSeconds.ShouldBeInRange(0.8 * seconds, (1.2 * seconds) + 0.1);
        }

        (await listing).ShouldBeOfType<RunnerListReply.Refused>().Fault.Kind.ShouldBe(FaultKind.Transient);
        _github.Count("GET", Runners).ShouldBe(4);
    }

    [Fact]
    public async Task A_read_that_stays_without_an_answer_is_late_and_not_in_doubt()
    {
        _github.On("GET", Runners, Reply.Dropped);

        (await ThroughWaitsAsync(ListAsync(), 3)).ShouldBeOfType<RunnerListReply.Refused>()
            .Fault.Kind.ShouldBe(FaultKind.Transient);
    }

    [Fact]
    public async Task A_server_that_names_a_time_is_not_pressed()
    {
        _github.On("GET", Runners, Reply.Error(503, "Maintenance", ("Retry-After", "120")));

        var refused = (await ListAsync()).ShouldBeOfType<RunnerListReply.Refused>();

        refused.Fault.RetryAt.ShouldBe(_github.Time.GetUtcNow().AddMinutes(2));
        _github.Count("GET", Runners).ShouldBe(1);
    }

    [Fact]
    public async Task A_removal_is_repeated()
    {
        _github.On("DELETE", $"{Runners}/23", Reply.Error(502, "Server Error"), new Reply(204));
        var removing = _github.Adapters.Forge.RemoveAsync(
            GitHubStub.Repository, new RunnerName("a"), new Registration(23), _github.Limit);

        (await ThroughWaitsAsync(removing, 1)).ShouldBeOfType<RemoveReply.Removed>();
    }

    [Fact]
    public async Task What_GitHub_refuses_is_not_repeated()
    {
        _github.On("GET", Runners, Reply.Error(403, "no"));

        (await ListAsync()).ShouldBeOfType<RunnerListReply.Refused>();
        _github.Count("GET", Runners).ShouldBe(1);
    }

    [Fact]
    public async Task Every_attempt_is_charged_to_the_budget()
    {
        _github.On("GET", Runners, Reply.Error(502, "Server Error"), RunnerListTests.PageOf(0));

        await ThroughWaitsAsync(ListAsync(), 1);

        _github.Adapters.Budgets.Single().PointsUsed.ShouldBe(2);
    }

    [Fact]
    public async Task A_limit_ends_the_attempts()
    {
        var limit = Reply.Error(429, "slow down", ("Retry-After", "60"));
        _github.On("GET", Runners, Reply.Error(502, "Server Error"), limit);

        (await ThroughWaitsAsync(ListAsync(), 1)).ShouldBeOfType<RunnerListReply.Refused>()
            .Fault.Kind.ShouldBe(FaultKind.RateLimited);
        _github.Count("GET", Runners).ShouldBe(2);
    }

    [Fact]
    public async Task A_request_that_hangs_is_given_up_after_its_limit_and_repeated()
    {
        _github.On("GET", Runners, Reply.Silence, RunnerListTests.PageOf(0));
        var listing = ListAsync();
        await Eventually.HoldsAsync(() => _github.Count("GET", Runners) == 1);
        _github.Time.Advance(TimeSpan.FromSeconds(30));

        (await ThroughWaitsAsync(listing, 1)).ShouldBeOfType<RunnerListReply.Complete>();
    }

    /// <summary>Lets so many waits between attempts pass.</summary>
    private async Task<TReply> ThroughWaitsAsync<TReply>(Task<TReply> asking, int waits)
    {
        for (var wait = 0; wait < waits; wait++)
        {
            await _github.Time.AdvanceToTimerAsync(Longest);
        }
        return await asking;
    }

    private Task<RunnerListReply> ListAsync() =>
        _github.Adapters.Forge.ListAsync(GitHubStub.Repository, _github.Limit);
}
