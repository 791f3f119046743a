using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.GitHubModel;
using Paddock.Simulator.World;

namespace Paddock.Simulator.Checkers;

/// <summary>
/// A lost webhook costs at most one sweep interval (P7): a job that waits at GitHub is known to us by then, provided
/// that the engine lived and the sweep was answered all that time.
/// </summary>
public sealed class DemandChecks(Watchdog watchdog, SimTime time, SimGitHub gitHub, TimeSpan sweep)
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    private readonly HashSet<long> _known = [];

    public void Stored(JournalEntry entry)
    {
        if (entry.Fact is JobObservation report)
        {
            _known.Add(report.Job.Id);
        }
    }

    /// <summary>Called when a sweep has been answered and stored.</summary>
    public void Look(SimSweep of)
    {
        if (of.AnsweredAt is not { } answered)
        {
            return;
        }
        foreach (var job in gitHub.Model.OpenJobs)
        {
            // Anything that waited already when this sweep began must be known by now.
            var queued = job.QueuedAt - time.True + time.Elapsed;
            if (job.Status == JobStatus.Queued && Concerns(job) && !_known.Contains(job.Id)
                && queued + Slack < answered - sweep && time.Elapsed - answered < Slack)
            {
                watchdog.Bark("P7", $"job {job.Id} waits since {queued} and is unknown after the sweep at {answered}");
            }
        }
    }

    private static bool Concerns(ModelJob job) =>
        job.Template.Labels.Contains("self-hosted", StringComparer.OrdinalIgnoreCase);

    public bool IsKnown(JobKey job) => _known.Contains(job.Id);
}
