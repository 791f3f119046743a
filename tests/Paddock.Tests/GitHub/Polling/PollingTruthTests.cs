using Paddock.Core.Model;
using Paddock.GitHubStandIn.Control;

namespace Paddock.Tests.GitHub.Polling;

/// <summary>
/// Whatever is left out of a round, what is believed after two of them is what is so: a day of drawn events, and after
/// each of them all jobs held against GitHub's.
/// </summary>
public sealed class PollingTruthTests : PollingTest
{
    private const int Events = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Two_rounds_after_anything_every_job_is_known_as_it_is(int seed)
    {
        var draw = new Random(seed);
        Scopes = ["org:acme"];
        await RoundAsync();
        for (var i = 0; i < Events; i++)
        {
            await HappenAsync(draw);
            await RoundsAsync(2);

            var known = Open.ToDictionary(row => row.Key.Id, row => row.Rank);
            var real = (await Control.StateAsync(Stop)).Jobs.Where(job => job.Status != "completed")
                .ToDictionary(job => job.Id, job => RankOf(job.Status));
            known.ShouldBe(real, ignoreOrder: true, $"after event {i} of seed {seed}");
        }
    }

    private static JobRank RankOf(string status) => status switch
    {
        "queued" => JobRank.Queued,
        "in_progress" => JobRank.InProgress,
        _ => JobRank.Held,
    };

    private async Task HappenAsync(Random draw)
    {
        var jobs = (await Control.StateAsync(Stop)).Jobs.Where(job => job.Status != "completed").ToList();
        JobState? Any(string status) => jobs.Where(job => job.Status == status).MinBy(_ => draw.Next());
        switch (draw.Next(8))
        {
            case <= 2 when Any("queued") is { } queued:
                await Control.StartHostedAsync(queued.Id, Stop);
                break;
            case <= 4 when Any("in_progress") is { } running:
                await Control.CompleteAsync(running.Id, draw.Next(3) == 0 ? "failure" : "success", Stop);
                break;
            case 5 when Any("waiting") is { } held:
                await Control.ApproveAsync(held.Id, Stop);
                break;
            case 6 when await OverAsync(draw) is { } over:
                await Control.RerunAsync(over, failedOnly: draw.Next(2) == 0, Stop);
                break;
            case 7 when jobs.Count > 0 && draw.Next(3) == 0:
                await Control.CancelRunAsync(jobs[0].RunId, Stop);
                break;
            default:
                await QueueAsync(Workflow(draw));
                break;
        }
    }

    private async Task<long?> OverAsync(Random draw) => (await Control.StateAsync(Stop)).Runs
        .Where(run => run.Conclusion is "failure" or "cancelled").MinBy(_ => draw.Next())?.Id;

    private static NewJob[] Workflow(Random draw) =>
    [
        Job("lint"),
        Job("build"),
        new NewJob("test", ["self-hosted"]) { Needs = ["build"] },
        new NewJob("deploy", ["self-hosted"]) { Needs = draw.Next(2) == 0 ? ["test"] : [], IsProtected = true },
    ];
}
