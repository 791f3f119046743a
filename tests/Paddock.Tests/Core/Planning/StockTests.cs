using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;
using Paddock.Ports.Conformance;

namespace Paddock.Tests.Core.Planning;

public sealed class StockTests
{
    private static readonly PoolPolicy Warm = TestPolicy.Pool() with { Idle = new IdlePolicy(Min: 2) };

    [Fact]
    public void A_pool_holds_its_least_for_each_scope_each_unit_an_order_of_its_own()
    {
        var fleet = new TestFleet(TestPolicy.Of(Warm));

        fleet.Start().Count.ShouldBe(2);

        fleet.OpenOrders.Count(order => order.StockScope!.Equals(TestPolicy.Acme)).ShouldBe(2);
        fleet.Turn().ShouldBeEmpty();
    }

    [Fact]
    public void A_unit_closes_when_its_runner_goes_to_work_and_the_next_unit_is_a_new_order()
    {
        var fleet = new TestFleet(TestPolicy.Of(Warm));
        var runner = fleet.Start()[0];
        var job = fleet.Queue(1);
        fleet.Take(runner.Name, job);

        var steps = fleet.Turn();

        steps.OfType<KeepBooks>().Select(step => step.Item.Fact).OfType<OrderClosed>()
            .ShouldContain(closed => closed.Order == runner.Plan!.BornFor && closed.Outcome == OrderOutcome.Started);
        steps.OfType<StartRunner>().ShouldHaveSingleItem().Runner.Plan.BornFor.ShouldNotBe(runner.Plan!.BornFor);
    }

    [Fact]
    public void A_waiting_job_is_handed_a_blank_machine_that_is_there_and_not_one_still_being_made()
    {
        var fleet =
            new TestFleet(TestPolicy.Of(TestPolicy.Pool() with { Idle = new IdlePolicy(2, null, StockKind.Blank) }));
        var blanks = fleet.Turn().OfType<MakeBlank>().ToList();
        fleet.Say(new MachineCreated(fleet.Now, blanks[1].Machine.Machine, TestPolicy.Cloud, fleet.Tick()));
        fleet.Queue(1);

        fleet.Turn().OfType<ServeBlank>().ShouldHaveSingleItem().Row.Name.ShouldBe(blanks[1].Machine.Machine);
    }

    [Fact]
    public void A_schedule_wakes_the_loop_when_it_begins_and_its_stock_goes_when_it_has_ended_and_idled_long_enough()
    {
        var begins = SampleFacts.Start + TimeSpan.FromHours(1);
        var window = new IdleWindow(
            new SortedSet<DayOfWeek> { begins.DayOfWeek }, TimeOnly.FromTimeSpan(begins.TimeOfDay),
            TimeOnly.FromTimeSpan(begins.TimeOfDay + TimeSpan.FromHours(2)), TimeZoneInfo.Utc, Min: 2, Max: null);
        var fleet = new TestFleet(TestPolicy.Of(
            TestPolicy.Pool() with { Idle = new IdlePolicy { Schedule = [window] } }));

        fleet.Plan().ShouldSatisfyAllConditions(
            plan => plan.Steps.ShouldBeEmpty(), plan => plan.WakeAt.ShouldBe(begins));
        fleet.Pass(TimeSpan.FromHours(1));
        fleet.Start().Count.ShouldBe(2);
        fleet.Pass(TimeSpan.FromHours(2));

        fleet.Turn().OfType<RetireRunner>().Select(step => step.Retired.Reason)
            .ShouldBe([Reason.IdleTooLong, Reason.IdleTooLong]);
    }

    [Fact]
    public void Where_all_count_those_that_work_are_taken_off_the_stock()
    {
        var fleet = new TestFleet(TestPolicy.Of(
            TestPolicy.Pool() with { Idle = new IdlePolicy(Min: 2) { Count = StockCount.Total } }));
        var runners = fleet.Start();
        var job = fleet.Queue(1);
        fleet.Take(runners[0].Name, job);

        fleet.Turn().OfType<StartRunner>().ShouldBeEmpty("one works and one idles: two in all");
        fleet.Finish(runners[0].Name, job);
        fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Where_all_count_what_starts_for_jobs_in_the_same_plan_counts_too()
    {
        var fleet = new TestFleet(TestPolicy.Of(
            TestPolicy.Pool() with { Idle = new IdlePolicy(Min: 2) { Count = StockCount.Total } }));
        Enumerable.Range(1, 3).ToList().ForEach(id => fleet.Queue(id));

        fleet.Turn().OfType<StartRunner>().Count().ShouldBe(3, "three jobs are more than two of stock");
    }

    [Fact]
    public void A_policy_of_another_text_is_in_the_books_before_anything_is_decided_by_it()
    {
        var fleet = new TestFleet(TestPolicy.Of(Warm) with { Text = "one" });
        Changes(fleet.Plan()).ShouldBe([(1, "one")]);
        fleet.Turn();
        Changes(fleet.Plan()).ShouldBeEmpty();

        fleet.Policy = fleet.Policy with { Text = "two" };
        Changes(fleet.Plan()).ShouldBe([(2, "two")]);

        static IEnumerable<(int Version, string Text)> Changes(Plan plan) => plan.Steps.OfType<KeepBooks>()
            .Select(step => step.Item.Fact).OfType<PolicyChanged>()
            .Select(changed => (changed.PolicyVersion, changed.PolicyText));
    }

    [Fact]
    public void A_draining_pool_gives_up_its_stock()
    {
        var fleet = new TestFleet(TestPolicy.Of(Warm));
        fleet.Start();
        fleet.Say(new PoolAsked(fleet.Now, Warm.Name, PoolMode.Draining, "ann"));

        var steps = fleet.Turn();

        steps.OfType<RetireRunner>().Select(step => step.Retired.Reason)
            .ShouldBe([Reason.PoolDraining, Reason.PoolDraining]);
        fleet.OpenOrders.ShouldBeEmpty();
    }

    [Fact]
    public void A_pool_that_left_the_configuration_drains()
    {
        var fleet = new TestFleet(TestPolicy.Of(Warm));
        fleet.Start();
        fleet.Policy = TestPolicy.Of(TestPolicy.Pool("other"));

        fleet.Turn().OfType<RetireRunner>().Count().ShouldBe(2);
        fleet.OpenOrders.ShouldBeEmpty();
    }
}
