using Paddock.Core.Model;
using Paddock.Core.Policy;

namespace Paddock.Simulator.Faults;

/// <summary>
/// What befalls a whole run, or an hour of it, where <see cref="FaultRates"/> befall single events. Each is rare, so
/// that most runs have none of them and few have two.
/// </summary>
public sealed record Hardships
{
    /// <summary>At most one for each place.</summary>
    public IReadOnlyList<Outage> Outages { get; init; } = [];

    /// <summary>Not one webhook comes, from the first moment to the last: sweeps alone.</summary>
    public bool IsDeaf { get; init; }

    /// <summary>Nearly everything that is open is cancelled within the second after each of these moments.</summary>
    public IReadOnlyList<TimeSpan> CancelStorms { get; init; } = [];

    /// <summary>When one run of <see cref="MatrixJobs"/> jobs is pushed; null in most runs.</summary>
    public TimeSpan? MatrixAt { get; init; }

    /// <summary>After hours without a push, when everybody's nightly runs begin at once; null in most runs.</summary>
    public TimeSpan? NightlyAt { get; init; }

    /// <summary>
    /// How many machines a provider really gives, which nobody has configured: strangers count as well.
    /// </summary>
    public IReadOnlyDictionary<ProviderName, int> Quotas { get; init; } = new Dictionary<ProviderName, int>();

    /// <summary>When another takes the lease from a living engine; null in most runs.</summary>
    public TimeSpan? LeaseLostAt { get; init; }

    /// <summary>GitHub's limits, so small that they bind; null in most runs.</summary>
    public GitHubLimits? Limits { get; init; }

    /// <summary>The most jobs a matrix may have (GitHub docs, "Actions limits").</summary>
    public const int MatrixJobs = 256;

    public const int NightlyJobs = 30;

    public static Hardships None { get; } = new();

    public static Hardships Draw(SimDice dice, TimeSpan arrivals, FleetPolicy policy)
    {
        var places = policy.Providers.Select(provider => provider.Name.Value).Prepend(FaultBox.GitHub);
        return new Hardships
        {
            Outages =
            [
                .. places.Where(_ => dice.Chance(0.1)).Select(place => DrawOutage(dice, place, arrivals)),
                .. dice.Chance(0.05) ? [DrawFullDisk(dice, arrivals)] : (Outage[])[],
            ],
            IsDeaf = dice.Chance(0.05),
            CancelStorms = dice.Chance(0.1)
                ? [.. Enumerable.Range(0, dice.Between(1, 3)).Select(_ => dice.Between(TimeSpan.Zero, arrivals))]
                : [],
            MatrixAt = dice.Chance(0.02) ? dice.Between(TimeSpan.Zero, arrivals) : null,
            NightlyAt = dice.Chance(0.05) ? arrivals + dice.Seconds(3600, 4 * 3600) : null,
            Quotas = policy.Providers.Where(_ => dice.Chance(0.1))
                .ToDictionary(provider => provider.Name, _ => StockOf(policy) + dice.Between(2, 8)),
            LeaseLostAt = dice.Chance(0.1) ? dice.Between(TimeSpan.Zero, arrivals) : null,
            Limits = dice.Chance(0.15) ? GitHubLimits.Draw(dice) : null,
        };
    }

    private static Outage DrawOutage(SimDice dice, string place, TimeSpan arrivals) => new(
        place, dice.Between(TimeSpan.Zero, arrivals), dice.Seconds(60, 3600), dice.Chance(0.5), dice.Chance(0.5));

    private static Outage DrawFullDisk(SimDice dice, TimeSpan arrivals) => new(
        FaultBox.Disk, dice.Between(TimeSpan.Zero, arrivals), dice.Seconds(10, 900), IsSilent: false,
        StopsRunners: false);

    /// <summary>Below this a quota would keep the fleet short of its stock for good.</summary>
    private static int StockOf(FleetPolicy policy) =>
        policy.Pools.Sum(pool => pool.Idle.Schedule.Select(window => window.Max ?? window.Min)
            .Append(pool.Idle.Max ?? pool.Idle.Min).Max() * pool.Scopes.Count);
}
