using Paddock.Core.Model;
using Paddock.Core.Policy;

namespace Paddock.Core.Planning;

/// <summary>
/// How much stock one registration target of a pool should have now, for those who fill it and those who clear it.
/// </summary>
internal sealed class StockTarget
{
    private readonly Dictionary<string, IdleRange> _ranges = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Pool, Scope Scope), int> _working = [];
    private readonly Supply _supply;

    private StockTarget(Supply supply) => _supply = supply;

    public static StockTarget Read(Draft draft, Supply supply)
    {
        var target = new StockTarget(supply);
        foreach (var pool in draft.Policy.Pools)
        {
            target._ranges[pool.Name.Value] = pool.Idle.RangeAt(draft.Now);
            if (pool.Idle.ChangesAfter(draft.Now) is { } change)
            {
                // Nothing else would wake the loop at eight in the morning.
                draft.IsDue(change);
            }
        }
        if (draft.Policy.Pools.Any(pool => pool.Idle.Count == StockCount.Total))
        {
            target.CountWorking(draft);
        }
        return target;
    }

    /// <summary>Where all machines count, what works is taken off both numbers.</summary>
    public IdleRange Of(PoolPolicy pool, Scope scope)
    {
        var range = _ranges[pool.Name.Value];
        if (pool.Idle.Count == StockCount.Idle)
        {
            return range;
        }
        var working =
            _working.GetValueOrDefault((pool.Name.Value, scope)) + _supply.StartsFor(pool.Name, scope);
        return new IdleRange(
            Math.Max(0, range.Min - working), range.Max is { } max ? Math.Max(0, max - working) : null);
    }

    /// <summary>Runners that work, and those that idle or start and that a waiting job counts on.</summary>
    private void CountWorking(Draft draft)
    {
        foreach (var runner in draft.Snapshot.Runners)
        {
            if (runner is { Plan: { } plan, State: RunnerState.Busy })
            {
                Add(plan.Pool, plan.Class.Scope, 1);
            }
        }
        foreach (var of in _supply.Classes)
        {
            Add(of.Pool, of.Class.Scope, of.Used);
        }
    }

    private void Add(PoolName pool, Scope scope, int count) =>
        _working[(pool.Value, scope)] = _working.GetValueOrDefault((pool.Value, scope)) + count;
}
