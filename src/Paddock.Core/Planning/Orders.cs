using Paddock.Core.Facts;
using Paddock.Core.Model;

namespace Paddock.Core.Planning;

/// <summary>
/// Keeps exactly one open order for every waiting job that a pool matches (promise P1): opens what is missing, closes
/// what is answered. Whether a machine may be started for it is no concern here.
/// </summary>
internal static class Orders
{
    public static void Plan(Draft draft, Demand demand)
    {
        var open = new HashSet<string>(draft.Snapshot.Orders.Count, StringComparer.Ordinal);
        Dictionary<string, JobRow>? jobs = null;
        foreach (var order in draft.Snapshot.Orders)
        {
            if (order.Job is null)
            {
                continue;
            }
            if (demand.Wants(order.Key))
            {
                open.Add(order.Key.Value);
            }
            else
            {
                jobs ??= draft.Snapshot.Jobs.ToDictionary(job => job.Order.Value, StringComparer.Ordinal);
                Close(draft, order, jobs.GetValueOrDefault(order.Key.Value));
            }
        }
        foreach (var group in demand.Groups)
        {
            foreach (var job in group.Jobs)
            {
                if (draft.IsFull)
                {
                    draft.Cut();
                    return;
                }
                if (!open.Contains(job.Order.Value))
                {
                    draft.Keep(
                        new OrderOpened(draft.Now, job.Order, group.Matches[0].Pool.Name, null, Reason.JobWaiting),
                        PlannedFact.AnyVersion);
                }
            }
        }
    }

    private static void Close(Draft draft, OrderRow order, JobRow? job)
    {
        var outcome = job switch
        {
            null => OrderOutcome.Ended,
            { Rank: JobRank.InProgress } or { StartedAt: not null } => OrderOutcome.Started,
            { Rank: JobRank.Completed } => job.Runner is null ? OrderOutcome.Ended : OrderOutcome.Started,
            { Rank: JobRank.Queued } when job.IsGivenUp(draft.Policy.Times.QueueLimit, draft.Now) =>
                OrderOutcome.Expired,
            { Asked.Wish: JobAsk.Ignore } => OrderOutcome.Ignored,
            _ => OrderOutcome.Unmatched,
        };
        draft.Keep(new OrderClosed(draft.Now, order.Key, outcome), order.Version);
    }
}
