using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Ports.Forge;
using Paddock.Tests.GitHub.Tickets;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Http;

/// <summary>Limits as GitHub tells them, seen from the forge.</summary>
public sealed class LimitTests : IAsyncLifetime
{
    private const string Runners = "/repos/octo-org/octo-repo/actions/runners";
    private const string Jit = $"{Runners}/generate-jitconfig";

    private GitHubStub _github = null!;

    public async ValueTask InitializeAsync() => _github = await GitHubStub.StartAsync();

    public ValueTask DisposeAsync() => _github.DisposeAsync();

    [Fact]
    public async Task A_limited_ticket_was_certainly_not_made_and_says_when_to_ask_again()
    {
        _github.On("POST", Jit, Reply.Error(403, "You have exceeded a secondary rate limit", ("Retry-After", "30")));

        var refused = (await TicketAsync()).ShouldBeOfType<TicketReply.Refused>();

        refused.Fault.Kind.ShouldBe(FaultKind.RateLimited);
        refused.Fault.RetryAt.ShouldBe(_github.Time.GetUtcNow().AddSeconds(30));
    }

    [Fact]
    public async Task While_an_identity_is_limited_nothing_of_it_is_sent()
    {
        _github.On("POST", Jit, Reply.Error(429, "slow down", ("Retry-After", "30")));
        await TicketAsync();

        var list = (await ListAsync()).ShouldBeOfType<RunnerListReply.Refused>();

        list.Fault.Kind.ShouldBe(FaultKind.RateLimited);
        list.Fault.RetryAt.ShouldBe(_github.Time.GetUtcNow().AddSeconds(30));
        _github.Count("GET", Runners).ShouldBe(0);
    }

    [Fact]
    public async Task A_connection_with_another_token_of_the_same_user_is_limited_too()
    {
        _github.Connections.Add(_github.Connect("second", "github_pat_of_the_same_user"));
        _github.On("POST", Jit, Reply.Error(429, "slow down", ("Retry-After", "30")));
        await TicketAsync();

        var list = await ListAsync(GitHubStub.Repository with { Connection = "second" });

        list.ShouldBeOfType<RunnerListReply.Refused>().Fault.Kind.ShouldBe(FaultKind.RateLimited);
    }

    [Fact]
    public async Task A_connection_of_another_user_is_not()
    {
        _github.Connections.Add(_github.Connect("second", "ghp_bob"));
        _github.On("GET", "/user", request => Reply.Ok(
            $$"""{"login":"{{(request.Header("Authorization") == "Bearer ghp_bob" ? "bob" : "alice")}}"}"""));
        _github.On("POST", Jit, Reply.Error(429, "slow down", ("Retry-After", "30")));
        _github.On("GET", Runners, RunnerListTests.PageOf(0));
        await TicketAsync();

        var list = await ListAsync(GitHubStub.Repository with { Connection = "second" });

        list.ShouldBeOfType<RunnerListReply.Complete>();
    }

    [Fact]
    public async Task It_goes_on_after_the_pause()
    {
        _github.On("POST", Jit, Reply.Error(429, "slow down", ("Retry-After", "30")), TicketTests.Granted(23));
        await TicketAsync();

        _github.Time.Advance(TimeSpan.FromSeconds(30));

        (await TicketAsync()).ShouldBeOfType<TicketReply.Granted>();
    }

    [Fact]
    public async Task The_end_of_the_hour_is_when_to_ask_again()
    {
        var reset = _github.Time.GetUtcNow().AddMinutes(20);
        _github.On("POST", Jit, Reply.Error(403, "API rate limit exceeded for user ID 1.", Hour(0, reset)));

        var refused = (await TicketAsync()).ShouldBeOfType<TicketReply.Refused>();

        refused.Fault.RetryAt.ShouldBe(reset.AddSeconds(1));
    }

    [Fact]
    public async Task What_is_left_of_the_hour_is_known_and_shown()
    {
        var reset = _github.Time.GetUtcNow().AddMinutes(20);
        _github.On("POST", Jit, TicketTests.Granted(23) with { Headers = Hour(4321, reset) });
        await TicketAsync();

        var budget = _github.Adapters.Budgets.Single();

        budget.Identity.ShouldBe("github.com/user:alice");
        (budget.HourlyRemaining, budget.HourlyResetAt, budget.PointsUsed).ShouldBe((4321, reset, 5));
    }

