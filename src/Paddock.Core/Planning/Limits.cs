using Paddock.Core.Model;
using Paddock.Core.Policy;

namespace Paddock.Core.Planning;

/// <summary>
/// How many machines there are, by every limit, counting what this plan is about to start. A machine counts from the
/// moment it is planned until it is proven absent: also while nobody knows whether it was made. What this plan gives up
/// or takes away counts as it will after it, because nothing would wake the loop to look again.
/// </summary>
internal sealed class Limits
{
    private readonly Draft _draft;
    private readonly Dictionary<string, int> _machinesByPool = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _machinesByProvider = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _machinesByLabels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _startsByPlace = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<LabelLimit>> _limits;
    private int _machines;

    private Limits(Draft draft)
    {
        _draft = draft;
        _limits = draft.Policy.Pools.ToDictionary(
            pool => pool.Name.Value, pool => draft.Policy.LimitsOn(pool), StringComparer.Ordinal);
    }

    public static Limits Read(Draft draft)
    {
        var limits = new Limits(draft);
        foreach (var machine in draft.Snapshot.Machines)
        {
            if (machine.State == MachineState.Absent || draft.IsGivenUp(machine.Name))
            {
                continue;
            }
            limits.CountMachine(machine.Provider);
            if (machine.Plan is { } plan)
            {
                limits.CountMember(plan.Pool);
                if (machine.State == MachineState.Creating && !draft.IsLeaving(machine.Name))
                {
                    limits.CountStart(plan.Offer);
                }
            }
        }
        foreach (var runner in draft.Snapshot.Runners)
        {
            if (runner.State == RunnerState.Ticketing && !draft.IsLeaving(runner.Name))
            {
                Count(limits._startsByPlace, PlaceKey.Of(runner.Plan!.Class.Scope).Value);
            }
        }
        return limits;
    }

    /// <summary>
    /// Why no machine more may be made for this pool; null if one may. The nearer limit is named: were it the fleet's
    /// while the pool is full, stock of other pools would make room that the job cannot use, again and again.
    /// </summary>
    public Wait? WhyNot(OrderKey order, PoolPolicy pool)
    {
        if (pool.RunnersMax is { } poolMax && _machinesByPool.GetValueOrDefault(pool.Name.Value) >= poolMax)
        {
            return new Wait(order, WaitReason.PoolLimit, pool.Name, null, poolMax);
        }
        foreach (var limit in LimitsOn(pool.Name))
        {
            if (_machinesByLabels.GetValueOrDefault(limit.Place.Value) >= limit.RunnersMax)
            {
                return new Wait(order, WaitReason.LabelLimit, pool.Name, limit.Place, limit.RunnersMax);
            }
        }
        if (_draft.Policy.RunnersMax is { } fleetMax && _machines >= fleetMax)
        {
            return new Wait(order, WaitReason.FleetLimit, pool.Name, null, fleetMax);
        }
        return null;
    }

    /// <summary>Why no machine more may be made at this provider; null if one may.</summary>
    public Wait? WhyNot(OrderKey order, PoolPolicy pool, ProviderName provider) =>
        _draft.Policy.Provider(provider)?.RunnersMax is { } max
        && _machinesByProvider.GetValueOrDefault(provider.Value) >= max
            ? new Wait(order, WaitReason.ProviderLimit, pool.Name, PlaceKey.Of(provider), max)
            : null;

    /// <summary>
    /// Why this place may not be asked now; null if it may. A place that refused last is asked by one start at a time
    /// once it has cooled: a whole queue at a door that may still be shut only refills its streak.
    /// </summary>
    public Wait? WhyNot(OrderKey order, PoolPolicy pool, PlaceKey key, int startsMax, WaitReason cooling)
    {
        var place = _draft.Place(key);
        if (place is not null && !_draft.IsDue(place.CoolUntil))
        {
            return new Wait(order, cooling, pool.Name, key, place.Streak);
        }
        var most = place is null ? startsMax : 1;
        return _startsByPlace.GetValueOrDefault(key.Value) >= most
            ? new Wait(order, place is null ? WaitReason.StartsInFlight : cooling, pool.Name, key, most)
            : null;
    }

    /// <summary>Reserves a machine, once per start, before anything is asked of anybody.</summary>
    public void ReserveMachine(PoolPolicy pool, Offer offer)
    {
        CountMachine(offer.Provider);
        CountMember(pool.Name);
        CountStart(offer);
    }

    /// <summary>
    /// Places that are being cleared for jobs of this pool are spoken for: stock that took one of them while the next
    /// is cleared would have to be cleared away itself, and again, for ever.
    /// </summary>
    public void Promise(PoolPolicy pool, int count)
    {
        var providers = pool.Offers.Select(offer => offer.Provider.Value).Distinct(StringComparer.Ordinal).ToList();
        for (; count > 0; count--)
        {
            _machines++;
            CountMember(pool.Name);
            foreach (var provider in providers)
            {
                Count(_machinesByProvider, provider);
            }
        }
    }

    public void ReserveTicket(Scope scope) => Count(_startsByPlace, PlaceKey.Of(scope).Value);

    private void CountMachine(ProviderName provider)
    {
        _machines++;
        Count(_machinesByProvider, provider.Value);
    }

    /// <summary>A pool that has left the configuration has no labels any more that a limit could speak of.</summary>
    private void CountMember(PoolName name)
    {
        Count(_machinesByPool, name.Value);
        foreach (var limit in LimitsOn(name))
        {
            Count(_machinesByLabels, limit.Place.Value);
        }
    }

    private IReadOnlyList<LabelLimit> LimitsOn(PoolName pool) => _limits.GetValueOrDefault(pool.Value) ?? [];

    private void CountStart(Offer offer)
    {
        Count(_startsByPlace, PlaceKey.Of(offer).Value);
        Count(_startsByPlace, PlaceKey.Of(offer.Provider).Value);
    }

    private static void Count(Dictionary<string, int> counts, string key) =>
        counts[key] = counts.GetValueOrDefault(key) + 1;
}
