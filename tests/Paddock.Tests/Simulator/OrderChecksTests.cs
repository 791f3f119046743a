using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Engine;
using Paddock.Simulator;
using Paddock.Simulator.Checkers;
using Paddock.Tests.Core.Planning;

namespace Paddock.Tests.Simulator;

/// <summary>What the product would have to get wrong twice over to show in a whole run.</summary>
public sealed class OrderChecksTests
{
    private static readonly JobKey Job = new("github.com", 1);
    private static readonly PoolName Pool = new("linux");

    private readonly SimTime _time = new();
    private readonly Watchdog _watchdog;
    private readonly OrderChecks _checks;
    private readonly TestFleet _fleet = new(TestPolicy.Of(TestPolicy.Pool()));

    public OrderChecksTests()
    {
        _watchdog = new Watchdog(new Trace(story: null), _time);
        _checks = new OrderChecks(_watchdog, _fleet.Policy);
    }

    [Fact]
    public void P1_bites_when_an_order_is_opened_for_a_job_that_ended_long_ago()
    {
        Store(new JobFinished(_time.True, Job, TestFleet.Details("self-hosted", "linux"), null, "success", null));
        Look();
        Store(Opened(Job));
        Look();
        _watchdog.Found.ShouldBeNull("a pass may be a moment behind");

        _time.After(TimeSpan.FromMinutes(1), () => { });
        _time.TryAdvance();
        Look();
        _watchdog.Found.ShouldNotBeNull().Promise.ShouldBe("P1");
    }

    [Fact]
    public void P1_bites_when_an_order_is_opened_for_a_job_that_nobody_has_told_of()
    {
        Store(Opened(Job));
        _watchdog.Found.ShouldNotBeNull().Promise.ShouldBe("P1");
    }

    private OrderOpened Opened(JobKey job) =>
        new(_time.True, OrderKey.ForJob(job), Pool, StockScope: null, Reason.JobWaiting);

    private void Store(Fact fact) => _checks.Stored(new JournalEntry(1, 1, fact));

    private void Look() => _checks.Look(new FleetView(
        _fleet.Snapshot(), _fleet.Policy, new Plan([], [], WakeAt: null, IsCut: false), _time.True,
        new Dictionary<string, DoorHealth>()));
}
