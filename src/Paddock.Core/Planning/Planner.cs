using Paddock.Core.Folding;
using Paddock.Core.Policy;

namespace Paddock.Core.Planning;

/// <summary>
/// Decides for the whole fleet at once, in values: pure, deterministic, total. Read this method as a table of
/// contents; each line is a file of this folder.
/// </summary>
public static class Planner
{
    /// <summary>
    /// What to do about this picture under this policy at this moment. Never throws for any snapshot; never plans a
    /// step that <see cref="Transitions"/> forbids; planning again on the folded result plans nothing, but for
    /// a note on an order whose wait this plan has changed.
    /// </summary>
    public static Plan Plan(Snapshot snapshot, FleetPolicy policy, DateTimeOffset now, Seed seed)
    {
        var draft = new Draft(snapshot, policy, now, seed);

        PolicyBook.Plan(draft);

        // What exists comes before what is wanted: a machine that is on its way out must not be counted on, and a slot
        // is free only when its machine is proven absent.
        RunnerUpkeep.Plan(draft);
        MachineUpkeep.Plan(draft);
        RunnerUpkeep.CloseSpent(draft);

        // Demand is a set of jobs, supply a set of runners; the matching says which jobs nobody will serve.
        var demand = Demand.Read(draft);
        PassedOver.Plan(draft, demand);
        var supply = Supply.Read(draft);
        var caps = Caps.Read(draft);
        Covering.Cover(draft, demand, supply, caps);

        // What an operator wants tried again is asked once more before its time.
        Retries.Plan(draft, demand);

        // Orders are kept for every job that waits, also while a limit binds; machines are what limits reserve.
        Orders.Plan(draft, demand);
        var limits = Limits.Read(draft);
        Placement.Plan(draft, demand, supply, limits, caps);
        Yielding.Plan(draft, supply, limits);
        Keeping.Plan(draft);
        var target = StockTarget.Read(draft, supply);
        Stock.Plan(draft, supply, limits, target);
        Surplus.Plan(draft, supply, target);
        Notes.Plan(draft);
        return draft.Finish();
    }
}
