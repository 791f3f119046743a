using Paddock.Ports.Store;
using Paddock.Simulator.World;
using Paddock.Storage.Sqlite;

namespace Paddock.Simulator;

/// <summary>
/// Runs seed after seed until the time is up or one fails; runs that are under way then are played to their end. Each
/// run is single-threaded; runs share nothing.
/// </summary>
public static class Swarm
{
    public static Outcome RunOne(ulong seed, TextWriter? story)
    {
        using var simulation = new Simulation(Knobs.Draw(seed), OpenStore, story);
        return simulation.Run();
    }

    /// <summary>A tenth of the runs keep their rows in the real SQL store, in memory.</summary>
    private static IStoreCore OpenStore(Knobs knobs) => knobs.IsSqlite
        ? SqliteCore.OpenInMemory(new SimDice(knobs.Seed), DateTimeOffset.UnixEpoch)
        : new MemoryCore();

    public static bool Run(SwarmOptions options, TextWriter output)
    {
        var time = TimeProvider.System;
        var began = time.GetTimestamp();
        var next = options.From - 1;
        var outcomes = new List<Outcome>();
        var gate = new Lock();
        var hasFailed = false;
        var threads = Enumerable.Range(0, options.Threads).Select(_ => new Thread(Work)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        var failed = outcomes.Where(outcome => outcome.Violation is not null).ToList();
        failed.ForEach(outcome => Print(outcome, output));
        Summarise(outcomes, time.GetElapsedTime(began), output);
        return failed.Count == 0;

        void Work()
        {
            while (!Volatile.Read(ref hasFailed) && time.GetElapsedTime(began) < options.Budget)
            {
                var outcome = RunOne(Interlocked.Increment(ref next), story: null);
                lock (gate)
                {
                    outcomes.Add(outcome);
                    hasFailed |= outcome.Violation is not null;
                }
            }
        }
    }

    public static void Print(Outcome outcome, TextWriter output)
    {
        var verdict = outcome.Violation is { } violation ? $"{violation.Promise} broken: {violation.What}"
            : "all promises held";
        output.WriteLine($"seed {outcome.Knobs.Seed}: {verdict}");
        var store = outcome.Knobs.IsSqlite ? ", on SQLite" : "";
        output.WriteLine(
            $"  {outcome.Jobs} jobs, {outcome.Facts} facts, {outcome.Crashes} crashes, "
            + $"{outcome.Faults.Values.Sum()} faults, {outcome.Virtual:hh\\:mm\\:ss} simulated, "
            + $"trace {outcome.Hash:x16}{store}");
        if (outcome.Violation is not null)
        {
            output.WriteLine($"  repeat it: ./eng/sim.sh seed {outcome.Knobs.Seed} --story");
        }
    }

    private static void Summarise(List<Outcome> outcomes, TimeSpan took, TextWriter output)
    {
        var sizes = outcomes.Select(outcome => outcome.Jobs).Order().ToList();
        var faults = outcomes.SelectMany(outcome => outcome.Faults)
            .GroupBy(fault => fault.Key, fault => fault.Value)
            .OrderBy(kind => kind.Key, StringComparer.Ordinal)
            .Select(kind => $"{kind.Key} {kind.Sum()}");
        var crashes = outcomes.Select(outcome => outcome.Crashes).DefaultIfEmpty().ToList();
        output.WriteLine(
            $"swarm: {outcomes.Count} seeds{RangeOf(outcomes)} in {took.TotalSeconds:0} s, "
            + $"median {(sizes.Count == 0 ? 0 : sizes[sizes.Count / 2])} jobs ({sizes.Sum()} in all, at most "
            + $"{sizes.LastOrDefault()}), "
            + $"{crashes.Sum()} crashes (at least {crashes.Min()} each), "
            + $"{outcomes.Sum(outcome => (long)outcome.Facts)} facts, "
            + $"{outcomes.Count(outcome => outcome.Knobs.IsSqlite)} on SQLite, "
            + $"{outcomes.Count(outcome => outcome.Knobs.Absence is not null)} with a long absence, "
            + $"{outcomes.Sum(outcome => outcome.Virtual.TotalHours):0} hours simulated");
        output.WriteLine($"swarm: faults: {string.Join(", ", faults)}");
    }

    private static string RangeOf(List<Outcome> outcomes)
    {
        var seeds = outcomes.Select(outcome => outcome.Knobs.Seed).ToList();
        return seeds.Count == 0 ? "" : $" ({seeds.Min()} to {seeds.Max()})";
    }
}
