using Paddock.Core.Facts;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;

namespace Paddock.Tests.Core.Planning;

public sealed class PlacementTests
{
    private static readonly PoolPolicy TwoOffers =
        TestPolicy.Pool() with { Offers = [TestPolicy.Offer("small"), TestPolicy.Offer("large")] };

    [Fact]
    public void A_waiting_job_gets_a_runner_and_a_machine_of_one_name()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool()));
        var job = fleet.Queue(1);

        var start = fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();

        start.Machine.Machine.Value.ShouldBe(start.Runner.Runner.Value);
        start.Runner.Plan.BornFor.ShouldBe(OrderKey.ForJob(job));
        start.Machine.Plan.Deadline.ShouldBe(fleet.Now + TimeSpan.FromHours(25));
    }

    [Fact]
    public void The_longest_waiting_is_served_first_when_a_limit_binds()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool()) with { RunnersMax = 1 });
        var young = fleet.Queue(1);
        fleet.Say(new JobQueued(fleet.Now, new JobKey("github.com", 2), TestFleet.Details("linux", "self-hosted"),
            fleet.Now.AddMinutes(-5)));

        var start = fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();

        start.Runner.Plan.BornFor.ShouldBe(OrderKey.ForJob(new JobKey("github.com", 2)));
        fleet.WaitOf(young)!.Value.Reason.ShouldBe(WaitReason.FleetLimit);
    }

    [Theory]
    [InlineData(true, "linux,more")]
    [InlineData(false, "linux")]
    public void A_job_spills_to_the_next_pool_unless_its_own_forbids_it(bool spill, string pools)
    {
        var home = TestPolicy.Pool() with { RunnersMax = 1, Spill = spill };
        var fleet = new TestFleet(TestPolicy.Of(home, TestPolicy.Pool("more")));
        fleet.Queue(1);
        var second = fleet.Queue(2);

        var starts = fleet.Turn().OfType<StartRunner>();

        string.Join(",", starts.Select(start => start.Runner.Plan.Pool.Value)).ShouldBe(pools);
        fleet.WaitOf(second)!.Value.Reason.ShouldBe(spill ? WaitReason.RunnerStarting : WaitReason.PoolLimit);
    }

    [Fact]
    public void Where_a_provider_is_full_the_next_offer_is_taken_and_then_the_job_waits_for_it()
    {
        var lab = new ProviderName("lab");
        var policy = TestPolicy.Of(TestPolicy.Pool() with
        {
            Offers = [TestPolicy.Offer("small") with { Provider = lab }, TestPolicy.Offer("small")],
        });
        var fleet = new TestFleet(policy with
        {
            Providers =
            [
                policy.Providers[0] with { RunnersMax = 1 },
                policy.Providers[0] with { Name = lab, RunnersMax = 2 },
            ],
        });
        var jobs = Enumerable.Range(1, 4).Select(id => fleet.Queue(id)).ToList();

        var starts = fleet.Turn().OfType<StartRunner>();

        string.Join(",", starts.Select(start => start.Machine.Plan.Offer.Provider.Value)).ShouldBe("lab,lab,cloud");
        fleet.WaitOf(jobs[3])!.Value.Detail.ShouldBe("lab has reached its limit of 2 machines");
    }

    [Fact]
    public void A_limit_on_labels_counts_the_machines_of_every_pool_that_has_them()
    {
        var fleet = new TestFleet(TestPolicy.Of(
            TestPolicy.Pool("small", "gpu", "small"), TestPolicy.Pool("large", "gpu", "large"), TestPolicy.Pool()) with
        {
            LabelLimits = [new LabelLimit(LabelSet.Of("GPU"), 2)],
        });
        fleet.Queue(1, "small");
        fleet.Queue(2, "large");
        var third = fleet.Queue(3, "gpu");
        fleet.Queue(4, "linux");

        var starts = fleet.Turn().OfType<StartRunner>();

        string.Join(",", starts.Select(start => start.Runner.Plan.Pool.Value)).ShouldBe("small,large,linux");
        fleet.WaitOf(third)!.Value.Detail.ShouldBe("the limit of 2 machines with [GPU] is reached");
    }

    [Fact]
    public void A_refused_offer_cools_down_and_the_next_one_is_tried_in_the_same_order()
    {
        var fleet = new TestFleet(TestPolicy.Of(TwoOffers));
        fleet.Refuse(PlaceKey.Of(TestPolicy.Offer("small")), FaultKind.CapacityUnavailable);
        fleet.Queue(1);

        fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem().Machine.Plan.Offer.Size.Type.ShouldBe("large");
    }

    [Fact]
    public void A_cooled_offer_is_preferred_again()
    {
        var fleet = new TestFleet(TestPolicy.Of(TwoOffers));
        fleet.Refuse(PlaceKey.Of(TestPolicy.Offer("small")), FaultKind.CapacityUnavailable);
        fleet.Pass(TimeSpan.FromMinutes(11));
        fleet.Queue(1);

        fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem().Machine.Plan.Offer.Size.Type.ShouldBe("small");
    }

    [Fact]
    public void A_place_that_refused_last_is_asked_by_one_start_at_a_time()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool()));
        fleet.Refuse(PlaceKey.Of(TestPolicy.Offer("small")), FaultKind.CapacityUnavailable);
        fleet.Pass(TimeSpan.FromMinutes(11));
        fleet.Queue(1);
        fleet.Queue(2);

        var start = fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();
        fleet.Answer(start);
        fleet.Say(new PlaceAnswered(fleet.Now, PlaceKey.Of(TestPolicy.Offer("small")), null, "", 0, null,
            fleet.Tick()));

        fleet.Turn().OfType<StartRunner>().Count().ShouldBe(1);
    }

    [Fact]
    public void When_every_offer_cools_down_the_wait_names_the_next_and_time_will_wake_us()
    {
        var fleet = new TestFleet(TestPolicy.Of(TwoOffers));
        fleet.Refuse(PlaceKey.Of(TestPolicy.Cloud), FaultKind.Unauthorized);
        var job = fleet.Queue(1);
        fleet.Turn();

        var wait = fleet.WaitOf(job)!.Value;
        wait.Reason.ShouldBe(WaitReason.OffersCoolingDown);
        wait.Place.ShouldBe(PlaceKey.Of(TestPolicy.Cloud));
        fleet.Pass(TimeSpan.FromSeconds(1));
        fleet.Turn();
        fleet.Plan().WakeAt.ShouldBe(fleet.Now + TimeSpan.FromSeconds(14));
    }

    [Fact]
    public void A_scope_that_refuses_registrations_stops_the_starts_before_any_machine()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool()));
        fleet.Refuse(PlaceKey.Of(TestPolicy.Acme), FaultKind.RateLimited);
        var job = fleet.Queue(1);

        fleet.Turn().OfType<StartRunner>().ShouldBeEmpty();
        fleet.WaitOf(job)!.Value.Reason.ShouldBe(WaitReason.ScopeCoolingDown);
    }

    [Fact]
    public void No_more_starts_are_under_way_than_the_provider_takes()
    {
        var policy = TestPolicy.Of(TestPolicy.Pool());
        var fleet = new TestFleet(policy with { Providers = [policy.Providers[0] with { StartsMax = 2 }] });
        fleet.Queue(1);
        fleet.Queue(2);
        var third = fleet.Queue(3);

        fleet.Turn().OfType<StartRunner>().Count().ShouldBe(2);
        fleet.WaitOf(third)!.Value.Reason.ShouldBe(WaitReason.StartsInFlight);
    }

    [Theory]
    [InlineData(PoolMode.Paused, WaitReason.PoolPaused)]
    [InlineData(PoolMode.Draining, WaitReason.PoolDraining)]
    public void A_pool_that_is_not_active_starts_nothing_and_says_so(PoolMode mode, WaitReason reason)
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool()));
        fleet.Say(new PoolAsked(fleet.Now, new PoolName("linux"), mode, "ann"));
        var job = fleet.Queue(1);

        fleet.Turn().OfType<StartRunner>().ShouldBeEmpty();
        fleet.WaitOf(job)!.Value.Reason.ShouldBe(reason);
    }

    [Fact]
    public void A_job_waits_for_its_starting_runner_and_then_for_GitHub()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool()));
        var job = fleet.Queue(1);
        var start = fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();
        fleet.WaitOf(job)!.Value.Reason.ShouldBe(WaitReason.RunnerStarting);

        fleet.Answer(start);
        fleet.Online(start.Runner.Runner);

        fleet.WaitOf(job)!.Value.Reason.ShouldBe(WaitReason.RunnerIdle);
        fleet.WaitOf(job)!.Value.Detail.ShouldBe("1 idle matching runner: GitHub has not assigned it");
    }

    [Fact]
    public void A_job_that_no_pool_can_serve_is_shown_and_gets_no_order()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool()));
        var job = fleet.Queue(1, "self-hosted", "windows");

        fleet.Turn().ShouldBeEmpty();
        fleet.WaitOf(job)!.Value.Reason.ShouldBe(WaitReason.NoPool);
    }

    [Fact]
    public void A_burst_larger_than_one_plan_is_cut_and_started_whole()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool()) with
        {
            Providers = [new ProviderPolicy(TestPolicy.Cloud, "test", false, TimeSpan.FromSeconds(1), StartsMax: 1000)],
        });
        for (var id = 1; id <= 300; id++)
        {
            fleet.Queue(id);
        }
        fleet.Plan().IsCut.ShouldBeTrue();

        var steps = fleet.Turn();

        steps.OfType<KeepBooks>().Count(step => step.Item.Fact is OrderOpened).ShouldBe(300);
        steps.OfType<StartRunner>().Count().ShouldBe(128, "no more registrations are under way at one scope");
    }
}
