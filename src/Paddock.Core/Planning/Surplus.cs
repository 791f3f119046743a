using Paddock.Core.Model;
using Paddock.Core.Policy;

namespace Paddock.Core.Planning;

/// <summary>
/// What is left over after demand and stock. A runner whose job was cancelled or taken by another first serves the
/// next job of its class (the covering saw to that), then is warm stock, and only then goes: at once above
/// <c>idle.max</c> and where its pool has left its scope or changed its labels, otherwise after the idle time-out.
/// Never a busy one: GitHub's refusal is the final gate.
/// </summary>
internal static class Surplus
{
    public static void Plan(Draft draft, Supply supply, StockTarget target)
    {
        foreach (var of in supply.Classes)
        {
            if (of.Free > 0 && draft.Policy.Pool(of.Pool) is { } pool && !draft.IsFrozen(of.Class.Scope))
            {
                Plan(draft, of, pool, of.IsOf(pool) ? target.Of(pool, of.Class.Scope) : new IdleRange(0, 0));
            }
        }
        foreach (var pool in draft.Policy.Pools)
        {
            foreach (var scope in pool.Scopes)
            {
                CondemnBlanks(draft, supply.Blanks(pool.Name, scope), pool, target.Of(pool, scope));
            }
            foreach (var blanks in supply.BlanksElsewhere(pool))
            {
                CondemnBlanks(draft, blanks, pool, new IdleRange(0, 0));
            }
        }
    }

    /// <summary>
    /// One that still starts is not touched: at its registration time-out it is asked about, and is then idle or late.
    /// </summary>
    private static void Plan(Draft draft, SupplyClass of, PoolPolicy pool, IdleRange target)
    {
        var keep = pool.Idle.Kind == StockKind.Registered ? target.Min : 0;
        var free = of.Free;

        // The oldest idle first: it is the next that GitHub would drop anyway. One list shows many for the first time,
        // and then the one that was planned first is the oldest.
        foreach (var runner in of.Idle.OrderBy(IdleSince).ThenBy(runner => runner.Plan!.PlannedAt)
            .ThenBy(runner => runner.Name.Value, StringComparer.Ordinal))
        {
            if (free <= keep || draft.IsFull)
            {
                return;
            }
            if (free > target.Max)
            {
                RunnerUpkeep.Retire(draft, runner, Reason.StockSurplus);
                free--;
            }
            else if (draft.IsDue(IdleSince(runner) + runner.Plan!.Timeouts.Idle))
            {
                RunnerUpkeep.Retire(draft, runner, Reason.IdleTooLong);
                free--;
            }
        }
    }

    private static void CondemnBlanks(Draft draft, List<MachineRow> blanks, PoolPolicy pool, IdleRange target)
    {
        var keep = pool.Idle.Kind == StockKind.Blank ? Math.Max(target.Min, target.Max ?? 0) : 0;
        for (var i = 0; blanks.Count - i > keep; i++)
        {
            if (blanks[i].State == MachineState.Blank)
            {
                MachineUpkeep.Condemn(draft, blanks[i], Reason.StockSurplus);
            }
        }
    }

    internal static DateTimeOffset IdleSince(RunnerRow runner) => runner.OnlineAt ?? runner.Plan!.PlannedAt;
}
