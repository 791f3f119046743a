using Paddock.Ports;

namespace Paddock.Simulator;

/// <summary>All chance of one run, from its seed (SplitMix64). Everything random descends from here.</summary>
public sealed class SimDice(ulong seed) : IDice
{
    private ulong _state = seed;

    public ulong Draw()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = _state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A die of its own, so that drawing more in one place does not shift every other.</summary>
    public SimDice Split() => new(Draw());

    public int Below(int limit) => (int)(Draw() % (ulong)limit);

    public int Between(int least, int most) => least + Below(most - least + 1);

    public bool Chance(double probability) => (Draw() >> 11) * (1.0 / (1UL << 53)) < probability;

    public TimeSpan Between(TimeSpan least, TimeSpan most) =>
        least + TimeSpan.FromTicks((long)((most - least).Ticks * ((Draw() >> 11) * (1.0 / (1UL << 53)))));

    /// <summary>Milliseconds, spread evenly.</summary>
    public TimeSpan Millis(int least, int most) =>
        Between(TimeSpan.FromMilliseconds(least), TimeSpan.FromMilliseconds(most));

    public TimeSpan Seconds(double least, double most) =>
        Between(TimeSpan.FromSeconds(least), TimeSpan.FromSeconds(most));

    public T Pick<T>(IReadOnlyList<T> of) => of[Below(of.Count)];
}
