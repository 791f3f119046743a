using Paddock.Core.Facts;
using Paddock.Ports;
using Paddock.Ports.Sources;
using Paddock.Simulator.Faults;

namespace Paddock.Simulator.World;

/// <summary>The plain sweep over the model: every open job, and every job we believe to be open.</summary>
public sealed class SimSweep(SimGitHub gitHub, SimTime time, SimDice dice, SimCalls calls, TimeSpan interval) : ISource
{
    public string Name => "sweep";

    public bool TellsThePresent => true;

    /// <summary>
    /// Since when nothing but the interval itself has kept a sweep away: the engine's start, or the last refusal.
    /// </summary>
    public TimeSpan OwedSince { get; private set; } = time.Elapsed;

    public Task<SourceBatch> PullAsync(SourceView view, CancellationToken cancellationToken) =>
        calls.CallAsync(
            calls.DrawFate("sweep", FaultBox.GitHub) is var fate && fate is CallFate.Silence or CallFate.Swallowed
                ? CallFate.Refused : fate,
            () => Sweep(view),
            () => Failed(view),
            () => Failed(view),
            TimeSpan.Zero, CancellationToken.None);

    public Task AcknowledgeAsync(SourceBatch batch, CancellationToken cancellationToken) => Task.CompletedTask;

    private SourceBatch Sweep(SourceView view)
    {
        var facts = new List<JobObservation>();
        var seen = new HashSet<long>();
        foreach (var job in gitHub.Model.OpenJobs)
        {
            // Just queued, not listed yet: GitHub is eventually consistent.
            if (time.True - job.CreatedAt > dice.Seconds(0, 5))
            {
                seen.Add(job.Id);
                facts.Add(gitHub.Observe(job, view.Now, gitHub.IsFromFork(job)));
            }
        }
        foreach (var known in view.OpenJobs)
        {
            if (!seen.Contains(known.Key.Id) && gitHub.Model.Job(known.Key.Id) is { } job)
            {
                facts.Add(gitHub.Observe(job, view.Now, gitHub.IsFromFork(job)));
            }
        }
        return new SourceBatch(facts, [], view.Now + interval, 0);
    }

    private SourceBatch Failed(SourceView view)
    {
        OwedSince = time.Elapsed;
        return new SourceBatch(
            [], [new Fault(Paddock.Core.Model.FaultKind.Transient, "GitHub answers 503.")], view.Now + interval, 0);
    }
}
