using System.Text.Json.Serialization;

namespace Paddock.Core.Planning;

/// <summary>
/// Why a step is taken. The list is closed; the name is what the journal, the log line, the metric label, the command
/// line and the dashboard show, in kebab case.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<Reason>))]
public enum Reason
{
    /// <summary>A job waits and nothing that runs or starts can serve it.</summary>
    JobWaiting,

    /// <summary>The pool holds fewer idle runners than its policy asks for.</summary>
    StockShort,

    /// <summary>Its one job is over.</summary>
    JobDone,

    /// <summary>More idle than wanted, and idle for longer than allowed.</summary>
    IdleTooLong,

    /// <summary>Idle for as long as that, while a job waited that GitHub could have given it.</summary>
    PassedOver,

    /// <summary>More idle than the pool may keep.</summary>
    StockSurplus,

    /// <summary>Idle stock gives its place within a limit to a job that waits for one.</summary>
    YieldsToJob,

    /// <summary>Never came online within the registration time-out.</summary>
    NeverRegistered,

    /// <summary>Was online, and GitHub has not heard from it for as long as it may take to come back.</summary>
    WentOffline,

    /// <summary>Older than a machine of its pool may get.</summary>
    TooOld,

    /// <summary>The ticket was asked for by an engine that is gone; nobody can read it any more.</summary>
    TicketLost,

    /// <summary>The machine could not be made.</summary>
    MachineRefused,

    /// <summary>Nobody knows whether the machine was made.</summary>
    MachineUncertain,

    /// <summary>The machine ended by itself.</summary>
    MachineEnded,

    /// <summary>The machine failed, and the pool keeps such for a while.</summary>
    MachineFailed,

    /// <summary>It failed, and was kept for as long as its pool keeps such.</summary>
    KeptLongEnough,

    /// <summary>The machine disappeared from its provider.</summary>
    MachineMissing,

    /// <summary>Its runner is no longer registered.</summary>
    RunnerGone,

    /// <summary>A step of an earlier engine, or one past its deadline, is taken up again.</summary>
    Resumed,

    /// <summary>Wears our mark, and nothing explains it.</summary>
    Stray,

    /// <summary>The operator drains the pool, or the pool left the configuration.</summary>
    PoolDraining,

    /// <summary>The operator asked for it.</summary>
    OperatorAsked,
}
