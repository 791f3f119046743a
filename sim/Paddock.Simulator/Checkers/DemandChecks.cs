using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;
using Paddock.Engine;
using Paddock.GitHubModel;
using Paddock.Simulator.World;

namespace Paddock.Simulator.Checkers;

/// <summary>
/// A lost webhook costs at most one sweep interval (P7): a job that waits at GitHub is known to us by then, provided
/// that the engine lived and GitHub answered all that time. By then, too, one that no pool serves is shown, and what
/// is in its way with it (P9).
/// </summary>
public sealed class DemandChecks(Watchdog watchdog, SimTime time, SimGitHub gitHub, FleetPolicy policy, TimeSpan sweep)
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    private readonly HashSet<long> _known = [];
    private TimeSpan _nextLookAt;

    public void Stored(JournalEntry entry)
    {
        if (entry.Fact is JobObservation report)
        {
            _known.Add(report.Job.Id);
        }
    }

    /// <summary>Called between any two events; looks now and then.</summary>
    public void Look(TimeSpan owedSince, FleetView? view)
    {
        if (time.Elapsed < _nextLookAt || time.Elapsed < owedSince + sweep + Slack)
        {
            return;
        }
        _nextLookAt = time.Elapsed + Pause;
        foreach (var job in gitHub.Model.OpenJobs)
        {
            if (job.Status == JobStatus.Queued && Concerns(job) && time.True > job.QueuedAt + sweep + Slack)
            {
                Look(job, view);
            }
        }
    }

    private void Look(ModelJob job, FleetView? view)
    {
        if (!_known.Contains(job.Id))
        {
            watchdog.Bark("P7",
                $"job {job.Id} waits since {job.QueuedAt:HH:mm:ss} and is unknown after more than a sweep");
        }
        else if (!gitHub.IsServable(job, policy) && view is not null)
        {
            LookUnserved(job, view);
        }
    }

    private void LookUnserved(ModelJob job, FleetView view)
    {
        var key = Watchdog.KeyOf(job.Id);
        var order = OrderKey.ForJob(key);
        var reason = view.Plan.Waits.Where(wait => wait.Order == order).Select(wait => wait.Reason).FirstOrDefault();
        if (!reason.IsUnmatched())
        {
            watchdog.Bark("P9", $"job {job.Id} matches nothing and is not shown after more than a sweep");
        }
        else if (reason != WaitReason.NoPool)
        {
            if (gitHub.IsLetIn(job, policy))
            {
                watchdog.Bark("P9", $"job {job.Id} is said to be kept out ({reason}), and no rule keeps it out");
            }
        }
        else if (Shown(key, view) is var near && !gitHub.IsNearest(job, policy, near))
        {
            var wanted = string.Join(", ", job.Template.Labels);
            watchdog.Bark("P9", $"job {job.Id} wants {wanted}, and this is said to be in its way: {near}");
        }
    }

    /// <summary>What everything that shows the job goes by: its row, and the pools.</summary>
    private static NearestPool? Shown(JobKey key, FleetView view) =>
        view.Snapshot.Jobs.FirstOrDefault(row => row.Key == key)?.Details is { } details
            ? PoolMatching.Nearest(view.Policy, key.Host, details.Repository, details.Labels)
            : null;

    private static bool Concerns(ModelJob job) =>
        job.Template.Labels.Contains("self-hosted", StringComparer.OrdinalIgnoreCase);
}
