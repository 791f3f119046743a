using Paddock.Core.Model;

namespace Paddock.Core.Planning;

/// <summary>
/// Warm stock makes room for jobs. When a limit keeps a job from its machine while runners that cannot serve it idle
/// within the same limit, as many of those are retired as there are jobs: stock is there to shorten waits, not to
/// cause them. What is already on its way out counts first.
/// </summary>
internal static class Yielding
{
    public static void Plan(Draft draft, Supply supply)
    {
        var fleet = 0;
        var pools = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var wait in draft.Waits)
        {
            if (wait.Reason == WaitReason.FleetLimit)
            {
                fleet++;
            }
            else if (wait.Reason == WaitReason.PoolLimit)
            {
                pools[wait.Pool!.Value.Value] = pools.GetValueOrDefault(wait.Pool.Value.Value) + 1;
            }
        }
        foreach (var (pool, jobs) in pools)
        {
            Yield(draft, supply, jobs, of => of.Value == pool);
        }
        if (fleet > 0)
        {
            Yield(draft, supply, fleet, _ => true);
        }
    }

    private static void Yield(Draft draft, Supply supply, int jobs, Func<PoolName, bool> concerns)
    {
        if (!HasAny(draft, supply, concerns))
        {
            // Counting what leaves walks every machine, and in a full fleet there is mostly nothing to give.
            return;
        }
        var needed = jobs - CountLeaving(draft, concerns);

        // The pool that is asked last gives first.
        foreach (var pool in draft.Policy.Pools.Reverse().Where(pool => concerns(pool.Name)))
        {
            foreach (var scope in pool.Scopes)
            {
                var blanks = supply.Blanks(pool.Name, scope);
                for (;
                    needed > 0 && blanks.FindIndex(blank => blank.State == MachineState.Blank) is >= 0 and var at;
                    needed--)
                {
                    MachineUpkeep.Condemn(draft, blanks[at], Reason.YieldsToJob);
                    blanks.RemoveAt(at);
                }
            }
            foreach (var of in supply.Classes.Where(of => of.Pool == pool.Name))
            {
                for (; needed > 0 && of.TakeFree(runner => IsUp(draft, runner)) is { } runner; needed--)
                {
                    RunnerUpkeep.Retire(draft, runner, Reason.YieldsToJob);
                }
            }
        }
    }

    private static bool HasAny(Draft draft, Supply supply, Func<PoolName, bool> concerns) =>
        supply.Classes.Any(of => of.Free > 0 && concerns(of.Pool))
        || draft.Policy.Pools.Any(pool =>
            concerns(pool.Name) && pool.Scopes.Any(scope => supply.Blanks(pool.Name, scope).Count > 0));

    /// <summary>Machines that will free their place without our doing anything more.</summary>
    private static int CountLeaving(Draft draft, Func<PoolName, bool> concerns) =>
        draft.Snapshot.Machines.Count(machine =>
            machine.Plan is { } plan && concerns(plan.Pool) && machine.State switch
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
