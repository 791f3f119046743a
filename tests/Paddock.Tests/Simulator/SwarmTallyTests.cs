using Paddock.Simulator;

namespace Paddock.Tests.Simulator;

public sealed class SwarmTallyTests : IDisposable
{
    private readonly SwarmTally _tally = new();
    private readonly StringWriter _output = new() { NewLine = "\n" };

    [Fact]
    public void The_summary_tells_seeds_sizes_events_and_every_fault()
    {
        _tally.Add(Ran(seed: 7, jobs: 10, crashes: 1, events: 1000));
        _tally.Add(Ran(seed: 5, jobs: 30, crashes: 3, events: 500));
        _tally.Add(Ran(seed: 6, jobs: 20, crashes: 2, events: 500));

        _tally.Print(TimeSpan.FromSeconds(2), _output);

        var lines = _output.ToString().Split('\n');
        lines[0].ShouldStartWith("swarm: 3 seeds (5 to 7) in 2 s, median 20 jobs (60 in all, at most 30), "
            + "6 crashes (at least 1 each), 300 facts, 2000 events (1000/s), ");
        lines[0].ShouldEndWith("3 hours simulated");
        lines[1].ShouldBe("swarm: 9 faults: list stale 3, webhook lost 6");
    }

    [Fact]
    public void A_run_that_fails_is_kept_and_one_that_holds_is_not()
    {
        _tally.Add(Ran(seed: 1, jobs: 10, crashes: 1, events: 1));
        _tally.Add(Ran(seed: 2, jobs: 10, crashes: 1, events: 1) with { Violation = new("P1", "no order") });

        _tally.Failed.ShouldHaveSingleItem().Knobs.Seed.ShouldBe(2UL);
    }

    [Fact]
    public void A_swarm_without_a_seed_says_so()
    {
        _tally.Print(TimeSpan.FromSeconds(1), _output);

        _output.ToString().ShouldBe("swarm: 0 seeds\n");
    }

    public void Dispose() => _output.Dispose();

    private static Outcome Ran(ulong seed, int jobs, int crashes, long events) => new(
        Knobs.Draw(seed), Violation: null, Hash: 0, Facts: 100, jobs, crashes, TimeSpan.FromHours(1),
        new Dictionary<string, int> { ["webhook lost"] = 2, ["list stale"] = 1 }) { Events = events };
}
