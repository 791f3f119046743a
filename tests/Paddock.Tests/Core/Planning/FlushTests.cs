using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;

namespace Paddock.Tests.Core.Planning;

public sealed class FlushTests
{
    private static readonly PoolPolicy Warm = TestPolicy.Pool() with { Idle = new IdlePolicy(Min: 2) };

    private readonly TestFleet _fleet = new(TestPolicy.Of(Warm, TestPolicy.Pool("linux-large", "large") with
    {
        Idle = new IdlePolicy(Min: 1),
    }));

    [Fact]
    public void What_idles_goes_at_once_and_is_replaced_and_another_pool_is_left_alone()
    {
        var old = Of(Warm, _fleet.Start());
        Flush();

        var steps = _fleet.Turn();

        steps.OfType<RetireRunner>().Select(step => (step.Row.Name, step.Retired.Reason))
            .ShouldBe(old.Select(runner => (runner.Name, Reason.OperatorAsked)), ignoreOrder: true);
        steps.OfType<StartRunner>().Count().ShouldBe(2);
        steps.OfType<StartRunner>().ShouldAllBe(start => start.Runner.Plan.Pool == Warm.Name);
    }

    [Fact]
    public void What_came_after_it_stays()
    {
        _fleet.Start();
        Flush();
        var fresh = _fleet.Start();
        fresh.Count.ShouldBe(2);

        _fleet.Pass(TimeSpan.FromMinutes(1));

        _fleet.Turn().Where(step => step is RetireRunner or StartRunner).ShouldBeEmpty();
    }

    [Fact]
    public void A_busy_one_keeps_its_job_and_goes_when_that_is_over()
    {
        var busy = Of(Warm, _fleet.Start())[0];
        var job = _fleet.Queue(1);
        _fleet.Take(busy.Name, job);
        Flush(withBusy: true);

        _fleet.Turn().OfType<RetireRunner>().ShouldNotContain(step => step.Row.Name == busy.Name);
        _fleet.Finish(busy.Name, job);
        _fleet.Pass(busy.Plan!.Timeouts.PoweredOff);

        _fleet.Turn().OfType<DeleteMachine>().ShouldContain(step => step.Row.Name == busy.Plan.Machine);
    }

    [Fact]
    public void One_that_only_starts_goes_as_soon_as_GitHub_knows_it()
    {
        var starts = _fleet.Turn().OfType<StartRunner>().Where(start => start.Runner.Plan.Pool == Warm.Name).ToList();
        Flush();
        _fleet.Turn().OfType<RetireRunner>().ShouldBeEmpty("nobody knows yet whether there is anything to remove");

        starts.ForEach(_fleet.Answer);

        _fleet.Turn().OfType<RetireRunner>().Select(step => step.Row.Name)
            .ShouldBe(starts.Select(start => start.Runner.Runner), ignoreOrder: true);
    }

    [Fact]
    public void Blank_stock_is_replaced_too()
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool() with
        {
            Idle = new IdlePolicy(2, null, StockKind.Blank),
        }));
        var blanks = fleet.Turn().OfType<MakeBlank>().Select(step => step.Machine.Machine).ToList();
        blanks.ForEach(blank => fleet.Say(new MachineCreated(fleet.Now, blank, TestPolicy.Cloud, fleet.Tick())));
        fleet.Pass(TimeSpan.FromSeconds(1));
        fleet.Say(new FlushAsked(fleet.Now, Warm.Name, fleet.Epoch, WithBusy: false, "ann"));

        var steps = fleet.Turn();

        steps.OfType<DeleteMachine>().Select(step => step.Row.Name).ShouldBe(blanks, ignoreOrder: true);
        steps.OfType<MakeBlank>().Count().ShouldBe(2);
    }

    [Fact]
    public void Accepted_and_then_killed_it_is_done_by_the_next_engine_whatever_its_clock_says()
    {
        var old = Of(Warm, _fleet.Start());
        Flush();
        _fleet.Restart();
        _fleet.Pass(TimeSpan.FromHours(-2));

        var steps = _fleet.Turn();

        steps.OfType<RetireRunner>().Select(step => step.Row.Name)
            .ShouldBe(old.Select(runner => runner.Name), ignoreOrder: true);
        var fresh = Of(Warm, steps);
        fresh.ForEach(_fleet.Answer);
        _fleet.Turn().OfType<RetireRunner>().ShouldNotContain(
            step => fresh.Exists(start => start.Runner.Runner == step.Row.Name), "they were planned after it");
    }

    private void Flush(bool withBusy = false)
    {
        _fleet.Pass(TimeSpan.FromSeconds(1));
        _fleet.Say(new FlushAsked(_fleet.Now, Warm.Name, _fleet.Epoch, withBusy, "ann"));
    }

    private static List<RunnerRow> Of(PoolPolicy pool, IEnumerable<RunnerRow> runners) =>
        [.. runners.Where(runner => runner.Plan!.Pool == pool.Name)];

    private static List<StartRunner> Of(PoolPolicy pool, IEnumerable<Step> steps) =>
        [.. steps.OfType<StartRunner>().Where(start => start.Runner.Plan.Pool == pool.Name)];
}
