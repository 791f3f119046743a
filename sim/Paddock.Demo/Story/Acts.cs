using Paddock.Demo.Parts;
using Paddock.GitHubStandIn.Control;
using Paddock.GitHubStandIn.Faults;

namespace Paddock.Demo.Story;

/// <summary>One scene of the story.</summary>
internal sealed record Act(string Title, Func<Stage, CancellationToken, Task> PlayAsync);

/// <summary>The story: what a day of a team does to a fleet, in a minute.</summary>
internal static class Acts
{
    public static IReadOnlyList<Act> All { get; } =
    [
        new("A push: build, then two tests at once, then deploy", PushAsync),
        new($"A burst of pushes; pool linux takes {DemoConfig.LinuxMax} at a time", BurstAsync),
        new("A matrix, and beside it a job for the large machine", MatrixAsync),
        new("A job that no pool can serve", UnmatchedAsync),
        new("A test fails, and its job is run again", FailureAsync),
        new("Somebody cancels a run halfway", CancelAsync),
        new("GitHub loses a webhook; the sweep finds the job", LostWebhookAsync),
        new("Paddock is killed, misses a push, and is started again", KillAsync),
        new("The pools are drained", DrainAsync),
    ];

    private static async Task PushAsync(Stage stage, CancellationToken cancellationToken)
    {
        var run = await stage.PushAsync("web",
        [
            stage.Job("build", 3),
            stage.Job("unit tests", 5) with { Needs = ["build"] },
            stage.Job("browser tests", 6) with { Needs = ["build"] },
            stage.Job("deploy", 2) with { Needs = ["unit tests", "browser tests"] },
        ], cancellationToken);
        await stage.UntilAsync(
            "both tests run or ran", scene => scene.JobsOf([run]).Count(HasStarted) >= 3, cancellationToken);
    }

    private static async Task BurstAsync(Stage stage, CancellationToken cancellationToken)
    {
        var runs = new List<RunState>();
        for (var i = 1; i <= stage.Pace.Burst; i++)
        {
            runs.Add(await stage.PushAsync("api", [stage.Job($"check {i}", 4 + i % 3)], cancellationToken));
        }
        await stage.UntilAsync(
            "most of the burst is over", scene => scene.JobsOf(runs).Count(IsOver) * 2 >= runs.Count,
            cancellationToken);
    }

    private static async Task MatrixAsync(Stage stage, CancellationToken cancellationToken)
    {
        var cells = Enumerable.Range(1, stage.Pace.Matrix).Select(i => stage.Job($"test (node {16 + 2 * i})", 4))
            .ToList();
        var matrix = await stage.PushAsync("web", cells, cancellationToken);
        var large = await stage.PushAsync("engine", [stage.Job("train", 7, "large")], cancellationToken);
        await stage.UntilAsync(
            "half of the matrix and the large job run or ran",
            scene =>
                scene.JobsOf([matrix]).Count(HasStarted) * 2 >= cells.Count && scene.JobsOf([large]).All(HasStarted),
            cancellationToken);
    }

    private static async Task UnmatchedAsync(Stage stage, CancellationToken cancellationToken)
    {
        var job = new NewJob("installer", ["self-hosted", "windows"]);
        var run = await stage.PushAsync("desktop", [job], cancellationToken);
        stage.Promise(run, job.Name, "cancelled");
        var seen = await stage.UntilAsync(
            "Paddock says why the job waits",
            scene => scene.Jobs.Any(row => row.RunId == run.Id && row.Wait is { Reason: "no-pool" }),
            cancellationToken);
        stage.Note($"Paddock says: {seen.Jobs.First(row => row.RunId == run.Id).Wait!.Text}");
        await stage.GitHub.CancelRunAsync(run.Id, cancellationToken);
    }

    private static async Task FailureAsync(Stage stage, CancellationToken cancellationToken)
    {
        // The runner's directory is new each time, so the job itself cannot remember; the attempt's number can.
        const string flaky = "echo attempt $GITHUB_RUN_ATTEMPT; test \"$GITHUB_RUN_ATTEMPT\" != 1";
        var job = stage.Job("flaky test", 2);
        var run = await stage.PushAsync(
            "api", [job with { Steps = [.. job.Steps, new NewStep(flaky) { Name = "Test" }] }], cancellationToken);
        await stage.UntilOverAsync(cancellationToken, run);
        stage.Note("The test failed; its run is repeated, on a new runner");
        await stage.GitHub.RerunAsync(run.Id, failedOnly: true, cancellationToken);
        await stage.UntilOverAsync(cancellationToken, run);
    }

    private static async Task CancelAsync(Stage stage, CancellationToken cancellationToken)
    {
        var run = await stage.PushAsync(
            "web", [stage.Job("long test", 120), stage.Job("longer test", 120)], cancellationToken);
        stage.Promise(run, "long test", "cancelled");
        stage.Promise(run, "longer test", "cancelled");
        await stage.UntilAsync("one of them runs", scene => scene.JobsOf([run]).Any(HasStarted), cancellationToken);
        await stage.GitHub.CancelRunAsync(run.Id, cancellationToken);
        await stage.UntilOverAsync(cancellationToken, run);
    }

    private static async Task LostWebhookAsync(Stage stage, CancellationToken cancellationToken)
    {
        var fault = new WebhookFault(WebhookFaultKind.Vanish, "workflow_job", "queued");
        await stage.GitHub.AddFaultAsync(fault, cancellationToken);
        var run = await stage.PushAsync("api", [stage.Job("nightly", 2, "large")], cancellationToken);
        await stage.UntilAsync(
            "the sweep finds the job", scene => scene.JobsOf([run]).All(HasStarted), cancellationToken);
        stage.Note($"Nobody told Paddock; its sweep, every {stage.Pace.Sweep.TotalSeconds:0} s here, found the job");
    }

    private static async Task KillAsync(Stage stage, CancellationToken cancellationToken)
    {
        var jobs = Enumerable.Range(1, DemoConfig.LinuxMax).Select(i => stage.Job($"shard {i}", 6)).ToList();
        var run = await stage.PushAsync("engine", jobs, cancellationToken);
        await stage.UntilAsync(
            "some of them run", scene => scene.JobsOf([run]).Count(HasStarted) >= 2, cancellationToken);
        await stage.Paddock.KillAsync();
        stage.Note("Paddock is gone (kill -9). Its runners go on");
        var missed = await stage.PushAsync("api", [stage.Job("missed", 1)], cancellationToken);
        await stage.UntilAsync(
            "a runner has finished without Paddock", scene => scene.JobsOf([run]).Any(IsOver), cancellationToken);
        stage.Paddock.Start();
        await stage.UntilAsync("Paddock answers again", scene => scene.IsPaddockUp, cancellationToken);
        stage.Note("Paddock is back and goes on where it was");
        await stage.UntilOverAsync(cancellationToken, run, missed);
    }

    private static async Task DrainAsync(Stage stage, CancellationToken cancellationToken)
    {
        await stage.UntilAsync(
            "all runs are over", scene => scene.GitHub.Runs.All(run => run.Status == "completed"), cancellationToken);
        await stage.OrderAsync("pools/linux/drain", cancellationToken);
        await stage.OrderAsync("pools/large/drain", cancellationToken);
        await stage.UntilAsync(
            "no runner and no machine is left",
            scene => scene is { IsPaddockUp: true, Runners: [], GitHub.Runners: [], Status.Totals.Machines: 0 },
            cancellationToken);
    }

    private static bool HasStarted(JobState job) => job.StartedAt is not null;

    private static bool IsOver(JobState job) => job.Status == "completed";
}
