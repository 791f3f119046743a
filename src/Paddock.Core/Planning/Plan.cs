using Paddock.Core.Model;

namespace Paddock.Core.Planning;

/// <summary>
/// What the planner wants done now. Planning again on the result yields nothing new.
/// </summary>
/// <param name="Steps">In the order in which they should be stored and begun.</param>
/// <param name="Waits">For every open order, and every job that asks for self-hosted runners in vain, why it
/// waits.</param>
/// <param name="WakeAt">When time alone will next change the plan; null if only news can.</param>
/// <param name="IsCut">The plan reached its size limit; plan again at once after storing this part.</param>
public sealed record Plan(
    IReadOnlyList<Step> Steps, IReadOnlyList<Wait> Waits, DateTimeOffset? WakeAt, bool IsCut)
{
    /// <summary>More steps than this are left to the next pass, so that a huge burst still starts at once.</summary>
    public const int StepsMax = 256;
}

/// <summary>
/// Why one order or job waits. <paramref name="Count"/> is the number the reason speaks of: idle runners, a limit.
/// </summary>
public readonly record struct Wait(OrderKey Order, WaitReason Reason, PoolName? Pool, PlaceKey? Place, int Count)
{
    /// <summary>
    /// One sentence for <c>explain</c> and the journal. Built on demand: thousands of orders wait at once.
    /// </summary>
    public string Detail => Reason switch
    {
        WaitReason.RunnerStarting => "a runner for it is starting",
        WaitReason.RunnerIdle => $"{Count} idle matching runner{(Count == 1 ? "" : "s")}: GitHub has not assigned it",
        WaitReason.FleetLimit => $"the fleet's limit of {Machines} is reached",
        WaitReason.PoolLimit => $"pool {Pool} has reached its limit of {Machines}",
        WaitReason.LabelLimit => $"the limit of {Machines} with {Place?.Text} is reached",
        WaitReason.ProviderLimit => $"{Place?.Text} has reached its limit of {Machines}",
        WaitReason.StartsInFlight => $"{Count} start{(Count == 1 ? " is" : "s are")} under way at {Place?.Text}",
        WaitReason.OffersCoolingDown => $"every offer of pool {Pool} has refused lately; next: {Place?.Text}",
        WaitReason.ScopeCoolingDown => $"GitHub refuses registrations at {Place?.Text}",
        WaitReason.PoolPaused => $"pool {Pool} is paused",
        WaitReason.PoolDraining => $"pool {Pool} is draining",
        WaitReason.RepositoryLimit => $"its repository has {Jobs} served, its limit",
        WaitReason.RunLimit => $"its workflow run has {Jobs} served, its limit",
        WaitReason.RepositoryDenied => "a rule under repositories keeps its repository out",
        WaitReason.RepositoryPublic =>
            "its repository is public, and no rule under repositories lets it in with public: true",
        WaitReason.RepositoryFork =>
            "its run comes from a fork, and no rule under repositories lets those in with forks: true",
        WaitReason.JobIgnored => "an operator asked for no runner to be made for it",
        _ => "no pool has all its labels",
    };

    private string Jobs => $"{Count} job{(Count == 1 ? "" : "s")}";

    private string Machines => $"{Count} machine{(Count == 1 ? "" : "s")}";
}

/// <summary>
/// Where the dice of a decision come from: drawn once per epoch through a door, and the number of the decision
/// (decision D23). Two plans of one number in one epoch use the same names.
/// </summary>
public readonly record struct Seed(ulong Value, long DecisionNumber);
