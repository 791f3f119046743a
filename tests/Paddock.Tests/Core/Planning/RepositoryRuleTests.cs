using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;

namespace Paddock.Tests.Core.Planning;

/// <summary>Who may use the fleet, and how much of it.</summary>
public sealed class RepositoryRuleTests
{
    private static readonly Repository Shop = new(7, "acme", "shop", Private: true);
    private static readonly Repository Site = new(8, "acme", "site", Private: false);

    [Theory]
    [InlineData("acme/shop", true)]
    [InlineData("ACME/Shop", true)]
    [InlineData("acme/*", true)]
    [InlineData("*/shop", true)]
    [InlineData("*", true)]
    [InlineData("acme/sho", false)]
    [InlineData("shop", false)]
    public void A_rule_fits_by_the_whole_name_without_case(string match, bool fits) =>
        new RepositoryRule(match).Fits(Shop).ShouldBe(fits);

    [Fact]
    public void A_public_repository_gets_nothing_until_a_rule_lets_it_in()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool()));
        var job = fleet.QueueOf(Site, 1);

        fleet.Turn().ShouldBeEmpty();
        fleet.WaitOf(job)!.Value.Reason.ShouldBe(WaitReason.RepositoryPublic);

        fleet.Policy = fleet.Policy with { Repositories = [new("acme/s*") { Public = true }] };
        fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_run_from_a_fork_gets_nothing_until_a_rule_lets_such_runs_in()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool()));
        var job = fleet.QueueOf(Shop, 1, fromFork: true);

        fleet.Turn().ShouldBeEmpty();
        fleet.WaitOf(job)!.Value.Reason.ShouldBe(WaitReason.RepositoryFork);
        fleet.WaitOf(job)!.Value.Detail.ShouldContain("forks: true");

        fleet.Policy = fleet.Policy with { Repositories = [new("acme/shop") { Forks = true }] };
        fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();
    }

    [Fact]
    public void To_let_a_public_repository_in_lets_no_fork_of_it_in()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool()) with
        {
            Repositories = [new("acme/site") { Public = true }],
        });
        var its = fleet.QueueOf(Site, 1, fromFork: false);
        var foreign = fleet.QueueOf(Site, 2, run: 6, fromFork: true);

        fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem().Runner.Plan.BornFor.ShouldBe(OrderKey.ForJob(its));
        fleet.WaitOf(foreign)!.Value.Reason.ShouldBe(WaitReason.RepositoryFork);
    }

    [Fact]
    public void A_run_nobody_has_said_it_of_may_come_from_no_fork_and_loses_its_order_when_it_does()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool()));
        fleet.QueueOf(Shop, 1);
        fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();

        fleet.QueueOf(Shop, 1, fromFork: true);

        fleet.Turn();
        fleet.OpenOrders.ShouldBeEmpty();
    }

    [Fact]
    public void The_first_rule_that_fits_counts_alone()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool()) with
        {
            Repositories = [new("acme/site") { Public = true }, new("*") { Allow = false }],
        });
        fleet.QueueOf(Site, 1);
        var kept = fleet.QueueOf(Shop, 2);

        fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();
        fleet.WaitOf(kept)!.Value.Reason.ShouldBe(WaitReason.RepositoryDenied);
    }

    [Fact]
    public void A_job_that_no_pool_would_serve_anyway_is_told_that()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool("linux", "gpu")) with
        {
            Repositories = [new("*") { Allow = false }],
        });
        var job = fleet.Queue(1, "self-hosted", "windows");

        fleet.Turn().ShouldBeEmpty();
        fleet.WaitOf(job)!.Value.Reason.ShouldBe(WaitReason.NoPool);
    }

    [Fact]
    public void A_repository_over_its_cap_keeps_its_orders_and_gets_the_next_runner_when_one_of_its_jobs_ends()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool()) with
        {
            Repositories = [new("acme/*") { JobsMax = 1 }],
        });
        var first = fleet.QueueOf(Shop, 1);
        var second = fleet.QueueOf(Shop, 2, run: 6);
        var runner = fleet.Start().ShouldHaveSingleItem();
        fleet.OpenOrders.Count().ShouldBe(2);
        fleet.Take(runner.Name, first);

        fleet.Turn().OfType<StartRunner>().ShouldBeEmpty("the one job it may have runs");
        fleet.WaitOf(second)!.Value.Detail.ShouldBe("its repository has 1 job served, its limit");

        fleet.Finish(runner.Name, first);
        fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem().Runner.Plan.BornFor
            .ShouldBe(OrderKey.ForJob(second));
    }

    [Fact]
    public void A_job_that_cannot_be_placed_takes_no_turn_of_its_repository_or_run()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool("gpu", "gpu"), TestPolicy.Pool()) with
        {
            Repositories = [new("*") { JobsMax = 1, RunJobsMax = 1 }],
        });
        fleet.Say(new PoolAsked(fleet.Now, new PoolName("gpu"), PoolMode.Paused, "ann"));
        var held = fleet.Queue(1, "gpu");
        fleet.Pass(TimeSpan.FromSeconds(1));
        fleet.Queue(2);

        fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem().Runner.Plan.Pool.Value.ShouldBe("linux");
        fleet.WaitOf(held)!.Value.Reason.ShouldBe(WaitReason.RepositoryLimit);
    }

    [Fact]
    public void A_repository_that_has_become_public_is_kept_out_whatever_older_reports_say()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool()));
        fleet.QueueOf(Shop, 1);
        var shown = fleet.QueueOf(Shop with { Private = false }, 2);
        var corrected = fleet.QueueOf(Shop, 3);
        fleet.QueueOf(Shop with { Private = false }, 3);

        fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();
        fleet.WaitOf(shown)!.Value.Reason.ShouldBe(WaitReason.RepositoryPublic);
        fleet.WaitOf(corrected)!.Value.Reason.ShouldBe(WaitReason.RepositoryPublic);
    }

    [Fact]
    public void A_run_over_its_cap_leaves_room_for_the_other_runs_of_its_repository()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool()) with
        {
            Repositories = [new("*") { RunJobsMax = 2 }],
        });
        var matrix = Enumerable.Range(1, 4).Select(id => fleet.QueueOf(Shop, id)).ToList();
        fleet.QueueOf(Shop, 9, run: 6);

        fleet.Turn().OfType<StartRunner>().Count().ShouldBe(3);
        fleet.WaitOf(matrix[3])!.Value.Reason.ShouldBe(WaitReason.RunLimit);
    }

    [Fact]
    public void A_jobs_runner_that_starts_for_another_repository_is_not_counted_on_beyond_the_cap()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool()) with
        {
            Repositories = [new("acme/shop") { JobsMax = 1 }],
        });
        Enumerable.Range(1, 3).ToList().ForEach(id => fleet.QueueOf(Shop, id));
        fleet.QueueOf(Site with { Private = true }, 4);

        fleet.Turn().OfType<StartRunner>().Count().ShouldBe(2);
        fleet.Turn().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1, 1, "shop,site,shop,site")]
    [InlineData(3, 1, "shop,site,shop,shop")]
    public void Where_a_limit_binds_repositories_share_by_their_weights(int ofShop, int ofSite, string expected)
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool()) with
        {
            RunnersMax = 4,
            Repositories = [new("acme/shop") { Weight = ofShop }, new("acme/site") { Weight = ofSite, Public = true }],
        });
        Enumerable.Range(1, 20).ToList().ForEach(id => fleet.QueueOf(Shop, id));
        fleet.Pass(TimeSpan.FromSeconds(5));
        Enumerable.Range(21, 5).ToList().ForEach(id => fleet.QueueOf(Site, id));

        Names(fleet).ShouldBe(expected);
    }

    [Fact]
    public void The_higher_priority_goes_first_until_the_lower_has_waited_long_enough()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool()) with
        {
            RunnersMax = 2,
            Repositories = [new("acme/shop") { Priority = 2 }, new("acme/site") { Public = true }],
        });
        fleet.QueueOf(Site, 1);
        fleet.Pass(TimeSpan.FromMinutes(21));
        Enumerable.Range(2, 3).ToList().ForEach(id => fleet.QueueOf(Shop, id));
        fleet.QueueOf(Site, 5);

        Names(fleet).ShouldBe("site,shop");
    }

    /// <summary>The repositories whose jobs get runners, in their order.</summary>
    private static string Names(TestFleet fleet) => string.Join(",", fleet.Plan().Steps.OfType<StartRunner>().Select(
        start => ((JobRow)fleet.Rows[Subject.Of(start.Runner.Plan.BornFor.Job!.Value)]).Details.Repository.Name));
}
