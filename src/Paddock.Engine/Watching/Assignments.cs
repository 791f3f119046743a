using Paddock.Core.Folding;
using Paddock.Core.Planning;

namespace Paddock.Engine.Watching;

/// <summary>How long GitHub lets jobs wait beside runners that idle for them.</summary>
internal static class Assignments
{
    /// <summary>
    /// By host: for how long the job that waits longest has waited beside an idle runner. Hosts without one are absent.
    /// </summary>
    public static IReadOnlyDictionary<string, TimeSpan> Delays(Snapshot snapshot, Plan plan, DateTimeOffset now)
    {
        var delays = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        HashSet<string>? beside = null;
        foreach (var wait in plan.Waits)
        {
            if (wait.Reason == WaitReason.RunnerIdle)
            {
                (beside ??= new(StringComparer.Ordinal)).Add(wait.Order.Value);
            }
        }
        if (beside is null)
        {
            return delays;
        }
        foreach (var order in snapshot.Orders)
        {
            if (order is { Noted: WaitReason.RunnerIdle, NotedAt: { } since, Job: { } job }
                && beside.Contains(order.Key.Value)
                && now - since > delays.GetValueOrDefault(job.Host))
            {
                delays[job.Host] = now - since;
            }
        }
        return delays;
    }
}
