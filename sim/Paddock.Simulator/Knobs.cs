using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;
using Paddock.Simulator.Faults;

namespace Paddock.Simulator;

/// <summary>
/// Everything that makes one run different from another, drawn from its seed before it begins and printed when it
/// fails.
/// </summary>
public sealed record Knobs
{
    public required ulong Seed { get; init; }

    public required int Jobs { get; init; }

    public required int Repositories { get; init; }

    /// <summary>How many of them anybody may see.</summary>
    public int PublicRepositories { get; init; }

    /// <summary>How likely a run comes from a fork; 0 in most runs.</summary>
    public double ForkShare { get; init; }

    /// <summary>Over how long the jobs arrive.</summary>
    public required TimeSpan Arrivals { get; init; }

    /// <summary>All jobs of a burst arrive within a second.</summary>
    public required int Bursts { get; init; }

    public required TimeSpan JobMin { get; init; }

    public required TimeSpan JobMax { get; init; }

    public required int Crashes { get; init; }

    /// <summary>Once, Paddock stays away until every machine has passed its deadline; null in most runs.</summary>
    public TimeSpan? Absence { get; init; }

    public required TimeSpan Sweep { get; init; }

    /// <summary>True time when the run begins.</summary>
    public DateTimeOffset Start { get; init; } = Seasons.Friday;

    public required bool IsSqlite { get; init; }

    public required FleetPolicy Policy { get; init; }

    public required FaultRates Faults { get; init; }

    public Hardships Hardships { get; init; } = Hardships.None;

    /// <summary>Jobs of a matrix are short: one at a time they must be over within the run.</summary>
    private static readonly TimeSpan MatrixJobMax = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan AbsenceMax = TimeSpan.FromHours(2);

    public static Knobs Draw(ulong seed)
    {
        var dice = new SimDice(seed);

        // Faults are drawn per run, not per event: some runs are calm, some have one kind only, some have everything.
        var wild = dice.Pick([0.0, 0.5, 1.0, 1.0, 2.0]);
        var start = dice.Chance(0.2) ? Seasons.DrawNearChange(dice) : Seasons.Friday;
        var knobs = new Knobs
        {
            Seed = seed,
            Start = start,
            Jobs = dice.Between(10, 90),
            Repositories = dice.Between(1, 5),
            Arrivals = dice.Seconds(30, 3600),
            Bursts = dice.Between(0, 4),
            JobMin = dice.Seconds(1, 20),
            JobMax = dice.Seconds(30, 900),
            Crashes = dice.Between(1, 4),
            Sweep = dice.Seconds(60, 300),
            IsSqlite = dice.Chance(0.1),
            Policy = DrawPolicy(dice, start),
            Faults = FaultRates.Draw(dice, wild),
        };
        var lifetime = knobs.Policy.Pools.Max(pool => pool.Timeouts.MaxLifetime);
        if (lifetime <= AbsenceMax && dice.Chance(0.3))
        {
            knobs = knobs with { Absence = lifetime + TimeSpan.FromMinutes(30) };
        }
        knobs = knobs with
        {
            Policy = WithScarcity(knobs.Policy, dice) with
            {
                Repositories = [.. Enumerable.Range(0, dice.Between(0, 3)).Select(_ => DrawRule(dice, knobs))],
            },
            PublicRepositories = dice.Chance(0.2) ? dice.Between(1, knobs.Repositories) : 0,
        };
        var hardships = Hardships.Draw(dice, knobs.Arrivals, knobs.Policy);
        return WithForks(knobs, dice) with
        {
            Hardships = hardships,
            // A schedule is held against true time, and an engine whose clock was stepped goes by its own for hours.
            Faults = knobs.Policy.Pools.Any(pool => pool.Idle.Schedule.Count > 0)
                ? knobs.Faults with { ClockSteps = 0 } : knobs.Faults,
            JobMax = hardships.MatrixAt is not null && knobs.JobMax > MatrixJobMax ? MatrixJobMax : knobs.JobMax,
        };
    }

    private static RepositoryRule DrawRule(SimDice dice, Knobs knobs) =>
        new(dice.Chance(0.3) ? "*" : $"acme/repo-{dice.Below(knobs.Repositories)}")
        {
            Allow = dice.Chance(0.9),
            Public = dice.Chance(0.5),
            JobsMax = dice.Chance(0.4) ? dice.Between(1, 5) : null,
            RunJobsMax = dice.Chance(0.3) ? dice.Between(1, 4) : null,
            Weight = dice.Between(1, 3),
            Priority = dice.Below(3),
        };

