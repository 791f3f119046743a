using FsCheck;
using FsCheck.Fluent;
using Paddock.Core.Facts;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Ports.Conformance;
using Paddock.Tests.Support;

namespace Paddock.Tests.Core.Planning;

/// <summary>What holds for every plan, after whatever may happen to a fleet.</summary>
public sealed class PlannerPropertyTests
{
    private const int Runs = 300;

    [Fact]
    public void Planning_again_on_what_a_plan_made_plans_nothing_but_a_word_on_who_waits() =>
        Every(story =>
        {
            var plan = story.Fleet.Plan();
            story.CarryOut(plan);
            plan.IsCut.ShouldBeFalse();
            var again = story.Fleet.Plan();
            Tell(again with { Steps = [.. again.Steps.Where(step => step.Items[0].Fact is not OrderNoted)] })
                .ShouldBeEmpty($"after {Tell(plan)}");
        });

    [Fact]
    public void No_plan_starts_a_machine_above_a_limit() =>
        Every(story =>
        {
            var plan = story.Fleet.Plan();
            story.CarryOut(plan);
            var planned =
                plan.Steps.SelectMany(step => step.Items).Select(item => item.Fact).OfType<MachinePlanned>().ToList();
            if (planned.Count > 0)
            {
                Count(story.Fleet, _ => true).ShouldBeLessThanOrEqualTo(story.Fleet.Policy.RunnersMax ?? int.MaxValue);
            }
            foreach (var pool in story.Fleet.Policy.Pools.Where(pool =>
                planned.Exists(one => one.Plan.Pool == pool.Name)))
            {
                Count(story.Fleet, machine => machine.Plan?.Pool == pool.Name)
                    .ShouldBeLessThanOrEqualTo(pool.RunnersMax ?? int.MaxValue);
            }
        });

    [Fact]
    public void No_plan_hurts_a_busy_runner_whose_machine_may_live() =>
        Every(story =>
        {
            var plan = story.Fleet.Plan();
            foreach (var retired in plan.Steps.OfType<RetireRunner>().Where(step => step.Row.State == RunnerState.Busy))
            {
                story.Fleet.MachineOf(retired.Row).DeadSince.ShouldNotBeNull();
            }
            foreach (var condemned in plan.Steps.OfType<DeleteMachine>()
                .Where(step => step.Row.State != MachineState.Deleting))
            {
                var runner =
                    story.Fleet.Runners.FirstOrDefault(runner => runner.Name == condemned.Row.Runner && runner.IsOpen);
                (runner?.State == RunnerState.Busy && !condemned.Row.HasEnded).ShouldBeFalse();
            }
            story.CarryOut(plan);
        });

    [Fact]
    public void Every_waiting_job_that_a_pool_serves_has_exactly_one_open_order_and_a_reason() =>
        Every(story =>
        {
            _ = story.Fleet.Turn();
            var open = story.Fleet.OpenOrders.Where(order => order.Job is not null).Select(order => order.Key);
            var owed = story.Fleet.Rows.Values.OfType<JobRow>().Where(job => IsOwed(story.Fleet, job))
                .Select(job => job.Order).ToList();
            open.ShouldBe(owed, ignoreOrder: true);
            owed.Except(story.Fleet.Plan().Waits.Select(wait => wait.Order)).ShouldBeEmpty();
        });

    [Fact]
    public void The_same_picture_gives_the_same_plan() =>
        Every(story =>
        {
            var (policy, now) = (story.Fleet.Policy, story.Fleet.Now);
            var snapshot = story.Fleet.Snapshot();
            var one = Planner.Plan(snapshot, policy, now, new Seed(1, 1));
            var two = Planner.Plan(snapshot, policy, now, new Seed(1, 1));
            one.Steps.SelectMany(step => step.Items).ShouldBe(two.Steps.SelectMany(step => step.Items));
            one.Waits.ShouldBe(two.Waits);
            story.CarryOut(story.Fleet.Plan());
        });

    [Fact]
    public void Any_rows_at_all_are_planned_about_without_fail_and_legally() =>
        ForAll.Check(
            from policy in FleetStory.Policies
            from snapshot in SnapshotGens.Any
            from minutes in Gen.Choose(0, 2000)
            select (policy, snapshot, minutes),
            it =>
            {
                var now = SampleFacts.Start.AddMinutes(it.minutes);
                var plan = Planner.Plan(it.snapshot, it.policy, now, new Seed(1, 1));
                SnapshotGens.Check(it.snapshot, plan);
            },
            runs: 2000);

    /// <summary>Lets things happen one by one, and looks at the fleet's next plan after each.</summary>
    private static void Every(Action<FleetStory> look) =>
        ForAll.Check(
            from policy in FleetStory.Policies from happenings in FleetStory.Happenings select (policy, happenings),
            it =>
            {
                var story = new FleetStory(it.policy);
                foreach (var happening in it.happenings)
                {
                    story.Let(happening);
                    look(story);
                }
            },
            Runs);

    private static string Tell(Plan plan) => string.Join(
        "; ", plan.Steps.SelectMany(step => step.Items)
            .Select(item => $"{item.Fact.Subject} {FactText.Of(item.Fact)}"));

    private static int Count(TestFleet fleet, Func<MachineRow, bool> isWanted) =>
        fleet.Machines.Count(machine => machine.State != MachineState.Absent && isWanted(machine));

    private static bool IsOwed(TestFleet fleet, JobRow job) =>
        job is { IsWaiting: true, Asked: null or { Wish: JobAsk.Retry } }
        && !job.IsGivenUp(fleet.Policy.Times.QueueLimit, fleet.Now)
        && PoolMatching.Find(fleet.Policy, job).Count > 0;
}
