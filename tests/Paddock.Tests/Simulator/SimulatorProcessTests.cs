using System.Diagnostics;
using System.Globalization;
using Paddock.Simulator;
using Paddock.Tests.Support;

namespace Paddock.Tests.Simulator;

/// <summary>The simulator as a program: what repeats, what its exit codes mean.</summary>
public sealed class SimulatorProcessTests
{
    private static readonly ulong OnSqlite = First(knobs => knobs.IsSqlite);

    /// <summary>Its engine ends by itself, where all others are killed.</summary>
    private static readonly ulong OfLostLease = First(knobs => knobs.Hardships.LeaseLostAt is not null);

    [Fact]
    public async Task The_same_seed_gives_the_same_trace_in_five_processes()
    {
        string[] seeds = [.. Enumerable.Range(1, 10).Select(seed => (ulong)seed).Append(OnSqlite).Append(OfLostLease)
            .Distinct().Select(Text)];
        var runs = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => RunAsync(["trace", .. seeds])));
        runs.ShouldAllBe(run => run.ExitCode == 0);
        runs.Select(run => run.Output).Distinct().ShouldHaveSingleItem()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Distinct().Count().ShouldBe(seeds.Length, "each seed is another run");
    }

    [Fact]
    public async Task A_seed_that_holds_exits_with_zero_and_says_so()
    {
        var run = await RunAsync(["seed", "1"]);
        run.Output.ShouldContain("seed 1: all promises held");
        run.ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("swarm", "--seconds", "soon")]
    [InlineData("swarm", "--seconds", "-1")]
    [InlineData("swarm", "--seconds")]
    [InlineData("swarm", "--threads", "0")]
    [InlineData("swarm", "--from", "1.5")]
    [InlineData("swarm", "--speed", "9")]
    [InlineData("seed", "one")]
    [InlineData("seed", "1", "--stroy")]
    [InlineData("trace")]
    [InlineData]
    public async Task Wrong_arguments_are_a_usage_error(params string[] args)
    {
        var run = await RunAsync(args);
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("usage: paddock-sim");
    }

    [Fact]
    public void A_failing_seed_prints_a_command_that_repeats_it()
    {
        var outcome = new Outcome(
            Knobs.Draw(7), new("P1", "no order"), 0, 0, 0, 0, TimeSpan.Zero, new Dictionary<string, int>());
        var output = new StringWriter();
        Swarm.Print(outcome, output);

        output.ToString().ShouldContain("repeat it: ./eng/sim.sh seed 7 --story");
        File.Exists(Path.Combine(RepositoryFiles.Root, "eng/sim.sh")).ShouldBeTrue();
    }

    /// <summary>Where it was built: beside the tests it would lack what they have from the web framework.</summary>
    private static readonly string Program = Path.Combine(
        AppContext.BaseDirectory.Replace(
            $"{Path.DirectorySeparatorChar}Paddock.Tests{Path.DirectorySeparatorChar}",
            $"{Path.DirectorySeparatorChar}Paddock.Simulator{Path.DirectorySeparatorChar}", StringComparison.Ordinal),
        "paddock-sim");

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string[] args)
    {
        var start = new ProcessStartInfo(Program, args)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    private static ulong First(Func<Knobs, bool> isSo) =>
        Enumerable.Range(3, 1000).Select(seed => (ulong)seed).First(seed => isSo(Knobs.Draw(seed)));

    private static string Text(ulong seed) => seed.ToString(CultureInfo.InvariantCulture);
}