    private static Knobs WithForks(Knobs knobs, SimDice dice) => knobs with
    {
        ForkShare = dice.Chance(0.3) ? 0.3 : 0,
        Policy = knobs.Policy with
        {
            Repositories = [.. knobs.Policy.Repositories.Select(rule => rule with { Forks = dice.Chance(0.5) })],
        },
    };

    /// <summary>Limits on what is scarce behind a provider or a label; none in most runs.</summary>
    private static FleetPolicy WithScarcity(FleetPolicy policy, SimDice dice) => policy with
    {
        Providers =
        [
            .. policy.Providers.Select(provider =>
                provider with { RunnersMax = dice.Chance(0.2) ? dice.Between(1, 10) : null }),
        ],
        LabelLimits = dice.Chance(0.2)
            ? [new LabelLimit(dice.Pick([.. policy.Pools.Select(pool => pool.Labels)]), dice.Between(1, 5))]
            : [],
    };

    private static FleetPolicy DrawPolicy(SimDice dice, DateTimeOffset start)
    {
        var providers = Enumerable.Range(0, dice.Between(1, 2))
            .Select(i => new ProviderPolicy(
                new ProviderName($"p{i}"), "simulated", HoldsBlanks: dice.Chance(0.6), dice.Seconds(1, 30),
                StartsMax: dice.Pick([2, 8, 64])))
            .ToList();
        var pools = new List<PoolPolicy>();
        for (var i = 0; i < dice.Between(1, 3); i++)
        {
            pools.Add(DrawPool(dice, i, providers, start));
        }
        return new FleetPolicy
        {
            Identity = new FleetIdentity("sim", "nonce", RunnerNames.MarkOf("sim", "nonce")),
            Connections = [new ConnectionPolicy(Scope.DefaultConnection, "github.com")],
            Providers = providers,
            Pools = pools,
            RunnersMax = dice.Chance(0.5) ? dice.Between(2, 30) : null,
        };
    }

    private static PoolPolicy DrawPool(
        SimDice dice, int index, List<ProviderPolicy> providers, DateTimeOffset start)
    {
        // The first pool serves plain jobs; later ones add a label, so that they can serve plain and special jobs.
        string[] extra = index == 0 ? [] : [$"special-{index}"];
        var offers = providers
            .Select((provider, i) => new Offer(provider.Name, new MachineSize($"size-{i}"), null, "image")).ToList();
        if (dice.Chance(0.5))
        {
            offers.Reverse();
        }
        var min = dice.Chance(0.3) ? dice.Between(1, 2) : 0;
        var schedule = dice.Chance(start == Seasons.Friday ? 0.1 : 0.6) ? Schedules.Draw(dice, start) : [];
        var most = schedule.Select(window => window.Min).Append(min).Max();
        var isBlank = providers.TrueForAll(provider => provider.HoldsBlanks) && dice.Chance(0.5);
        return new PoolPolicy
        {
            Name = new PoolName($"pool-{index}"),
            Scopes = dice.Chance(0.7)
                ? [new Scope(Scope.DefaultConnection, ScopeKind.Organization, "acme")]
                : [new Scope(Scope.DefaultConnection, ScopeKind.Repository, "acme/repo-0"),
                    new Scope(Scope.DefaultConnection, ScopeKind.Repository, "acme/repo-1")],
            Labels = new LabelSet(["self-hosted", "linux", .. extra]),
            Offers = offers,
            RunnersMax = dice.Chance(0.7) ? dice.Between(Math.Max(1, most * 2), 20) : null,
            Idle = new IdlePolicy(
                min, dice.Chance(0.3) ? min + dice.Between(0, 3) : null,
                isBlank ? StockKind.Blank : StockKind.Registered)
            {
                Count = dice.Chance(0.2) ? StockCount.Total : StockCount.Idle, Schedule = schedule,
            },
            Timeouts = new PoolTimeouts
            {
                Registration = dice.Seconds(60, 300),
                Idle = dice.Seconds(30, 600),
                PoweredOff = dice.Seconds(5, 30),
                MaxLifetime = TimeSpan.FromHours(dice.Pick([2, 25])),
            },
            Spill = dice.Chance(0.8),
            KeepFailed = dice.Chance(0.2) ? dice.Seconds(60, 600) : TimeSpan.Zero,
        };
    }
}
