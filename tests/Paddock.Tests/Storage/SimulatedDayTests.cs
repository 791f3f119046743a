using Paddock.Ports.Conformance;
using Paddock.Simulator;
using Paddock.Simulator.World;
using Paddock.Storage.Sqlite;

namespace Paddock.Tests.Storage;

/// <summary>The engine among crashes and faults, once on the plain store in memory and once on the real SQL.</summary>
public sealed class SimulatedDayTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_simulated_day_takes_the_same_course_on_the_real_store(int seed)
    {
        var knobs = Knobs.Draw((ulong)seed);
        using var plain = new Simulation(knobs, _ => new MemoryCore());
        using var real = new Simulation(knobs, _ => SqliteCore.OpenInMemory(new CountingDice(), SampleFacts.Start));

        var (expected, found) = (plain.Run(), real.Run());

        (found.Hash, found.Facts, found.Violation).ShouldBe((expected.Hash, expected.Facts, expected.Violation));
    }
}
