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

    /// <summary>Every offer has refused lately and cools down.</summary>
    OffersCoolingDown,

    /// <summary>GitHub refuses registrations at the target.</summary>
    ScopeCoolingDown,

    PoolPaused,
    PoolDraining,

    /// <summary>The job asks for self-hosted runners, and no pool has all its labels.</summary>
    NoPool,
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
}