    [Fact]
    public async Task A_used_up_hour_stops_the_next_request_before_it_is_sent()
    {
        var reset = _github.Time.GetUtcNow().AddMinutes(20);
        _github.On("POST", Jit, TicketTests.Granted(23) with { Headers = Hour(0, reset) });
        await TicketAsync();

        (await TicketAsync()).ShouldBeOfType<TicketReply.Refused>().Fault.Kind.ShouldBe(FaultKind.RateLimited);
        _github.Count("POST", Jit).ShouldBe(1);
    }

    [Fact]
    public async Task A_hundred_and_forty_four_tickets_fit_into_a_minute_and_the_rest_is_told_when()
    {
        _github.On("POST", Jit, TicketTests.Granted(23));

        var replies = await Task.WhenAll(Enumerable.Range(0, 150).Select(_ => TicketAsync()));

        replies.OfType<TicketReply.Granted>().Count().ShouldBe(144);
        replies.OfType<TicketReply.Refused>().Select(reply => reply.Fault.RetryAt).Distinct()
            .ShouldBe([_github.Time.GetUtcNow().AddMinutes(1)]);
        _github.Count("POST", Jit).ShouldBe(144);
    }

    [Fact]
    public async Task No_more_than_sixteen_writes_are_under_way_at_once()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _github.On("GET", Runners, RunnerListTests.PageOf(0));
        _github.On("POST", Jit, async _ =>
        {
            await release.Task;
            return TicketTests.Granted(23);
        });
        var asking = Enumerable.Range(0, 40).Select(_ => TicketAsync()).ToArray();
        await Eventually.HoldsAsync(() => _github.Count("POST", Jit) == 16);

        // Were there room for a seventeenth, it would have come before the answer to this.
        await ListAsync();
        _github.Count("POST", Jit).ShouldBe(16);

        release.SetResult();
        (await Task.WhenAll(asking)).ShouldAllBe(reply => reply is TicketReply.Granted);
    }

    [Fact]
    public async Task A_limit_is_told_at_once_even_while_every_place_for_a_write_is_taken()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _github.On("GET", Runners, Reply.Error(429, "slow down", ("Retry-After", "30")));
        _github.On("POST", Jit, async _ =>
        {
            await release.Task;
            return TicketTests.Granted(23);
        });
        var asking = Enumerable.Range(0, 16).Select(_ => TicketAsync()).ToArray();
        await Eventually.HoldsAsync(() => _github.Count("POST", Jit) == 16);
        await ListAsync();

        (await TicketAsync()).ShouldBeOfType<TicketReply.Refused>().Fault.Kind.ShouldBe(FaultKind.RateLimited);

        release.SetResult();
        (await Task.WhenAll(asking)).ShouldAllBe(reply => reply is TicketReply.Granted);
    }

    [Fact]
    public async Task A_short_wait_for_the_probe_is_waited_out()
    {
        _github.On("POST", Jit, Reply.Error(429, "slow down", ("Retry-After", "30")), TicketTests.Granted(23));
        await TicketAsync();
        _github.Time.Advance(TimeSpan.FromSeconds(30));
        (await TicketAsync()).ShouldBeOfType<TicketReply.Granted>();

        // Writes keep a second's distance now; that is within a forge call's patience.
        var second = TicketAsync();
        await _github.Time.TimerWithinAsync(TimeSpan.FromSeconds(2));
        _github.Time.Advance(TimeSpan.FromSeconds(2));

        (await second).ShouldBeOfType<TicketReply.Granted>();
    }

    private (string, string)[] Hour(int remaining, DateTimeOffset reset) =>
    [
        ("x-ratelimit-limit", "5000"),
        ("x-ratelimit-remaining", remaining.ToString()),
        ("x-ratelimit-reset", reset.ToUnixTimeSeconds().ToString()),
        ("x-ratelimit-resource", "core"),
        ("Date", _github.Time.GetUtcNow().ToString("R")),
    ];

    private Task<TicketReply> TicketAsync() => _github.Adapters.Forge.TicketAsync(
        new TicketRequest(GitHubStub.Repository, "default", new RunnerName("pdk-a-1"), LabelSet.Of("linux")),
        _github.Limit);

    private Task<RunnerListReply> ListAsync(Scope? scope = null) =>
        _github.Adapters.Forge.ListAsync(scope ?? GitHubStub.Repository, _github.Limit);
}
