using Paddock.Core.Model;

namespace Paddock.Core.Policy;

/// <summary>Limits that contradict each other, or the stock that is to be kept within them.</summary>
internal static class StockRules
{
    /// <summary>One limit, and the pools all of whose machines count towards it.</summary>
    /// <param name="Path">Its key.</param>
    /// <param name="Whose">The end of "may have 5 machines": "the fleet".</param>
    private sealed record Bound(string Path, string Whose, int RunnersMax, IReadOnlyList<int> Pools);

    public static void Check(FleetPolicy policy, List<PolicyFault> faults)
    {
        foreach (var bound in Bounds(policy))
        {
            CheckStock(policy, bound, faults);
        }
        for (var i = 0; i < policy.Pools.Count; i++)
        {
            CheckOffers(policy, i, faults);
        }
        CheckFleet(policy, faults);
    }

    /// <summary>Machines the pool is to keep ready, over all its scopes, at the fullest hour of its schedule.</summary>
    public static int StockOf(PoolPolicy pool) => pool.Idle.MinMost * Math.Max(1, pool.Scopes.Count);

    private static IEnumerable<Bound> Bounds(FleetPolicy policy)
    {
        var all = Enumerable.Range(0, policy.Pools.Count).ToList();
        if (policy.RunnersMax is { } fleet)
        {
            yield return new Bound("max_runners", "the whole fleet", fleet, all);
        }
        for (var i = 0; i < policy.LabelLimits.Count; i++)
        {
            var limit = policy.LabelLimits[i];
            yield return new Bound(
                $"label_limits[{i}].max_runners", $"all pools with {limit.Labels}", limit.RunnersMax,
                [.. all.Where(pool => limit.Labels.IsSubsetOf(policy.Pools[pool].Labels))]);
        }
        foreach (var provider in policy.Providers)
        {
            if (provider.RunnersMax is { } most)
            {
                yield return new Bound(
                    $"providers.{provider.Name}.max_runners", $"provider '{provider.Name}'", most,
                    [.. all.Where(pool => IsOnly(policy.Pools[pool], provider.Name))]);
            }
        }
    }

    private static bool IsOnly(PoolPolicy pool, ProviderName provider) =>
        pool.Offers.Count > 0 && pool.Offers.All(offer => offer.Provider == provider);

    /// <summary>
    /// A pool that can never have its stock is an error. All of them together may be meant so, with schedules that take
    /// turns, so that is a warning.
    /// </summary>
    private static void CheckStock(FleetPolicy policy, Bound bound, List<PolicyFault> faults)
    {
        var tooLarge = bound.Pools.Where(pool => StockOf(policy.Pools[pool]) > bound.RunnersMax).ToList();
        foreach (var pool in tooLarge)
        {
            faults.Add(new($"pools[{pool}].idle.min",
                $"Pool '{policy.Pools[pool].Name}' is to keep {StockOf(policy.Pools[pool])} machines ready, and "
                + $"{bound.Whose} may have {bound.RunnersMax}.",
                $"Lower idle.min (it counts for each scope) or raise {bound.Path}."));
        }
        var together = bound.Pools.Sum(pool => StockOf(policy.Pools[pool]));
        if (tooLarge.Count == 0 && together > bound.RunnersMax)
        {
            faults.Add(new(bound.Path,
                $"The pools are to keep {together} machines ready together, and {bound.Whose} may have "
                + $"{bound.RunnersMax}.",
                "Raise it, or lower idle.min of some pools.", IsWarning: true));
        }
    }

    /// <summary>A pool of several providers has the room of all of them.</summary>
    private static void CheckOffers(FleetPolicy policy, int index, List<PolicyFault> faults)
    {
        var pool = policy.Pools[index];
        var rooms = pool.Offers.Select(offer => offer.Provider).Distinct()
            .Select(name => policy.Provider(name)?.RunnersMax).ToList();
        if (rooms.Count > 1 && rooms.TrueForAll(room => room is not null) && rooms.Sum() < StockOf(pool))
        {
            faults.Add(new($"pools[{index}].idle.min",
                $"Pool '{pool.Name}' is to keep {StockOf(pool)} machines ready, and its providers may have "
                + $"{rooms.Sum()} together.",
                "Lower idle.min (it counts for each scope) or raise their max_runners."));
        }
    }

    private static void CheckFleet(FleetPolicy policy, List<PolicyFault> faults)
    {
        if (policy.RunnersMax is not { } fleet)
        {
            return;
        }
        IEnumerable<(string Path, int? Most)> inner =
        [
            .. policy.Pools.Select((pool, i) => ($"pools[{i}].max_runners", pool.RunnersMax)),
            .. policy.LabelLimits.Select((limit, i) => ($"label_limits[{i}].max_runners", (int?)limit.RunnersMax)),
            .. policy.Providers.Select(provider => ($"providers.{provider.Name}.max_runners", provider.RunnersMax)),
        ];
        foreach (var (path, most) in inner.Where(limit => limit.Most > fleet))
        {
            faults.Add(new(path,
                $"{most} machines are more than the whole fleet may have ({fleet}), so this limits nothing.",
                "Lower it, raise the fleet's max_runners, or leave it out.", IsWarning: true));
        }
    }
}
