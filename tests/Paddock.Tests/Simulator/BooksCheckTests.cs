using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Engine;
using Paddock.Ports.Store;
using Paddock.Simulator;
using Paddock.Simulator.Checkers;
using Paddock.Simulator.World;
using Paddock.Tests.Core.Planning;

namespace Paddock.Tests.Simulator;

/// <summary>An engine that reads late is caught up by its next pass; one that does not read is found out.</summary>
public sealed class BooksCheckTests : IDisposable
{
    private readonly SimTime _time = new();
    private readonly MemoryCore _core = new();
    private readonly Watchdog _watchdog;
    private readonly BooksCheck _books;

    public BooksCheckTests()
    {
        _watchdog = new Watchdog(new Trace(story: null), _time);
        _books = new BooksCheck(_watchdog, _core);
    }

    public void Dispose() => _core.Dispose();

    [Fact]
    public void The_books_bite_when_the_engine_stays_behind_the_store()
    {
        Look(read: 0);
        Store(1);
        LookAfter(TimeSpan.FromSeconds(9), read: 0);
        _watchdog.Found.ShouldBeNull("a pass may be a moment behind");

        LookAfter(TimeSpan.FromSeconds(30), read: 0);
        LookAfter(TimeSpan.FromSeconds(30), read: 0);
        _watchdog.Found.ShouldNotBeNull().Promise.ShouldBe("books");
    }

    [Fact]
    public void The_books_are_content_with_an_engine_that_is_always_one_entry_behind_and_never_stands_still()
    {
        for (var i = 1; i < 20; i++)
        {
            Store(i);
            LookAfter(TimeSpan.FromSeconds(5), read: i - 1);
        }
        _watchdog.Found.ShouldBeNull();
    }

    [Fact]
    public void At_the_end_the_books_bite_at_a_picture_that_lacks_the_last_entry()
    {
        Store(1);
        _books.Run(View(read: 0));
        _watchdog.Found.ShouldNotBeNull().Promise.ShouldBe("books");
    }

    private void Store(long job)
    {
        var details = TestFleet.Details("self-hosted", "linux");
        var queued = new JobQueued(_time.True, new JobKey("github.com", job), details, QueuedAt: null);
        _core.Observe(new Report([queued]), _time.True);
    }

    private void LookAfter(TimeSpan pause, long read)
    {
        _time.After(pause, () => { });
        _time.TryAdvance();
        Look(read);
    }

    private void Look(long read) => _books.Look(View(read));

    private static FleetView View(long read)
    {
        var fleet = new TestFleet(TestPolicy.Of(TestPolicy.Pool()));
        return new FleetView(
            fleet.Snapshot() with { Seq = read }, fleet.Policy, new Plan([], [], WakeAt: null, IsCut: false),
            DateTimeOffset.UnixEpoch, new Dictionary<string, DoorHealth>());
    }
}
