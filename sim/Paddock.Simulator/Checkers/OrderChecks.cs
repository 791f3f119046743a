using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Engine;

namespace Paddock.Simulator.Checkers;

/// <summary>
/// After every pass: each waiting job that a pool matches has exactly one open order (P1), and each that asks for
/// self-hosted runners in vain is shown with its reason (P9). A pass may be a few seconds behind the newest fact.
/// </summary>
public sealed class OrderChecks(Watchdog watchdog)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public void Look(FleetView view)
    {
        if (view.Plan.IsCut)
        {
            return;
        }
        var open = new HashSet<JobKey>();
        foreach (var order in view.Snapshot.Orders)
        {
            if (order.Job is { } job && !open.Add(job))
            {
                watchdog.Bark("P1", $"job {job} has two open orders");
            }
        }
        HashSet<OrderKey>? shown = null;
        foreach (var job in view.Snapshot.Jobs)
        {
            var details = job.Details;
            var isMatched = PoolMatching.Find(view.Policy, job.Key.Host, details.Repository, details.Labels).Count > 0;
            var isOwed = isMatched && job.IsWaiting && view.At < job.WaitingSince + view.Policy.Times.QueueLimit;
            watchdog.BarkIfLasting("P1", $"{job.Key} missing", isOwed && !open.Contains(job.Key), Patience, $"job {job.Key} waits without an order");
            watchdog.BarkIfLasting("P1", $"{job.Key} excess", !isOwed && open.Contains(job.Key), Patience, $"job {job.Key} has an order and does not wait");
            if (!isMatched && job.IsWaiting)
            {
                shown ??= [.. view.Plan.Waits.Where(wait => wait.Reason == WaitReason.NoPool).Select(wait => wait.Order)];
                watchdog.BarkIfLasting(
                    "P9", job.Key.ToString(), !shown.Contains(OrderKey.ForJob(job.Key)), Patience, $"job {job.Key} matches nothing and is not shown");
            }
        }
    }
}
