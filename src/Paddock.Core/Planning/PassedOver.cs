using Paddock.Core.Model;

namespace Paddock.Core.Planning;

/// <summary>
/// GitHub gives the oldest job to any runner that may take it, within seconds. One that has been idle for its whole
/// idle time-out, while a job it could take waited as long, GitHub passes over: the job would count on it for as long
/// as a machine may live. It goes before the demand is matched, so that the job gets another.
/// </summary>
internal static class PassedOver
{
    /// <summary>
    /// While GitHub is out of order it gets so many times as long, and not for ever: a job that waits beside an idle
    /// runner is one of the things GitHub is called out of order for.
    /// </summary>
    private const int FrozenPatience = 3;

    public static void Plan(Draft draft, Demand demand)
    {
        // Jobs wait for so long in few passes, and only then is every idle runner looked at.
        var shortest = draft.Policy.Pools.Select(pool => pool.Timeouts.Idle).DefaultIfEmpty(TimeSpan.MaxValue).Min();
        var stuck = demand.Groups.Where(group => HasWaited(draft, group, shortest)).ToList();
        if (stuck.Count == 0)
        {
            return;
        }
        foreach (var runner in draft.Snapshot.Runners)
        {
            if (!draft.IsFull && IsPassedOver(draft, runner, stuck))
            {
                RunnerUpkeep.Retire(draft, runner, Reason.PassedOver);
            }
        }
    }

    private static bool IsPassedOver(Draft draft, RunnerRow runner, List<DemandGroup> stuck)
    {
        if (runner is not { State: RunnerState.Idle, Plan: { } plan } || draft.IsLeaving(runner.Name))
        {
            return false;
        }
        var patience = plan.Timeouts.Idle * (draft.IsFrozen(plan.Class.Scope) ? FrozenPatience : 1);
        return draft.Now - Surplus.IdleSince(runner) >= patience && stuck.Exists(group =>
            HasWaited(draft, group, patience)
            && plan.Class.Serves(group.Host, group.Repository, group.Labels));
    }

    /// <summary>The first is the oldest.</summary>
    private static bool HasWaited(Draft draft, DemandGroup group, TimeSpan time) =>
        draft.Now - group.Jobs[0].LimitedSince >= time;
}
