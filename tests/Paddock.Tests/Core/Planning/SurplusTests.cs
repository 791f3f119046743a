using Paddock.Core.Facts;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;

namespace Paddock.Tests.Core.Planning;

public sealed class SurplusTests
{
    private static readonly TimeSpan Idle = new PoolTimeouts().Idle;

    [Fact]
    public void The_runner_of_a_cancelled_job_serves_the_next_job()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool()));
        var first = fleet.Queue(1);
        fleet.Start();
        fleet.Cancel(first);
        fleet.Queue(2);

        fleet.Turn().Where(step => step is StartRunner or RetireRunner).ShouldBeEmpty();
    }

    [Fact]
    public void The_runner_of_a_cancelled_job_becomes_warm_stock()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool()));
        var first = fleet.Queue(1);
        fleet.Start();
        fleet.Policy = TestPolicy.Of(TestPolicy.Pool() with { Idle = new IdlePolicy(Min: 1) });
        fleet.Cancel(first);
        fleet.Turn().OfType<StartRunner>().ShouldBeEmpty();

        fleet.Pass(Idle * 3);
        fleet.Turn().OfType<RetireRunner>().ShouldBeEmpty("stock does not time out");
    }

    [Fact]
    public void A_runner_nobody_needs_goes_after_its_idle_time_and_not_before()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool()));
        var job = fleet.Queue(1);
        var runner = fleet.Start().ShouldHaveSingleItem();
        fleet.Cancel(job);
        fleet.Turn().OfType<RetireRunner>().ShouldBeEmpty();
        fleet.Plan().WakeAt.ShouldBe(fleet.Now + Idle);

        fleet.Pass(Idle);

        var retired = fleet.Turn().OfType<RetireRunner>().ShouldHaveSingleItem().Retired;
        (retired.Runner, retired.Reason).ShouldBe((runner.Name, Reason.IdleTooLong));
    }

    [Fact]
    public void A_runner_that_idles_while_a_job_it_could_take_waits_goes_after_its_idle_time_and_the_job_gets_another()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool()));
        var job = fleet.Queue(1);
        var runner = fleet.Start().ShouldHaveSingleItem();
        fleet.Pass(Idle - TimeSpan.FromSeconds(1));
        fleet.Turn().Where(step => step is StartRunner or RetireRunner).ShouldBeEmpty();

        fleet.Pass(TimeSpan.FromSeconds(1));

        var steps = fleet.Turn();
        var retired = steps.OfType<RetireRunner>().ShouldHaveSingleItem().Retired;
        (retired.Runner, retired.Reason).ShouldBe((runner.Name, Reason.PassedOver));
        steps.OfType<StartRunner>().ShouldHaveSingleItem().Runner.Plan.BornFor.ShouldBe(OrderKey.ForJob(job));
    }

    [Fact]
    public void Where_GitHub_assigns_late_one_of_a_class_goes_at_a_time()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool()));
        for (var job = 1; job <= 50; job++)
        {
            fleet.Queue(job);
        }
        fleet.Start().Count.ShouldBe(50);
        fleet.Pass(Idle);

        var steps = fleet.Turn();
        steps.OfType<RetireRunner>().ShouldHaveSingleItem();
        fleet.Answer(steps.OfType<StartRunner>().ShouldHaveSingleItem());
        fleet.Pass(Idle - TimeSpan.FromSeconds(1));

        fleet.Turn().OfType<RetireRunner>().ShouldBeEmpty();
    }

    [Fact]
    public void A_job_that_GitHub_gives_to_nobody_costs_a_few_machines_a_day()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool()));
        fleet.Queue(1);
        var machines = 0;
        for (var minute = 0; minute < 24 * 60; minute++)
        {
            machines += fleet.Start().Count;
            foreach (var runner in fleet.Runners.Where(runner => runner.State == RunnerState.Retiring).ToList())
            {
                fleet.Gone(runner.Name);
            }
            foreach (var gone in fleet.Turn().OfType<DeleteMachine>())
            {
                fleet.Missing(gone.Row.Name);
            }
            fleet.Pass(TimeSpan.FromMinutes(1));
        }

        machines.ShouldBeInRange(20, 40);
    }

    [Fact]
    public void Stock_that_has_idled_for_long_is_not_passed_over_by_a_job_that_came_just_now()
    {
        var fleet =
            new TestFleet(TestPolicy.Of(TestPolicy.Pool() with { Idle = new IdlePolicy(Min: 1) }));
        fleet.Start();
        fleet.Pass(Idle * 3);
        fleet.Queue(1);

        fleet.Turn().Where(step => step is RetireRunner).ShouldBeEmpty();
    }

    [Fact]
    public void Above_the_most_a_pool_may_keep_runners_go_at_once_the_longest_idle_first()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool() with { Idle = new IdlePolicy(Max: 1) }));
        var first = fleet.Queue(1);
        var oldest = fleet.Start().ShouldHaveSingleItem();
        fleet.Pass(TimeSpan.FromSeconds(5));
        var second = fleet.Queue(2);
        fleet.Start();
        fleet.Cancel(first);
        fleet.Cancel(second);

        var retired = fleet.Turn().OfType<RetireRunner>().ShouldHaveSingleItem().Retired;

        (retired.Runner, retired.Reason).ShouldBe((oldest.Name, Reason.StockSurplus));
    }

    [Fact]
    public void A_busy_runner_is_never_surplus()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool() with { Idle = new IdlePolicy(Max: 0) }));
        var job = fleet.Queue(1);
        var runner = fleet.Start().ShouldHaveSingleItem();
        fleet.Take(runner.Name, job);

        fleet.Pass(TimeSpan.FromHours(20));

        fleet.Turn().Where(step => step is RetireRunner or DeleteMachine).ShouldBeEmpty();
    }

    [Fact]
    public void Blank_machines_above_the_most_are_deleted()
    {
        var fleet =
            new TestFleet(TestPolicy.Of(TestPolicy.Pool() with { Idle = new IdlePolicy(2, null, StockKind.Blank) }));
        foreach (var blank in fleet.Turn().OfType<MakeBlank>())
        {
            fleet.Say(new Paddock.Core.Facts.MachineCreated(fleet.Now, blank.Machine.Machine, TestPolicy.Cloud,
                fleet.Tick()));
        }
        fleet.Policy = TestPolicy.Of(TestPolicy.Pool() with { Idle = new IdlePolicy(1, null, StockKind.Blank) });

        fleet.Turn().OfType<DeleteMachine>().ShouldHaveSingleItem().Condemned.Reason.ShouldBe(Reason.StockSurplus);
    }

    [Fact]
    public void Warm_stock_does_not_make_room_for_a_job_whose_own_pool_is_full()
    {
        var fleet = new TestFleet(TestPolicy.Of(
            TestPolicy.Pool() with { RunnersMax = 1, Spill = false },
            TestPolicy.Pool("stock", "gpu") with { Idle =
                new IdlePolicy(1, null, StockKind.Blank) }) with { RunnersMax = 2 });
        var job = fleet.Queue(1);
        fleet.Take(fleet.Start().ShouldHaveSingleItem().Name, job);
        fleet.See(fleet.Machines.Single(machine => machine.Runner is null).Name, MachinePhase.Blank);
        var second = fleet.Queue(2);

        fleet.Turn().OfType<DeleteMachine>().ShouldBeEmpty();
        fleet.WaitOf(second)!.Value.Reason.ShouldBe(WaitReason.PoolLimit);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Warm_stock_makes_room_for_a_job_that_a_provider_or_a_limit_on_labels_keeps_waiting(bool isProvider)
    {
        var stock = TestPolicy.Pool("stock", "gpu", "stock") with { Idle = new IdlePolicy(1, null, StockKind.Blank) };
        var policy = TestPolicy.Of(TestPolicy.Pool("large", "gpu", "large"), stock);
        var fleet = new TestFleet(isProvider
            ? policy with { Providers = [policy.Providers[0] with { RunnersMax = 1 }] }
            : policy with { LabelLimits = [new LabelLimit(LabelSet.Of("gpu"), 1)] });
        fleet.Turn();
        fleet.See(fleet.Machines.ShouldHaveSingleItem().Name, MachinePhase.Blank);
        fleet.Queue(1, "large");

        fleet.Turn().OfType<DeleteMachine>().ShouldHaveSingleItem().Condemned.Reason.ShouldBe(Reason.YieldsToJob);
    }

    /// <summary>
    /// Otherwise the job waits for the label, then for the provider, and stock comes and goes for ever.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Warm_stock_does_not_come_and_go_for_a_job_that_two_limits_keep_waiting(bool isOtherStock)
    {
        var small = new ProviderName("small");
        var scarce = TestPolicy.Offer("small") with { Provider = small };
        var other = TestPolicy.Pool("other", "other") with { Offers = [scarce] };
        var policy = TestPolicy.Of(
            isOtherStock ? other with { Idle = new IdlePolicy(1, null, StockKind.Blank) } : other,
            TestPolicy.Pool("both", "gpu", "both") with { Offers = [scarce] },
            TestPolicy.Pool("stock", "gpu", "stock") with { Idle = new IdlePolicy(1, null, StockKind.Blank) });
        var fleet = new TestFleet(policy with
        {
            Providers = [policy.Providers[0], policy.Providers[0] with { Name = small, RunnersMax = 1 }],
            LabelLimits = [new LabelLimit(LabelSet.Of("gpu"), 1)],
        });
        if (!isOtherStock)
        {
            var first = fleet.Queue(1, "other");
            fleet.Take(fleet.Start().ShouldHaveSingleItem().Name, first);
        }
        fleet.Turn();
        SettleStock(fleet);
        var job = fleet.Queue(2, "both");

        var made = 0;
        for (var round = 0; round < 10; round++)
        {
            made += fleet.Turn().Count(step => step is MakeBlank);
            SettleStock(fleet);
        }

        made.ShouldBe(0);
        fleet.WaitOf(job)!.Value.Reason.ShouldBe(isOtherStock ? WaitReason.RunnerStarting : WaitReason.ProviderLimit);
    }

    [Fact]
    public void Warm_stock_makes_room_for_no_more_jobs_than_their_repository_may_have()
    {
        var fleet = new TestFleet(TestPolicy.Of(
            TestPolicy.Pool("jobs", "x"),
            TestPolicy.Pool("stock", "gpu") with { Idle = new IdlePolicy(3, null, StockKind.Blank) }) with
        {
            RunnersMax = 3,
            Repositories = [new("*") { JobsMax = 1 }],
        });
        fleet.Turn();
        SettleStock(fleet);
        Enumerable.Range(1, 5).ToList().ForEach(id => fleet.Queue(id, "x"));

        fleet.Turn().OfType<DeleteMachine>().ShouldHaveSingleItem().Condemned.Reason.ShouldBe(Reason.YieldsToJob);
    }

    [Fact]
    public void Warm_stock_makes_room_also_where_the_jobs_own_pool_drains_and_it_could_start_in_another()
    {
        var fleet = new TestFleet(TestPolicy.Of(
            TestPolicy.Pool("a", "x"), TestPolicy.Pool("b", "x"),
            TestPolicy.Pool("stock", "gpu") with { Idle = new IdlePolicy(1, null, StockKind.Blank) }) with
        {
            RunnersMax = 1,
        });
        fleet.Turn();
        SettleStock(fleet);
        fleet.Say(new PoolAsked(fleet.Now, new PoolName("a"), PoolMode.Draining, "ann"));
        fleet.Queue(1, "x");

        fleet.Turn().OfType<DeleteMachine>().ShouldHaveSingleItem().Condemned.Reason.ShouldBe(Reason.YieldsToJob);
    }

    [Theory]
    [InlineData(StockKind.Registered)]
    [InlineData(StockKind.Blank)]
    public void Stock_for_a_scope_that_a_reload_has_taken_away_goes_at_once(StockKind kind)
    {
        var other = Scope.TryParse("org:other")!;
        var pool = TestPolicy.Pool() with { Scopes = [TestPolicy.Acme, other], Idle = new IdlePolicy(1, null, kind) };
        var fleet = new TestFleet(TestPolicy.Of(pool));
        fleet.Start();
        SettleStock(fleet);
        fleet.Policy = TestPolicy.Of(pool with { Scopes = [TestPolicy.Acme] });

        var steps = fleet.Turn();

        (steps.OfType<RetireRunner>().Count() + steps.OfType<DeleteMachine>().Count()).ShouldBe(1);
        steps.OfType<DeleteMachine>().ShouldAllBe(step => step.Row.Plan!.Scope.Equals(other));
    }

    /// <summary>What was made blank is there, and what was asked to go is gone.</summary>
    private static void SettleStock(TestFleet fleet)
    {
        foreach (var machine in fleet.Machines.Where(machine => machine.Runner is null).ToList())
        {
            if (machine.State == MachineState.Deleting)
            {
                fleet.Say(new MachineMissing(fleet.Now, machine.Name, machine.Provider, fleet.Tick()));
            }
            else if (machine.State == MachineState.Creating)
            {
                fleet.See(machine.Name, MachinePhase.Blank);
            }
        }
    }

    [Fact]
    public void Warm_stock_makes_room_for_a_job_that_the_fleets_limit_keeps_waiting()
    {
        var stock = TestPolicy.Pool("stock", "gpu") with { Idle = new IdlePolicy(Min: 1) };
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool(), stock) with { RunnersMax = 1 });
        var warm = fleet.Start().ShouldHaveSingleItem();
        fleet.Policy = TestPolicy.Of(TestPolicy.Pool("arm", "arm"), stock) with { RunnersMax = 1 };
        var job = fleet.Queue(1, "arm");

        var retired = fleet.Turn().OfType<RetireRunner>().ShouldHaveSingleItem().Retired;

        (retired.Runner, retired.Reason).ShouldBe((warm.Name, Reason.YieldsToJob));
        fleet.Turn().ShouldBeEmpty("one is on its way out already");
        fleet.WaitOf(job)!.Value.Reason.ShouldBe(WaitReason.FleetLimit);
    }
}
