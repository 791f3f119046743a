using Paddock.App.Api;
using Paddock.GitHubStandIn.Control;

namespace Paddock.Demo.Story;

/// <summary>What can be seen at one moment, at GitHub and of Paddock.</summary>
internal sealed record Scene
{
    public required DateTimeOffset At { get; init; }

    public required StandInState GitHub { get; init; }

    /// <summary>Does it answer? If not, the rest is what it said last.</summary>
    public bool IsPaddockUp { get; init; }

    public StatusReply? Status { get; init; }

    public IReadOnlyList<JobReply> Jobs { get; init; } = [];

    public IReadOnlyList<RunnerReply> Runners { get; init; } = [];

    public JobState JobOf(long runId, string name) =>
        GitHub.Jobs.Last(job => job.RunId == runId && job.Name == name);

    public IEnumerable<JobState> JobsOf(IEnumerable<RunState> runs) =>
        runs.SelectMany(run => GitHub.Jobs.Where(job => job.RunId == run.Id));

    public bool IsOver(params IEnumerable<RunState> runs) =>
        runs.All(run => GitHub.Runs.Single(now => now.Id == run.Id).Status == "completed");
}
