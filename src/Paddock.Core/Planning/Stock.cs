using Paddock.Core.Facts;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Policy;

namespace Paddock.Core.Planning;

/// <summary>
/// Keeps as many units warm for each registration target of each pool as it should have. Every unit is an order of its
/// own: it closes when its runner turns busy, and the next unit is a new order, so that the journal tells who used
/// what.
/// </summary>
internal static class Stock
{
    public static void Plan(Draft draft, Supply supply, Limits limits, StockTarget target)
    {
        var open = OpenUnits(draft);
        foreach (var pool in draft.Policy.Pools)
        {
            foreach (var scope in pool.Scopes)
            {
                var units = open.GetValueOrDefault((pool.Name.Value, scope)) ?? [];
                open.Remove((pool.Name.Value, scope));
                var wanted = draft.ModeOf(pool.Name) == PoolMode.Draining ? 0 : target.Of(pool, scope).Min;
                Fit(draft, pool, scope, units, wanted);
                Fill(draft, supply, limits, new PoolMatch(pool, scope), units, wanted);
            }
        }
        foreach (var units in open.Values)
        {
            // Their pool or scope has left the configuration.
            CloseLast(draft, units, units.Count);
        }
    }

    /// <summary>The open units by target, oldest first, after closing those whose runner went to work.</summary>
    private static Dictionary<(string Pool, Scope Scope), List<OrderRow>> OpenUnits(Draft draft)
    {
        var open = new Dictionary<(string Pool, Scope Scope), List<OrderRow>>();
        HashSet<OrderKey>? used = null;
        foreach (var order in draft.Snapshot.Orders)
        {
            if (order.StockScope is not { } scope)
            {
                continue;
            }
            used ??= Used(draft);
            if (used.Contains(order.Key))
            {
                draft.Keep(new OrderClosed(draft.Now, order.Key, OrderOutcome.Started), order.Version);
                continue;
            }
            var key = (order.Pool.Value, scope);
            if (!open.TryGetValue(key, out var units))
            {
                open[key] = units = [];
            }
            units.Add(order);
        }
        foreach (var units in open.Values)
        {
            units.Sort((left, right) => string.CompareOrdinal(left.Key.Value, right.Key.Value));
        }
        return open;
    }

    /// <summary>Units whose runner has taken a job, or whose blank machine was handed out.</summary>
    private static HashSet<OrderKey> Used(Draft draft)
    {
        var used = new HashSet<OrderKey>();
        foreach (var runner in draft.Snapshot.Runners)
        {
            if (runner.Plan is { } plan && (runner.IsBusy || runner.IsSpent))
            {
                used.Add(plan.BornFor);
            }
        }
        foreach (var machine in draft.Snapshot.Machines)
        {
            if (machine.Plan is { } plan
                && (machine.Intent is { Kind: IntentKind.Serve } || draft.IsHandedOut(machine.Name)))
            {
                used.Add(plan.BornFor);
            }
        }
        return used;
    }

    /// <summary>Opens or closes units until there are as many as wanted.</summary>
    private static void Fit(Draft draft, PoolPolicy pool, Scope scope, List<OrderRow> units, int wanted)
    {
        CloseLast(draft, units, units.Count - wanted);
        while (units.Count < wanted && !draft.IsFull)
        {
            var opened = new OrderOpened(
                draft.Now, OrderKey.ForStock(draft.NewName()), pool.Name, scope, Reason.StockShort);
            draft.Keep(opened, rowVersion: 0);
            units.Add(new OrderRow(opened.Order) { Pool = pool.Name, StockScope = scope, OpenedAt = draft.Now });
        }
    }

    private static void CloseLast(Draft draft, List<OrderRow> units, int count)
    {
        for (; count > 0; count--)
        {
            draft.Keep(new OrderClosed(draft.Now, units[^1].Key, OrderOutcome.Ended), units[^1].Version);
            units.RemoveAt(units.Count - 1);
        }
    }

    /// <summary>
    /// Starts what is missing. Runners left over from cancelled jobs count first: they are warm already.
    /// </summary>
    private static void Fill(
        Draft draft, Supply supply, Limits limits, PoolMatch match, List<OrderRow> units, int wanted)
    {
        if (wanted == 0)
        {
            return;
        }
        var there = match.Pool.Idle.Kind == StockKind.Blank
            ? supply.Blanks(match.Pool.Name, match.Scope).Count
            : supply.Classes
                .Where(of => of.Pool == match.Pool.Name && of.Class.Scope.Equals(match.Scope) && of.IsOf(match.Pool))
                .Sum(of => of.Free);
        var childless = units.Where(unit => !HasChild(draft, unit.Key)).ToList();
        for (var i = 0; there + i < wanted && i < childless.Count && !draft.IsFull; i++)
        {
            var whyNot = match.Pool.Idle.Kind == StockKind.Blank
                ? TryMakeBlank(draft, limits, match, childless[i].Key)
                : Placement.TryStart(draft, supply, limits, match, childless[i].Key, Reason.StockShort);
            if (whyNot is { } wait)
            {
                draft.Note(wait);
                return;
            }
        }
    }

    /// <summary>What is on its way out answers no unit, whether this plan sends it or an earlier one did.</summary>
    private static bool HasChild(Draft draft, OrderKey unit) =>
        draft.Snapshot.Runners.Any(runner => runner.Plan?.BornFor == unit && !draft.IsLeaving(runner.Name)
            && runner.MayTakeJob)
        || draft.Snapshot.Machines.Any(machine => machine.Plan?.BornFor == unit && machine.Runner is null
            && machine.State is MachineState.Blank or MachineState.Creating && !draft.IsLeaving(machine.Name));

    private static Wait? TryMakeBlank(Draft draft, Limits limits, PoolMatch match, OrderKey unit)
    {
        if (draft.ModeOf(match.Pool.Name) != PoolMode.Active)
        {
            return new Wait(unit, WaitReason.PoolPaused, match.Pool.Name, null, 0);
        }
        if (Placement.TryOffer(draft, limits, match.Pool, unit, out var offer) is { } whyNot)
        {
            return whyNot;
        }
        draft.TryAdd(new MakeBlank(
            Placement.PlanMachine(draft, match, unit, Reason.StockShort, offer!, draft.NewName(), runner: null)));
        limits.ReserveMachine(match.Pool, offer!);
        return null;
    }
}
