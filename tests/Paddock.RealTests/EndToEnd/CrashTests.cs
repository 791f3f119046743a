using Paddock.GitHubStandIn.Control;
using Paddock.RealTests.Docker;

namespace Paddock.RealTests.EndToEnd;

/// <summary>
/// What the simulator does at every await, done to the program itself: it dies at moments nobody has chosen, also
/// while it starts, and whatever was under way at GitHub, at the engine and on the disk goes on or is lost.
/// </summary>
[Collection(nameof(DockerHost))]
public sealed class CrashTests(DockerHost host)
{
    private const int Seed = 50;
    private const int Kills = 50;
    private const int Jobs = 100;
    private const int RunnersMax = 8;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_fifty_times_in_a_burst_it_runs_every_job_once_and_leaves_nothing()
    {
        await using var fleet = await LiveFleet.StartAsync(
            host, new FleetShape { RunnersMax = RunnersMax, Sweep = TimeSpan.FromSeconds(2) });
        var names = Enumerable.Range(1, Jobs).Select(i => $"job-{i}").ToList();

        // A second each, so that the burst lasts about as long as the kills.
        var run = await fleet.PushAsync(
            [.. names.Select(name => LiveFleet.Job(name, fleet.Desk.Report(name), new NewStep("sleep 1")))]);

        await KillAgainAndAgainAsync(fleet);
        await fleet.UntilAnswersAsync();
        var jobs = await fleet.UntilOverAsync(run);

        jobs.ShouldAllBe(job => job.Conclusion == "success");
        jobs.Select(job => job.RunnerName).Distinct().Count().ShouldBe(Jobs);
        fleet.Desk.Reports.ShouldBe(names, ignoreOrder: true);
        await fleet.ShouldLeaveNothingAsync();
        fleet.Engine.Most.ShouldBeInRange(2, RunnersMax);
    }

    /// <summary>
    /// The moments come from a seed; where the program is by then is up to the machine. A start takes half of the
    /// longest life, so that some lives end before they have begun and some do much.
    /// </summary>
    private static async Task KillAgainAndAgainAsync(LiveFleet fleet)
    {
        var dice = new Random(Seed);
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(dice.Next(100, 2500)), TimeProvider.System, Stop);
            await fleet.Paddock.KillAsync();
            fleet.Paddock.Start();
        }
    }
}
