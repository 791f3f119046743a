using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Paddock.Simulator;

/// <summary>
/// <c>paddock-sim seed N [--story]</c> runs one seed; <c>paddock-sim swarm --seconds N [--from SEED]</c> as many as fit;
/// <c>paddock-sim trace N</c> prints only the hash of one run. Exit code 0: all promises held; 1: one was broken;
/// 2: wrong arguments.
/// </summary>
[SuppressMessage("Performance", "CA1852", Justification = "Entry point.")]
internal static class Program
{
    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["seed", var text, .. var rest] when TryRead(text, out var seed):
                return OneSeed(seed, rest.Contains("--story"));
            case ["trace", var text] when TryRead(text, out var seed):
                Console.WriteLine(Swarm.RunOne(seed, story: null).Hash.ToString("x16", CultureInfo.InvariantCulture));
                return 0;
            case ["swarm", .. var rest]:
                return Swarm.Run(SwarmOptions.Read(rest), Console.Out) ? 0 : 1;
            default:
                Console.Error.WriteLine("usage: paddock-sim seed N [--story] | trace N | swarm [--seconds N] [--from SEED] [--threads N]");
                return 2;
        }
    }

    private static int OneSeed(ulong seed, bool story)
    {
        var outcome = Swarm.RunOne(seed, story ? Console.Out : null);
        Swarm.Print(outcome, Console.Out);
        return outcome.Violation is null ? 0 : 1;
    }

    private static bool TryRead(string text, out ulong seed) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seed);
}
