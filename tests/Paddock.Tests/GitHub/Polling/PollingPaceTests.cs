using Paddock.Core.Policy;
using Paddock.GitHubStandIn.Control;

namespace Paddock.Tests.GitHub.Polling;

/// <summary>Which repositories are asked how often.</summary>
public sealed class PollingPaceTests : PollingTest
{
    protected override int Limit => 1000;

    [Fact]
    public async Task Where_nothing_happens_a_repository_is_asked_every_fifth_round_and_they_take_turns()
    {
        await AddAsync("a", "b", "c", "d");
        Scopes = ["org:acme"];
        await RoundAsync();

        for (var round = 0; round < 5; round++)
        {
            // One of the five: the usual lists, and the rare ones that every second look of a cold one asks for.
            (await ListsOfRoundAsync()).ShouldBe(5);
        }
    }

    [Fact]
    public async Task Where_something_runs_a_repository_is_asked_in_every_round()
    {
        await QueueAsync(Job("build"));
        await RoundAsync();

        for (var pair = 0; pair < 3; pair++)
        {
            (await ListsOfRoundAsync()).ShouldBe(1);
            (await ListsOfRoundAsync()).ShouldBe(3);
        }
    }

    [Fact]
    public async Task Ten_minutes_after_the_last_sign_of_work_it_is_cold()
    {
        var run = await QueueAsync(Job("build"));
        await RoundAsync();
        await Control.StartHostedAsync(run.Jobs[0], Stop);
        await Control.CompleteAsync(run.Jobs[0], "success", Stop);
        await RoundsAsync(4);
        (await CostOfRoundsAsync(4)).Of(Lists).ShouldBeGreaterThan(6);

        Wait(TimeSpan.FromMinutes(10));
        await RoundAsync();

        (await CostOfRoundsAsync(4)).Of(Lists).ShouldBeLessThanOrEqualTo(5);
    }

    [Fact]
    public async Task A_push_makes_a_repository_hot_at_once()
    {
        Scopes = ["org:acme"];
        await RoundsAsync(3);
        Wait(TimeSpan.FromMinutes(1));

        var run = await QueueAsync(Job("build"));
        await RoundAsync();

        Open.Single().Key.Id.ShouldBe(run.Jobs[0]);
    }

    [Fact]
    public async Task What_nobody_pushed_is_seen_within_five_rounds()
    {
        Scopes = ["org:acme"];
        await RoundsAsync(3);

        var run = await Control.QueueRunAsync(
            new NewRun("acme/app", [Job("build")]) { Event = "schedule" }, Stop);
        await RoundsAsync(5);

        Open.Single().Key.Id.ShouldBe(run.Jobs[0]);
    }

    [Fact]
    public async Task A_repository_whose_jobs_a_rule_keeps_out_is_never_hot()
    {
        Rules = [new RepositoryRule("acme/*") { Public = false }];
        await Control.AddRepositoryAsync(new NewRepository("acme", "open") { IsPrivate = false }, Stop);
        Scopes = ["org:acme"];
        await Control.QueueRunAsync(new NewRun("acme/open", [Job("build")]), Stop);
        await RoundsAsync(2);

        // Its job is open, so it is seen, and shown with the rule; but nobody here is waited for.
        Open.Count.ShouldBe(1);
        (await CostOfRoundsAsync(10)).Of(Lists).ShouldBeLessThan(20);
    }

    [Fact]
    public async Task A_repository_that_may_not_use_the_fleet_is_not_asked_at_all()
    {
        Rules = [new RepositoryRule("acme/app") { Allow = false }];
        Scopes = ["org:acme", "repo:acme/app"];
        await QueueAsync(Job("build"));

        var cost = await CostOfRoundsAsync(6);

        cost.Of(Lists).ShouldBe(0);
        Open.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_repository_that_loses_its_place_is_asked_until_its_jobs_are_over()
    {
        var run = await QueueAsync(Job("build"));
        await RoundAsync();
        Rules = [new RepositoryRule("acme/app") { Allow = false }];
        await Control.StartHostedAsync(run.Jobs[0], Stop);
        await Control.CompleteAsync(run.Jobs[0], "success", Stop);

        await RoundsAsync(6);

        Open.ShouldBeEmpty();
        (await CostOfRoundsAsync(6)).Of(Lists).ShouldBe(0);
    }

    [Fact]
    public async Task The_interval_is_half_a_minute_alone_and_five_beside_webhooks()
    {
        await RoundAsync();
        Interval.ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Beside_webhooks_the_interval_is_five_minutes()
    {
        ReceivesWebhooks = true;
        await RoundAsync();
        Interval.ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData("https://github.com", 2, 10)]
    [InlineData("https://acme.ghe.com", 2, 10)]
    [InlineData("https://git.acme.example", 2, 2)]
    [InlineData("https://github.com", 90, 90)]
    public async Task What_is_configured_is_the_least_but_GitHub_is_not_asked_every_second(
        string url, int configured, int seconds)
    {
        (GitHubUrl, Configured) = (new Uri(url), TimeSpan.FromSeconds(configured));

        await RoundAsync();

        Interval.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task Where_the_hourly_limit_demands_it_rounds_are_further_apart()
    {
        // 3600 · (2.2 lists · 0.1 + 20 runs · about 0.5) / (0.5 · 1000) seconds.
        for (var i = 0; i < 20; i++)
        {
            await QueueAsync(Job("build"));
        }
        await RoundsAsync(2);

        Interval.ShouldBeInRange(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(110));
        Wait(TimeSpan.FromSeconds(1));
        await RoundsAsync(20);

        // Nothing changed meanwhile, and what is measured takes the place of what was assumed.
        Interval.ShouldBeLessThan(TimeSpan.FromSeconds(60));
    }

    private async Task AddAsync(params string[] names)
    {
        foreach (var name in names)
        {
            await Control.AddRepositoryAsync(new NewRepository("acme", name), Stop);
        }
    }

    private async Task<int> ListsOfRoundAsync() => (await CostOfRoundsAsync(1)).Of(Lists);
}
