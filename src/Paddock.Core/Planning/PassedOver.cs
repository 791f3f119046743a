using Paddock.Core.Model;

namespace Paddock.Core.Planning;

/// <summary>
/// GitHub gives the oldest job to any runner that may take it, within seconds. One that has been idle for its whole
/// idle time-out, while a job it could take waited as long, GitHub passes over: the job would count on it for as long
/// as a machine may live. It goes before the demand is matched, so that the job gets another.
/// <para>
/// It may be GitHub that is late, or a job that it will give to nobody. So one of a class goes at a time, the next when
/// its successor has idled as long, and for an eighth of the job's whole wait: some thirty in a day.
/// </para>
/// </summary>
internal static class PassedOver
{
    private const int WaitShare = 8;

    public static void Plan(Draft draft, Demand demand)
    {
        // Jobs wait for so long in few passes, and only then is every idle runner looked at.
        var shortest = draft.Policy.Pools.Select(pool => pool.Timeouts.Idle).DefaultIfEmpty(TimeSpan.MaxValue).Min();
        var stuck = demand.Groups.Where(group => WaitOf(draft, group) >= shortest).ToList();
        if (stuck.Count == 0)
        {
            return;
        }
        foreach (var of in draft.Snapshot.Runners
            .Where(runner => runner is { MayTakeJob: true, Plan: not null } && !draft.IsLeaving(runner.Name))
            .GroupBy(runner => (runner.Plan!.Pool.Value, runner.Plan.Class.Scope, runner.Plan.Class.Labels.Key)))
        {
            var next = of.Where(runner => runner.State == RunnerState.Idle)
                .OrderBy(Surplus.IdleSince).ThenBy(runner => runner.Name.Value, StringComparer.Ordinal)
                .FirstOrDefault();
            if (next is not null && !draft.IsFull && !draft.IsFrozen(of.Key.Scope)
                && IsPassedOver(draft, next, newest: of.Max(runner => runner.Plan!.PlannedAt), stuck))
            {
                RunnerUpkeep.Retire(draft, next, Reason.PassedOver);
            }
        }
    }

    private static bool IsPassedOver(
        Draft draft, RunnerRow runner, DateTimeOffset newest, List<DemandGroup> stuck)
    {
        var plan = runner.Plan!;
        var idle = draft.Now - Surplus.IdleSince(runner);
        return idle >= plan.Timeouts.Idle && draft.Now - newest >= plan.Timeouts.Idle
            && stuck.Exists(group =>
                WaitOf(draft, group) is var wait && wait >= plan.Timeouts.Idle && idle >= wait / WaitShare
                && plan.Class.Serves(group.Host, group.Repository, group.Labels));
    }

    /// <summary>How long the job of the group that waits longest has waited since it was let go.</summary>
    private static TimeSpan WaitOf(Draft draft, DemandGroup group) =>
        draft.Now - group.Jobs.Min(job => job.LimitedSince);
}
