using System.Globalization;
using Paddock.GitHubStandIn.Control;
using Paddock.Ports.Providers;
using Paddock.RealTests.Docker;
using Paddock.RealTests.EndToEnd;

namespace Paddock.RealTests.Lxd;

/// <summary>
/// Figures of a real LXD for docs/reference/performance.md: nothing here can fail for being slow, and nothing here runs
/// unless it is asked for, on a quiet machine (<c>eng/bench-lxd.sh</c>).
/// </summary>
public sealed class LxdFigures(LxdHost host) : LxdTest(host)
{
    private const int Jobs = 20;
    private const int Parallel = 8;

    private readonly LxdHost _host = host;

    [Fact(Explicit = true)]
    public async Task From_a_queued_job_to_its_runner_listening_in_a_cold_container()
    {
        await using var fleet = await LiveFleet.StartAsync(_host, new FleetShape { Sweep = TimeSpan.FromSeconds(30) });
        await fleet.UntilOverAsync(await fleet.PushAsync(LiveFleet.Job("first")));
        Tell("cold container, job queued to runner online", await MeasureAsync(fleet));
    }

    [Fact(Explicit = true)]
    public async Task From_a_queued_job_to_its_start_on_a_warm_runner()
    {
        await using var fleet = await LiveFleet.StartAsync(
            _host, new FleetShape { Idle = 1, Sweep = TimeSpan.FromSeconds(30) });
        Tell("warm runner, job queued to job started", await MeasureAsync(fleet));
        await fleet.CommandAsync("drain", "linux");
    }

    [Fact(Explicit = true)]
    public async Task Eight_machines_made_side_by_side()
    {
        var took = new List<TimeSpan>();
        foreach (var creates in new[] { 1, 2, 4, 8 })
        {
            var provider = Open(settings => settings with { CreatesMax = creates, CpuOvercommit = 20 });
            var began = TimeProvider.System.GetTimestamp();
            var specs = Enumerable.Range(0, Parallel).Select(_ => Spec()).ToArray();
            await Task.WhenAll(specs.Select(spec => provider.EnsureAsync(spec, Script("sleep 60"), Stop)));
            took.Add(TimeProvider.System.GetElapsedTime(began));
            Write($"{Parallel} machines at once, creates_max {creates}: {Seconds(took[^1])}");
            foreach (var spec in specs)
            {
                while (await provider.DeleteAsync(spec.Name, Stop) is not DeleteReply.Gone)
                {
                }
            }
        }
    }

    /// <summary>One job after the other, each from its push to the moment it was given to a runner.</summary>
    private static async Task<IReadOnlyList<TimeSpan>> MeasureAsync(LiveFleet fleet)
    {
        var took = new List<TimeSpan>();
        for (var job = 0; job < Jobs; job++)
        {
            await fleet.UntilAsync("all is as at first", IsQuiet);
            var began = TimeProvider.System.GetTimestamp();
            var run = await fleet.PushAsync(LiveFleet.Job($"job-{job}"));
            await fleet.UntilAsync(
                "it was taken", state => state.Jobs.Single(one => one.RunId == run.Id).RunnerName is not null);
            took.Add(TimeProvider.System.GetElapsedTime(began));
            await fleet.UntilOverAsync(run);
        }
        return took;
    }

    private static bool IsQuiet(StandInState state) =>
        state.Jobs.All(job => job.Status == "completed")
        && state.Runners.All(runner => runner is { IsOnline: true, IsBusy: false });

    private static void Tell(string what, IReadOnlyList<TimeSpan> took)
    {
        var sorted = took.Order().ToArray();
        var (p50, p95) = (sorted[sorted.Length / 2], sorted[(int)(sorted.Length * 0.95) - 1]);
        Write($"{what}: p50 {Seconds(p50)}, p95 {Seconds(p95)}, over {sorted.Length}");
    }

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.00 s", CultureInfo.InvariantCulture);

    private static void Write(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);
}
