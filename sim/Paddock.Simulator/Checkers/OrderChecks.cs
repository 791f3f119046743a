using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Engine;

namespace Paddock.Simulator.Checkers;

/// <summary>
/// After every pass: each waiting job that a pool matches has exactly one open order (P1). Judged by what is stored,
/// not by the picture the planner had; a pass may be a few seconds behind the newest fact.
/// </summary>
public sealed class OrderChecks(Watchdog watchdog, FleetPolicy policy)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Dictionary<JobKey, JobRow> _jobs = [];
    private readonly HashSet<JobKey> _owed = [];

    /// <summary>Where order and job do not agree yet.</summary>
    private readonly HashSet<long> _apart = [];

    /// <summary>
    /// What a pool matches follows from what is known of the job, which hardly ever changes; it is asked after every
    /// pass.
    /// </summary>
    private readonly Dictionary<JobKey, (JobDetails Details, bool IsMatched)> _matched = [];

    /// <summary>
    /// The jobs worth a look; those that are over stay known, because a late report must not revive them, and an order
    /// that comes after the end brings them back here.
    /// </summary>
    private readonly SortedSet<long> _open = [];

    public void Stored(JournalEntry entry)
    {
        switch (entry.Fact)
        {
            case JobObservation report:
                _jobs[report.Job] = (JobRow)Fold.Apply(_jobs.GetValueOrDefault(report.Job), report)!;
                _open.Add(report.Job.Id);
                break;
            case OrderOpened { Order.Job: { } job } when !_owed.Add(job):
                watchdog.Bark("P1", $"job {job} has two open orders");
                break;
            case OrderOpened { Order.Job: { } job } when !_jobs.ContainsKey(job):
                watchdog.Bark("P1", $"job {job} has an order, and nobody has told of it");
                break;
            case OrderOpened { Order.Job: { } job }:
                _open.Add(job.Id);
                break;
            case OrderClosed { Order.Job: { } job }:
                _owed.Remove(job);
                break;
        }
    }

    public void Look(FleetView view)
    {
        if (view.Plan.IsCut)
        {
            return;
        }
        List<long>? over = null;
        foreach (var id in _open)
        {
            var job = _jobs[Watchdog.KeyOf(id)];
            var key = job.Key;
            var isOwed = job.IsWaiting && !job.IsGivenUp(policy.Times.QueueLimit, view.At) && IsMatched(job);
            var isOpen = _owed.Contains(key);
            if (isOwed != isOpen)
            {
                _apart.Add(id);
                Compare(key, isOwed, isOpen);
            }
            else if (_apart.Remove(id))
            {
                Compare(key, isOwed, isOpen);
            }
            if (!job.IsOpen && !isOpen)
            {
                (over ??= []).Add(id);
            }
        }
        over?.ForEach(id => _open.Remove(id));
    }

    private void Compare(JobKey key, bool isOwed, bool isOpen)
    {
        watchdog.BarkIfLasting(
            "P1", $"{key} missing", isOwed && !isOpen, Patience, $"job {key} waits without an order");
        watchdog.BarkIfLasting(
            "P1", $"{key} excess", !isOwed && isOpen, Patience, $"job {key} has an order and does not wait");
    }

    private bool IsMatched(JobRow job)
    {
        if (!_matched.TryGetValue(job.Key, out var known) || !ReferenceEquals(known.Details, job.Details))
        {
            _matched[job.Key] = known = (job.Details, PoolMatching.Find(policy, job).Count > 0);
        }
        return known.IsMatched;
    }
}
