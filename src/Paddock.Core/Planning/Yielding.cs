using Paddock.Core.Model;
using Paddock.Core.Policy;

namespace Paddock.Core.Planning;

/// <summary>
/// Warm stock makes room for jobs. When a limit keeps a job from its machine while runners that cannot serve it idle
/// within the same limit, as many of those are retired as there are jobs: stock is there to shorten waits, not to
/// cause them. What is already on its way out counts first, and what is only kept for a look goes before any stock.
/// </summary>
internal static class Yielding
{
    public static void Plan(Draft draft, Supply supply, Limits limits)
    {
        if (draft.Blocked.Count == 0 || (!HasAny(draft, supply) && !KeepsStock(draft.Policy)))
        {
            // Counting what leaves walks every machine, and in a full fleet there is mostly nothing to give.
            return;
        }
        var leaving = new Dictionary<Bound, int>();
        foreach (var blocked in draft.Blocked)
        {
            var left = blocked.Jobs;
            foreach (var wait in blocked.Limits)
            {
                var cleared = Clear(draft, supply, Bound.Of(wait), left, leaving);
                limits.Promise(draft.Policy.Pool(wait.Pool!.Value)!, cleared);
                left -= cleared;
            }
        }
    }

    private static bool KeepsStock(FleetPolicy policy) => policy.Pools.Any(pool => pool.Idle.MinMost > 0);

    /// <summary>Makes room below one limit; how many places are on their way, earlier plans included.</summary>
    private static int Clear(Draft draft, Supply supply, Bound bound, int jobs, Dictionary<Bound, int> leaving)
    {
        if (jobs == 0)
        {
            return 0;
        }
        if (!leaving.TryGetValue(bound, out var there))
        {
            there = CountLeaving(draft, machine => bound.Holds(draft.Policy, machine));
        }
        var soon = Math.Min(jobs, there);
        leaving[bound] = there - soon;
        return soon + Yield(draft, supply, jobs - soon, machine => bound.Holds(draft.Policy, machine));
    }

    /// <summary>A limit that binds, and which machines count towards it.</summary>
    private readonly record struct Bound(WaitReason Limit, string Name)
    {
        public static Bound Of(Wait wait) => new(wait.Reason, wait.Reason switch
        {
            WaitReason.PoolLimit => wait.Pool!.Value.Value,
            WaitReason.LabelLimit or WaitReason.ProviderLimit => wait.Place!.Value.Value,
            _ => "",
        });

        public bool Holds(FleetPolicy policy, MachineRow machine)
        {
            var name = Name;
            return Limit switch
            {
                WaitReason.PoolLimit => machine.Plan?.Pool.Value == name,
                WaitReason.ProviderLimit => PlaceKey.Of(machine.Provider).Value == name,
                WaitReason.LabelLimit => machine.Plan is { } plan && policy.Pool(plan.Pool) is { } pool
                    && policy.LimitsOn(pool).Any(limit => limit.Place.Value == name),
                _ => true,
            };
        }
    }

    /// <summary>How many went, of as many as are wanted.</summary>
    private static int Yield(Draft draft, Supply supply, int wanted, Func<MachineRow, bool> concerns)
    {
        var needed = wanted;
        for (; needed > 0 && draft.Kept.FindIndex(machine => concerns(machine)) is >= 0 and var at; needed--)
        {
            MachineUpkeep.Condemn(draft, draft.Kept[at], Reason.YieldsToJob);
            draft.Kept.RemoveAt(at);
        }

        // The pool that is asked last gives first.
        foreach (var pool in draft.Policy.Pools.Reverse())
        {
            foreach (var scope in pool.Scopes)
            {
                var blanks = supply.Blanks(pool.Name, scope);
                for (;
                    needed > 0 && blanks.FindIndex(IsGiven) is >= 0 and var at;
                    needed--)
                {
                    MachineUpkeep.Condemn(draft, blanks[at], Reason.YieldsToJob);
                    blanks.RemoveAt(at);
                }
            }
            foreach (var of in supply.Classes.Where(of => of.Pool == pool.Name))
            {
                for (; needed > 0 && of.TakeFree(MayGo) is { } runner; needed--)
                {
                    RunnerUpkeep.Retire(draft, runner, Reason.YieldsToJob);
                }
            }
        }
        return wanted - needed;

        bool IsGiven(MachineRow blank) => blank.State == MachineState.Blank && concerns(blank);

        bool MayGo(RunnerRow runner) =>
            IsUp(draft, runner) && draft.MachineOf(runner) is { } machine && concerns(machine);
    }

    private static bool HasAny(Draft draft, Supply supply) =>
        draft.Kept.Count > 0 || supply.Classes.Any(of => of.Free > 0)
        || draft.Policy.Pools.Any(pool => pool.Scopes.Any(scope => supply.Blanks(pool.Name, scope).Count > 0));

    /// <summary>Machines that will free their place without our doing anything more.</summary>
    private static int CountLeaving(Draft draft, Func<MachineRow, bool> concerns) =>
        draft.Snapshot.Machines.Count(machine =>
            machine.Plan is not null && concerns(machine) && machine.State switch
            {
                MachineState.Absent => false,
                _ when draft.IsGivenUp(machine.Name) => false,
                MachineState.Deleting or MachineState.Finished => true,
                _ => draft.IsLeaving(machine.Name)
                    || (draft.Runner(machine.Runner) is { } runner
                        && (runner.State is RunnerState.Retiring or RunnerState.Spent || draft.IsLeaving(runner.Name))),
            });

    /// <summary>A machine that is still being made is not to be stopped half-way.</summary>
    private static bool IsUp(Draft draft, RunnerRow runner) =>
        runner.State == RunnerState.Idle || draft.MachineOf(runner)?.FulfilledAt is not null;
}
