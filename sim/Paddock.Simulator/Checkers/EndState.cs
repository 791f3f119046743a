using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;
using Paddock.Engine;
using Paddock.Simulator.Faults;
using Paddock.Simulator.World;

namespace Paddock.Simulator.Checkers;

/// <summary>What is left when all is done: the stock the policy asks for, and not one thing more.</summary>
public static class EndState
{
    /// <summary>What is wrong with the end, each with its promise; empty when all is as it should be.</summary>
    public static IEnumerable<Violation> Find(FleetPolicy policy, SimWorld world, FleetView view)
    {
        var machines =
            world.Providers.SelectMany(provider => provider.Machines).Where(machine => machine.IsOurs).ToList();
        var stockOf = policy.Pools.ToDictionary(pool => pool.Name, pool => StockOf(pool, world.Time.True));
        var isBound = policy.RunnersMax < stockOf.Values.Sum(range => range.Least);
        var isScarce = policy.Pools.Any(pool => pool.Idle.MinMost > 0 && IsScarce(policy, pool));
        if (isBound && !isScarce && machines.Count != policy.RunnersMax)
        {
            yield return new("P11",
                $"the fleet holds {machines.Count} machines; the pools ask for more than its {policy.RunnersMax}");
        }
        foreach (var pool in policy.Pools)
        {
            var here = machines.Count(machine => machine.Spec.Tags.Pool == pool.Name);
            var (least, most) = stockOf[pool.Name];
            if (here > most || (here < least && !isBound && !IsScarce(policy, pool)))
            {
                yield return new("P11", $"pool {pool.Name} holds {here} machines and should hold {least} to {most}");
            }
        }
        var mark = policy.Identity.Mark;
        var registered = world.GitHub.Model.Runners.Count(runner => RunnerNames.IsOurs(mark, runner.Name));
        var stock = machines.Count(machine => machine.Ticket is not null);
        if (registered != stock)
        {
            yield return new("P6", $"{registered} registrations for {stock} machines with a ticket");
        }
        if (view.Snapshot.Runners.Count != registered)
        {
            yield return new("P6", $"{view.Snapshot.Runners.Count} open runner rows for {registered} registrations");
        }
        var open = view.Snapshot.Machines.Count(machine => machine.State != MachineState.Absent);
        if (open != machines.Count)
        {
            yield return new("P6", $"{open} open machine rows for {machines.Count} machines");
        }
    }

    /// <summary>How many machines of a pool are there when nothing waits; only blanks exceed the least.</summary>
    private static (int Least, int Most) StockOf(PoolPolicy pool, DateTimeOffset now)
    {
        var range = Schedules.RangeAt(pool.Idle, now);
        var most = pool.Idle.Kind == StockKind.Blank ? Math.Max(range.Min, range.Max ?? 0) : range.Min;
        return (range.Min * pool.Scopes.Count, most * pool.Scopes.Count);
    }

    /// <summary>May a limit on its labels or at a provider keep this pool short of its stock?</summary>
    private static bool IsScarce(FleetPolicy policy, PoolPolicy pool) =>
        policy.LimitsOn(pool).Count > 0
        || pool.Offers.Any(offer => policy.Provider(offer.Provider)?.RunnersMax is not null);
}
