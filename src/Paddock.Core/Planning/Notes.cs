using Paddock.Core.Facts;
using Paddock.Core.Model;

namespace Paddock.Core.Planning;

/// <summary>
/// Journals what an order waits for when its kind changes, at most once a minute for each (decision D16): enough for
/// <c>explain</c> to tell the story later, little enough not to fill the disk while ten thousand jobs wait.
/// </summary>
internal static class Notes
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>A wait shorter than this is nothing anybody will ask about, and a note costs a fact.</summary>
    private static readonly TimeSpan WaitMin = TimeSpan.FromSeconds(1);

    /// <summary>More notes than this are left to later passes.</summary>
    private const int NotesMax = 64;

    public static void Plan(Draft draft)
    {
        if (draft.Waits.Count == 0 || draft.Snapshot.Orders.Count == 0)
        {
            return;
        }
        var waits = new Dictionary<OrderKey, Wait>(draft.Waits.Count);
        foreach (var wait in draft.Waits)
        {
            waits[wait.Order] = wait;
        }
        var notes = 0;
        foreach (var order in draft.Snapshot.Orders)
        {
            // A start is what every order waits for first; saying so would cost a fact for each job. An order whose job
            // no pool serves any more is being closed, which says it all.
            if (waits.TryGetValue(order.Key, out var wait)
                && wait.Reason != (order.Noted ?? WaitReason.RunnerStarting)
                && !wait.Reason.IsUnmatched()
                && draft.IsDue(order.NotedAt is { } noted ? noted + Pause : order.OpenedAt + WaitMin)
                && notes++ < NotesMax)
            {
                draft.Keep(new OrderNoted(draft.Now, order.Key, wait.Reason, wait.Detail), order.Version);
            }
        }
    }
}
