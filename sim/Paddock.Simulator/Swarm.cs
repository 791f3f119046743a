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
    /// <summary>Whoever lets it run for hours sees that it does.</summary>
    private static readonly TimeSpan Progress = TimeSpan.FromMinutes(10);

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
        var tally = new SwarmTally();
        var gate = new Lock();
        var toldAt = TimeSpan.Zero;
        var threads = Enumerable.Range(0, options.Threads).Select(_ => new Thread(Work)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        foreach (var outcome in tally.Failed)
        {
            Print(outcome, output);
        }
        tally.Print(time.GetElapsedTime(began), output);
        return tally.Failed.Count == 0;

        void Work()
        {
            while (time.GetElapsedTime(began) is var took && took < options.Budget)
            {
                var outcome = RunOne(Interlocked.Increment(ref next), story: null);
                lock (gate)
                {
                    tally.Add(outcome);
                    if (tally.Failed.Count > 0)
                    {
                        return;
                    }
                    if (took - toldAt >= Progress)
                    {
                        toldAt = took;
                        tally.Print(took, output);
                    }
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
            $"  {outcome.Jobs} jobs, {outcome.Facts} facts, {outcome.Events} events, {outcome.Crashes} crashes, "
            + $"{outcome.Faults.Values.Sum()} faults, {outcome.Virtual:hh\\:mm\\:ss} simulated, "
            + $"trace {outcome.Hash:x16}{store}");
        if (outcome.Violation is not null)
        {
            output.WriteLine($"  repeat it: ./eng/sim.sh seed {outcome.Knobs.Seed} --story");
        }
    }
}
