using Paddock.Core.Model;

namespace Paddock.Core.Policy;

/// <summary>
/// One thing wrong with a policy: where, what, and what to do. <c>Path</c> reads like <c>pools[0].labels</c>.
/// </summary>
public sealed record PolicyFault(string Path, string Message, string Remedy, bool IsWarning = false);

/// <summary>
/// Finds all faults of a policy at once, so that an operator mends them in one go. What YAML can be wrong about
/// (unknown keys, wrong types) is the configuration reader's business; this is about meaning.
/// </summary>
public static class PolicyRules
{
    /// <summary>GitHub's limits for labels of one registration (GitHub REST, generate-jitconfig).</summary>
    public const int LabelsMax = 100;

    public const int LabelLengthMax = 256;

    public static IReadOnlyList<PolicyFault> Check(FleetPolicy policy)
    {
        var faults = new List<PolicyFault>();
        if (policy.Pools.Count == 0)
        {
            faults.Add(new("pools", "There is no pool, so no job would ever be served.",
                "Add a pool with scopes, labels and offers."));
        }
        CheckNames(policy, faults);
        AtLeastOne(policy.RunnersMax, "max_runners", faults);
        foreach (var provider in policy.Providers)
        {
            AtLeastOne(provider.RunnersMax, $"providers.{provider.Name}.max_runners", faults);
        }
        CheckLabelLimits(policy, faults);
        SharingRules.Check(policy, faults);
        for (var i = 0; i < policy.Pools.Count; i++)
        {
            CheckPool(policy, policy.Pools[i], $"pools[{i}]", faults);
        }
        StockRules.Check(policy, faults);
        return faults;
    }

