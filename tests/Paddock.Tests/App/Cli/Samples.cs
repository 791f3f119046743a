using Paddock.App.Api;
using Paddock.App.Cli.Rendering;
using Spectre.Console.Rendering;

namespace Paddock.Tests.App.Cli;

/// <summary>Answers of a Paddock, and how they look on a terminal.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    public static JobReply Job { get; } = new(
        "github.com", 41234567890, "acme/app", "ci", "build", ["self-hosted", "linux"],
        "https://github.com/acme/app/actions/runs/7/job/41234567890", RunId: 7, RunAttempt: 1, "waiting",
        Conclusion: null,
        Runner: null, "linux", Now.AddSeconds(-200), StartedAt: null, FinishedAt: null,
        new WaitReply("pool-limit", "operator", "pool linux is at its limit of 20 machines"));

    public static JobReply RunningJob { get; } = Job with
    {
        Id = 41234567891, Name = "unit tests", State = "running", Runner = "pdk-0a1b2c3d-abcdefghijkl",
        StartedAt = Now.AddSeconds(-100), Wait = null,
    };

    public static StatusReply Status { get; } = new(
        "acme-ci", "k3j2", "0a1b2c3d", "0.1.0", Epoch: 3, DryRun: false, Now.AddHours(-2), Now, Seq: 99,
        new TotalsReply(JobsWaiting: 3, JobsRunning: 5, JobsUnmatched: 1, RunnersStarting: 2, RunnersIdle: 1,
            RunnersBusy: 5, Machines: 8, MachinesMax: 20),
        [
            new PoolReply("linux", "active", ["org:acme"], ["self-hosted"], JobsWaiting: 3, JobsRunning: 5,
                RunnersStarting: 2, RunnersIdle: 1, RunnersBusy: 5, Machines: 8, MachinesMax: 20),
            new PoolReply("gpu", "draining", ["org:acme"], ["gpu"], JobsWaiting: 0, JobsRunning: 0,
                RunnersStarting: 0, RunnersIdle: 0, RunnersBusy: 0, Machines: 0, MachinesMax: null),
        ],
        [new DoorReply("provider lab", Good: false, "the engine does not answer", Now.AddSeconds(-65))],
        [new BudgetReply("monalisa", 5000, 4321, Now.AddMinutes(30), PausedUntil: null)])
    {
        GitHub =
        [
            new GitHubReply("default", "good", "", Now.AddHours(-2), 0, WebhookLagSeconds: 1.4, null),
            new GitHubReply("ghe", "down", "most calls fail: GitHub answers 503.", Now.AddMinutes(-4), 0.75, null, 130),
        ],
        Kept = [new KeptReply("pdk-0a1b2c3d-kkkkkkkkkkkk", "lab", "linux", null, Now.AddMinutes(50))],
    };

    public static RunnerReply Runner { get; } = new(
        "pdk-0a1b2c3d-abcdefghijkl", "busy", "linux", "org:acme", "lab", "pdk-0a1b2c3d-abcdefghijkl", "serving",
        "github.com/41234567891", ["self-hosted"], Now.AddSeconds(-110), Now.AddHours(25));

    public static ExplainReply Story { get; } = new(
        Job, "queued 3 min 20 s, pool linux is at its limit of 20 machines (your turn)",
        [
            new StoryLine(1, Now.AddSeconds(-200), "job-queued", "job github.com/41234567890",
                "GitHub says it waits for a runner"),
            new StoryLine(2, Now.AddSeconds(-199.99), "order-opened", "order job:github.com/41234567890",
                "order opened in pool linux"),
            new StoryLine(5, Now.AddSeconds(-10), "runner-planned", "runner pdk-0a1b2c3d-abcdefghijkl", "planned"),
        ]);

    /// <summary>Without colours, in so many columns.</summary>
    public static string Render(IRenderable what, int width = 80)
    {
        var text = new StringWriter { NewLine = "\n" };
        new Page(text, width, hasColour: false).Write(what);
        return text.ToString();
    }
}
