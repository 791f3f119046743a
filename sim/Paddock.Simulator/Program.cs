using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Paddock.Simulator;

/// <summary>
/// <c>paddock-sim seed N [--story]</c> runs one seed; <c>swarm --seconds N [--from SEED] [--threads N]</c> as many as
/// fit; <c>trace N…</c> prints only the hash of each run. Exit code 0: all promises held; 1: one was broken; 2: wrong
/// arguments.
/// </summary>
[SuppressMessage("Performance", "CA1852", Justification = "Entry point.")]
internal static class Program
{
    private const string Usage =
        "usage: paddock-sim seed N [--story] | trace N... | swarm [--seconds N] [--from SEED] [--threads N]";

    private static int Main(string[] args) => args switch
    {
        ["seed", var text] when TryRead(text, out var seed) => OneSeed(seed, story: null),
        ["seed", var text, "--story"] when TryRead(text, out var seed) => OneSeed(seed, Console.Out),
        ["trace", _, ..] when args.Skip(1).All(text => TryRead(text, out _)) => Traces(args.Skip(1)),
        ["swarm", .. var rest] => ManySeeds(rest),
        _ => Refuse(""),
    };

    private static int OneSeed(ulong seed, TextWriter? story)
    {
        var outcome = Swarm.RunOne(seed, story);
        Swarm.Print(outcome, Console.Out);
        return outcome.Violation is null ? 0 : 1;
    }

    private static int Traces(IEnumerable<string> seeds)
    {
        var allHeld = true;
        foreach (var seed in seeds)
        {
            var outcome = Swarm.RunOne(ulong.Parse(seed, CultureInfo.InvariantCulture), story: null);
            Console.WriteLine(outcome.Hash.ToString("x16", CultureInfo.InvariantCulture));
            allHeld &= outcome.Violation is null;
        }
        return allHeld ? 0 : 1;
    }

    private static int ManySeeds(IReadOnlyList<string> args) =>
        SwarmOptions.Read(args, out var fault) is not { } options ? Refuse(fault)
        : Swarm.Run(options, Console.Out) ? 0
        : 1;

    private static int Refuse(string fault)
    {
        if (fault.Length > 0)
        {
            Console.Error.WriteLine($"paddock-sim: {fault}");
        }
        Console.Error.WriteLine(Usage);
        return 2;
    }

    private static bool TryRead(string text, out ulong seed) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seed);
}