    private static void CheckNames(FleetPolicy policy, List<PolicyFault> faults)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < policy.Pools.Count; i++)
        {
            var name = policy.Pools[i].Name.Value;
            if (!seen.Add(name))
            {
                faults.Add(new($"pools[{i}].name", $"The pool name '{name}' is used twice.",
                    "Give each pool its own name."));
            }
        }
    }

    private static void CheckLabelLimits(FleetPolicy policy, List<PolicyFault> faults)
    {
        for (var i = 0; i < policy.LabelLimits.Count; i++)
        {
            var limit = policy.LabelLimits[i];
            AtLeastOne(limit.RunnersMax, $"label_limits[{i}].max_runners", faults);
            if (!policy.Pools.Any(pool => limit.Labels.IsSubsetOf(pool.Labels)))
            {
                faults.Add(new($"label_limits[{i}].labels",
                    $"No pool has all of {limit.Labels}, so this limits nothing.",
                    "Use labels of a pool, or remove the limit."));
            }
            if (policy.LabelLimits.Take(i).Any(other => other.Labels.Equals(limit.Labels)))
            {
                faults.Add(new($"label_limits[{i}].labels", $"There is a limit on {limit.Labels} already.",
                    "Keep one of them."));
            }
        }
    }

    private static void CheckPool(FleetPolicy policy, PoolPolicy pool, string path, List<PolicyFault> faults)
    {
        CheckScopes(policy, pool, path, faults);
        CheckLabels(pool, path, faults);
        CheckOffers(policy, pool, path, faults);
        CheckIdle(policy, pool, path, faults);
        CheckTimeouts(pool, path, faults);
        CheckKeeping(pool, path, faults);
        AtLeastOne(pool.RunnersMax, $"{path}.max_runners", faults);
    }

    private static void CheckKeeping(PoolPolicy pool, string path, List<PolicyFault> faults)
    {
        if (pool.KeepFailed > pool.Timeouts.MaxLifetime)
        {
            faults.Add(new($"{path}.keep_failed",
                $"Machines of pool '{pool.Name}' end by themselves after {Hours(pool.Timeouts.MaxLifetime)}, "
                + "and none is kept longer.",
                "Keep them for a shorter time, or raise timeouts.max_lifetime.", IsWarning: true));
        }
    }

    private static void CheckScopes(FleetPolicy policy, PoolPolicy pool, string path, List<PolicyFault> faults)
    {
        if (pool.Scopes.Count == 0)
        {
            faults.Add(new($"{path}.scopes", $"Pool '{pool.Name}' has no scope.",
                "Name where its runners register, for example org:acme."));
        }
        for (var i = 0; i < pool.Scopes.Count; i++)
        {
            var scope = pool.Scopes[i];
            if (policy.HostOf(scope) is null)
            {
                faults.Add(new($"{path}.scopes[{i}]", $"There is no connection '{scope.Connection}'.",
                    OneOf(scope.Connection, [.. policy.Connections.Select(c => c.Name)], "connections")));
            }
            if (scope.Kind == ScopeKind.Repository
                && !string.Equals(pool.Group, PoolPolicy.DefaultGroup, StringComparison.OrdinalIgnoreCase))
            {
                faults.Add(new($"{path}.group",
                    $"Repository scopes have no runner groups, but pool '{pool.Name}' asks for '{pool.Group}'.",
                    "Remove the group, or use an organization scope."));
            }
        }
    }

    private static void CheckLabels(PoolPolicy pool, string path, List<PolicyFault> faults)
    {
        if (pool.Labels.Count == 0)
        {
            faults.Add(new($"{path}.labels", $"Pool '{pool.Name}' has no labels, and GitHub needs at least one.",
                "Add the labels of runs-on, for example [self-hosted, linux, x64]."));
        }
        if (pool.Labels.Count > LabelsMax)
        {
            faults.Add(new($"{path}.labels",
                $"Pool '{pool.Name}' has {pool.Labels.Count} labels; GitHub takes {LabelsMax}.", "Remove some."));
        }
        foreach (var label in pool.Labels.Texts
            .Where(label => label.Length > LabelLengthMax || label.Any(char.IsControl)))
        {
            faults.Add(new($"{path}.labels",
                $"The label '{label}' is longer than {LabelLengthMax} characters or has a control character.",
                "Shorten it."));
        }
    }

    private static void CheckOffers(FleetPolicy policy, PoolPolicy pool, string path, List<PolicyFault> faults)
    {
        if (pool.Offers.Count == 0)
        {
            faults.Add(new($"{path}.offers", $"Pool '{pool.Name}' has no offer, so nothing could run its jobs.",
                "Add at least one offer with a provider."));
        }
        for (var i = 0; i < pool.Offers.Count; i++)
        {
            var name = pool.Offers[i].Provider;
            if (policy.Provider(name) is null)
            {
                faults.Add(new($"{path}.offers[{i}].provider", $"There is no provider '{name}'.",
                    OneOf(name.Value, [.. policy.Providers.Select(p => p.Name.Value)], "providers")));
            }
        }
    }

    private static void CheckIdle(FleetPolicy policy, PoolPolicy pool, string path, List<PolicyFault> faults)
    {
        var idle = pool.Idle;
        if (idle.Min < 0 || idle.Max < idle.Min)
        {
            faults.Add(new($"{path}.idle",
                $"idle is min {idle.Min}, max {idle.Max}: min must not be negative nor above max.",
                "Swap or raise them."));
        }
        if (pool.RunnersMax < StockRules.StockOf(pool))
        {
            faults.Add(new($"{path}.idle.min",
                $"{idle.MinMost} idle for each of {pool.Scopes.Count} scopes do not fit into "
                + $"max_runners {pool.RunnersMax}.",
                "Raise max_runners or lower idle.min."));
        }
        ScheduleRules.Check(idle, $"{path}.idle", faults);
        if (idle is { Kind: StockKind.Blank, MinMost: > 0 })
        {
            foreach (var offer in pool.Offers.Where(offer => policy.Provider(offer.Provider) is { HoldsBlanks: false }))
            {
                faults.Add(new($"{path}.idle.kind", $"Provider '{offer.Provider}' cannot hold blank machines.",
                    "Use idle.kind: registered."));
            }
        }
    }

    private static void CheckTimeouts(PoolPolicy pool, string path, List<PolicyFault> faults)
    {
        var times = pool.Timeouts;
        Positive(times.Registration, $"{path}.timeouts.registration", faults);
        Positive(times.Idle, $"{path}.timeouts.idle", faults);
        Positive(times.PoweredOff, $"{path}.timeouts.powered_off", faults);
        Positive(times.MaxLifetime, $"{path}.timeouts.max_lifetime", faults);
        if (times.MaxLifetime <= times.Registration)
        {
            faults.Add(new($"{path}.timeouts.max_lifetime",
                $"Machines of pool '{pool.Name}' end after {Hours(times.MaxLifetime)}, before their runner's time to "
                + $"register ({Hours(times.Registration)}) is over.",
                "Raise max_lifetime: six hours plus registration and idle is the least for ordinary jobs."));
            return;
        }
        var sensible = TimeSpan.FromHours(6) + times.Registration + times.Idle;
        if (times.MaxLifetime < sensible)
        {
            faults.Add(new($"{path}.timeouts.max_lifetime",
                $"Machines of pool '{pool.Name}' power themselves off after {Hours(times.MaxLifetime)}, "
                + "in the middle of any longer job.",
                "Six hours plus registration and idle is the least that is safe for ordinary jobs.", IsWarning: true));
        }
    }

    private static string OneOf(string written, IReadOnlyList<string> known, string section) => known switch
    {
        [] => $"Add it under {section}.",
        _ when Nearest.To(written, known) is { } near => $"Did you mean '{near}'?",
        _ => $"Use one of: {string.Join(", ", known)}.",
    };

    /// <summary>As the file would have it: <c>1h30m</c>, <c>12h</c>, <c>1m</c>.</summary>
    private static string Hours(TimeSpan time)
    {
        var hours = time.TotalHours >= 1 ? $"{(int)time.TotalHours}h" : "";
        var minutes = time.Minutes > 0 ? $"{time.Minutes}m" : "";
        var seconds = time.Seconds > 0 || time < TimeSpan.FromMinutes(1) ? $"{time.Seconds}s" : "";
        return hours + minutes + seconds;
    }

    private static void Positive(TimeSpan time, string path, List<PolicyFault> faults)
    {
        if (time <= TimeSpan.Zero)
        {
            faults.Add(new(path, "A time-out must be longer than nothing.", "Write it like 30s, 5m or 25h."));
        }
    }

    internal static void AtLeastOne(int? limit, string path, List<PolicyFault> faults)
    {
        if (limit < 1)
        {
            faults.Add(new(path, $"A limit of {limit} would never start a runner.",
                "Use 1 or more, or pause the pool instead."));
        }
    }
}
