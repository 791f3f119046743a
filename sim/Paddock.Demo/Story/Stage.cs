using Paddock.App.Api;
using Paddock.App.Cli.Client;
using Paddock.Demo.Parts;
using Paddock.GitHubStandIn.Control;

namespace Paddock.Demo.Story;

/// <summary>What the acts of the story are played with.</summary>
internal sealed class Stage(
    StandInControl github, AdminClient admin, PaddockProcess paddock, Watch watch, Chronicle chronicle, Pace pace)
{
    private readonly List<Promise> _promises = [];

    public StandInControl GitHub => github;

    public Pace Pace => pace;

    public PaddockProcess Paddock => paddock;

    /// <summary>How the jobs that were queued here are to end.</summary>
    public IReadOnlyList<Promise> Promises => _promises;

    public void Note(string text) => chronicle.Tell(LineKind.Note, text);

    public async Task<RunState> PushAsync(
        string repository, IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken)
    {
        var run = await github.QueueRunAsync(new NewRun($"acme/{repository}", jobs), cancellationToken);
        foreach (var job in jobs)
        {
            Promise(run, job.Name, "success");
        }
        return run;
    }

    /// <summary>The last word about a job counts.</summary>
    public void Promise(RunState run, string job, string conclusion)
    {
        _promises.RemoveAll(promise => promise.RunId == run.Id && promise.Job == job);
        _promises.Add(new Promise(run.Id, job, conclusion));
    }

    public Task<Scene> UntilAsync(string what, Func<Scene, bool> holds, CancellationToken cancellationToken) =>
        watch.UntilAsync(what, holds, cancellationToken);

    public Task<Scene> UntilOverAsync(CancellationToken cancellationToken, params IReadOnlyList<RunState> runs) =>
        watch.UntilAsync("the runs are over", scene => scene.IsOver(runs), cancellationToken);

    public Task OrderAsync(string path, CancellationToken cancellationToken) =>
        admin.AskAsync(path, new AskRequest("the demonstration"), cancellationToken);

    /// <summary>A job that works for a while.</summary>
    /// <param name="seconds">In the story's seconds.</param>
    public NewJob Job(string name, double seconds, params IReadOnlyList<string> more) =>
        new(name, ["self-hosted", "linux", "x64", .. more])
        {
            Steps = [new NewStep("echo \"working on $RUNNER_NAME\"") { Name = "Check out" }, Work(seconds)],
        };

    public NewStep Work(double seconds) => new($"sleep {seconds * pace.Second:0.00}") { Name = "Work" };
}

/// <summary>How the last attempt of a job is to end.</summary>
internal sealed record Promise(long RunId, string Job, string Conclusion);
