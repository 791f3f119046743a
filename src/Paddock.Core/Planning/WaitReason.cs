using System.Text.Json.Serialization;

namespace Paddock.Core.Planning;

/// <summary>
/// What an open order waits for. Closed; each has one answer to "whose turn is it?" (<see cref="Turn"/>).
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<WaitReason>))]
public enum WaitReason
{
    /// <summary>A runner for it is being made.</summary>
    RunnerStarting,

    /// <summary>A matching runner idles; GitHub has not assigned the job.</summary>
    RunnerIdle,

    FleetLimit,
    PoolLimit,

    /// <summary>There are as many machines as a limit on some of the pool's labels allows.</summary>
    LabelLimit,

    /// <summary>Every provider that could be asked holds as many machines as it may.</summary>
    ProviderLimit,

    /// <summary>As many starts as allowed are under way.</summary>
    StartsInFlight,

    /// <summary>As many jobs of its repository are served as a rule allows.</summary>
    RepositoryLimit,

    /// <summary>As many jobs of its workflow run are served as a rule allows.</summary>
    RunLimit,

    /// <summary>Every offer has refused lately and cools down.</summary>
    OffersCoolingDown,

    /// <summary>GitHub refuses registrations at the target.</summary>
    ScopeCoolingDown,

    PoolPaused,
    PoolDraining,

    /// <summary>The job asks for self-hosted runners, and no pool has all its labels.</summary>
    NoPool,

    /// <summary>A pool has all its labels, and a rule keeps its repository out.</summary>
    RepositoryDenied,

    /// <summary>A pool has all its labels, its repository is public, and no rule lets it in.</summary>
    RepositoryPublic,

    /// <summary>A pool has all its labels, its run comes from a fork, and no rule lets such runs in.</summary>
    RepositoryFork,

    /// <summary>An operator asked for no runner to be made for it.</summary>
    JobIgnored,
}

/// <summary>Who has to do something next.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Turn>))]
public enum Turn
{
    GitHub,
    Provider,
    Paddock,
    Operator,
}

public static class WaitReasons
{
    public static Turn Turn(this WaitReason reason) => reason switch
    {
        WaitReason.RunnerIdle => Planning.Turn.GitHub,
        WaitReason.ScopeCoolingDown => Planning.Turn.GitHub,
        WaitReason.RunnerStarting => Planning.Turn.Provider,
        WaitReason.OffersCoolingDown => Planning.Turn.Provider,
        WaitReason.StartsInFlight => Planning.Turn.Paddock,
        _ => Planning.Turn.Operator,
    };

    /// <summary>A machine more would be one too many; one that goes makes room.</summary>
    public static bool IsMachineLimit(this WaitReason reason) =>
        reason is WaitReason.FleetLimit or WaitReason.PoolLimit or WaitReason.LabelLimit or WaitReason.ProviderLimit;

    /// <summary>Nothing will ever be started for it under this policy; it has no order.</summary>
    public static bool IsUnmatched(this WaitReason reason) =>
        reason is WaitReason.NoPool or WaitReason.RepositoryDenied or WaitReason.RepositoryPublic
            or WaitReason.RepositoryFork or WaitReason.JobIgnored;
}
