using Paddock.Core.Labels;
using Paddock.Core.Model;

namespace Paddock.Core.Policy;

/// <summary>
/// What the operator wants, without secrets: everything the planner may know about the configuration. Built once from
/// a validated configuration and swapped as a whole (decision D17).
/// </summary>
public sealed record FleetPolicy
{
    public required FleetIdentity Identity { get; init; }

    public required IReadOnlyList<ConnectionPolicy> Connections { get; init; }

    public required IReadOnlyList<ProviderPolicy> Providers { get; init; }

    /// <summary>In file order: the first pool that covers a job is its home.</summary>
    public required IReadOnlyList<PoolPolicy> Pools { get; init; }

    /// <summary>Never more machines than this in the whole fleet; null for no limit of its own.</summary>
    public int? RunnersMax { get; init; }

    /// <summary>Never more machines than this whose runners have these labels, over all pools.</summary>
    public IReadOnlyList<LabelLimit> LabelLimits { get; init; } = [];

    /// <summary>In file order: the first that fits a repository counts, alone.</summary>
    public IReadOnlyList<RepositoryRule> Repositories { get; init; } = [];

    public FleetTimes Times { get; init; } = new();

    /// <summary>What the operator wrote, without secrets, a line for each value; empty where nobody wrote it.</summary>
    public string Text { get; init; } = "";

    public PoolPolicy? Pool(PoolName name)
    {
        foreach (var pool in Pools)
        {
            if (pool.Name == name)
            {
                return pool;
            }
        }
        return null;
    }

    public ProviderPolicy? Provider(ProviderName name)
    {
        foreach (var provider in Providers)
        {
            if (provider.Name == name)
            {
                return provider;
            }
        }
        return null;
    }

    public RepositoryRule RuleFor(Repository repository)
    {
        foreach (var rule in Repositories)
        {
            if (rule.Fits(repository))
            {
                return rule;
            }
        }
        return RepositoryRule.Unwritten;
    }

    /// <summary>The limits on labels that machines of this pool count towards.</summary>
    public IReadOnlyList<LabelLimit> LimitsOn(PoolPolicy pool) =>
        [.. LabelLimits.Where(limit => limit.Labels.IsSubsetOf(pool.Labels))];

    public string? HostOf(Scope scope)
    {
        foreach (var connection in Connections)
        {
            if (connection.Name == scope.Connection)
            {
                return connection.Host;
            }
        }
        return null;
    }
}

/// <summary>
/// Who we are: the fleet's id, the nonce made with its store, and the mark of eight letters both hash to (decision
/// D7). Two fleets of one name and different stores have different marks and leave each other alone.
/// </summary>
public sealed record FleetIdentity(string Fleet, string Install, string Mark);

/// <summary>A host of GitHub we speak to: <c>github.com</c>, an Enterprise Server, a data-residency address.</summary>
public sealed record ConnectionPolicy(string Name, string Host);

/// <summary>What the planner must know of a provider.</summary>
/// <param name="HoldsBlanks">Can it make a machine now and take the ticket later (decision D12)?</param>
/// <param name="Settle">
/// For how long an accepted create may stay invisible in a list, or still be carried out after its reply was lost.
/// A machine nobody answered for counts towards every limit until a list this much later does not show it.
/// </param>
/// <param name="StartsMax">How many creates may be under way at once.</param>
public sealed record ProviderPolicy(ProviderName Name, string Kind, bool HoldsBlanks, TimeSpan Settle, int StartsMax)
{
    /// <summary>Never more of our machines than this there, whichever pools they are of; null for no limit.</summary>
    public int? RunnersMax { get; init; }
}

/// <summary>
/// Never more than <paramref name="RunnersMax"/> machines of pools that have all of these labels: what is scarce behind
/// a label (licences, GPUs, dedicated processors) is scarce whichever pool asks for it.
/// </summary>
public sealed record LabelLimit(LabelSet Labels, int RunnersMax)
{
    /// <summary>What it keeps scarce, as a wait names it; made once, every pass asks for it.</summary>
    public PlaceKey Place { get; } = PlaceKey.Of(Labels);
}

/// <summary>Waiting times that belong to the fleet as a whole.</summary>
public sealed record FleetTimes
{
    /// <summary>How long something with our mark and without a row is left alone.</summary>
    public TimeSpan StrayGrace { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long after a machine ended its job's last report may take; asking GitHub earlier costs a request.
    /// </summary>
    public TimeSpan WordGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>GitHub gives a job up after waiting this long (GitHub docs, "Actions limits").</summary>
    public TimeSpan QueueLimit { get; init; } = TimeSpan.FromHours(24);

    /// <summary>
    /// For how long GitHub's being out of order excuses a runner that is not heard from. After that it is asked about,
    /// as ever, before it is given up: while GitHub does not answer at all, it stays.
    /// </summary>
    public TimeSpan FreezeMax { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>
    /// The executor's time for one effect, waiting for its turn included; later the planner resumes it.
    /// </summary>
    public TimeSpan IntentLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The executor's time for one look.</summary>
    public TimeSpan LookLimit { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>A named policy: who may be served, by what, and how many.</summary>
public sealed record PoolPolicy
{
    public required PoolName Name { get; init; }

    /// <summary>Where its runners register.</summary>
    public required IReadOnlyList<Scope> Scopes { get; init; }

    public required LabelSet Labels { get; init; }

    /// <summary>The runner group's name at GitHub; repository scopes have only the default one.</summary>
    public string Group { get; init; } = DefaultGroup;

    /// <summary>In order of preference.</summary>
    public required IReadOnlyList<Offer> Offers { get; init; }

    /// <summary>Never more machines than this in the pool; null for no limit of its own.</summary>
    public int? RunnersMax { get; init; }

    public IdlePolicy Idle { get; init; } = new();

    public PoolTimeouts Timeouts { get; init; } = new();

    /// <summary>How long a machine that failed is kept for a look; zero to clear it away at once.</summary>
    public TimeSpan KeepFailed { get; init; }

    /// <summary>May a job go to the next pool that covers it when this one is full or cools down?</summary>
    public bool Spill { get; init; } = true;

    public const string DefaultGroup = "default";

    public RunnerTimeouts RunnerTimeouts =>
        new(Timeouts.Registration, Timeouts.Idle, Timeouts.PoweredOff, Timeouts.MaxLifetime);
}

/// <summary>The time-outs of a pool.</summary>
public sealed record PoolTimeouts
{
    /// <summary>
    /// From the start of the machine to the runner's first contact with GitHub; as long may one that went offline take
    /// to come back.
    /// </summary>
    public TimeSpan Registration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a runner nobody needs may idle.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a machine may take to wind down after its job.</summary>
    public TimeSpan PoweredOff { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The machine's own deadline, which it keeps even if we never return (decision D27).</summary>
    public TimeSpan MaxLifetime { get; init; } = TimeSpan.FromHours(25);
}
