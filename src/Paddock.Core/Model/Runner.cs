using System.Text.Json.Serialization;

namespace Paddock.Core.Model;

/// <summary>What a runner was planned to be. Frozen: a reload of the configuration does not change it.</summary>
public sealed record RunnerPlan(
    PoolName Pool, RunnerClass Class, MachineName Machine, OrderKey BornFor, RunnerTimeouts Timeouts,
    DateTimeOffset PlannedAt);

/// <summary>The deadlines of one runner, frozen from its pool. See <c>PoolPolicy</c> for their meaning.</summary>
public sealed record RunnerTimeouts(TimeSpan Registration, TimeSpan Idle, TimeSpan PoweredOff, TimeSpan MaxLifetime);

/// <summary>
/// The registration as GitHub knows it: a REST id now, a scale set's runner id later (decision D10), so that removal
/// asks the right service.
/// </summary>
public sealed record Registration(long Id, long? ScaleSet = null);

/// <summary>
/// One look at GitHub's runner record. <c>Offline</c> and <c>Busy</c> together mean: died in the middle of a job.
/// </summary>
public sealed record RunnerSighting(AsOf AsOf, bool Online, bool Busy);

/// <summary>The job a runner took; <paramref name="FinishedAt"/> is null while it runs.</summary>
public sealed record JobTaken(JobKey Job, DateTimeOffset At, DateTimeOffset? FinishedAt);

/// <summary>Why a runner is to go, and how far that has come.</summary>
public sealed record Retirement(Planning.Reason Reason, Intent Intent);

/// <summary>How we know that a registration is no more.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunnerEnd>))]
public enum RunnerEnd
{
    /// <summary>GitHub confirmed our removal.</summary>
    Removed,

    /// <summary>GitHub does not know it (and we may see the scope, so that is no question of rights).</summary>
    NotFound,

    /// <summary>It ran its one job; GitHub deregisters single-use runners itself.</summary>
    JobDone,

    /// <summary>The ticket was refused: there never was a registration.</summary>
    NeverTicketed,
}

/// <summary>
/// The reading of a runner's row. <c>Busy</c> and <c>Idle</c> are derived from what GitHub said last and are never
/// stored (decision D18).
/// </summary>
public enum RunnerState
{
    /// <summary>A ticket is being asked for.</summary>
    Ticketing,

    /// <summary>Whether the ticket was made is unknown; the name must be removed at GitHub.</summary>
    Lost,

    /// <summary>Registered, not seen online yet.</summary>
    Starting,

    Idle,

    /// <summary>Was online, and GitHub does not hear from it any more. It may come back.</summary>
    Offline,
    Busy,

    /// <summary>Its job is over; the machine is winding down.</summary>
    Spent,

    /// <summary>We asked GitHub to remove it.</summary>
    Retiring,

    /// <summary>Registered under our mark, and no plan of ours made it (or it came back from the dead).</summary>
    Stray,

    Gone,
}

/// <summary>One registration with GitHub.</summary>
public sealed record RunnerRow(RunnerName Name) : Row
{
    /// <summary>
    /// GitHub's runner lists may be a minute old. A registration that is listed this soon after its end is an echo,
    /// later it is a stray.
    /// </summary>
    public static readonly TimeSpan ListEcho = TimeSpan.FromMinutes(2);

    /// <summary>Null for a stray.</summary>
    public RunnerPlan? Plan { get; init; }

    /// <summary>Where GitHub lists it; the plan's scope, or the list it was found in.</summary>
    public Scope? Scope { get; init; }

    public Intent? Ticketing { get; init; }

    /// <summary>When the ticket was granted.</summary>
    public AsOf? TicketedAsOf { get; init; }

    public Registration? Registration { get; init; }

    /// <summary>Asking for the ticket failed: refused, or lost on the way.</summary>
    public Setback? TicketSetback { get; init; }

    public RunnerSighting? Seen { get; init; }

    /// <summary>
    /// When GitHub first showed it online. A single-use runner idles once, so this is since when it idles.
    /// </summary>
    public DateTimeOffset? OnlineAt { get; init; }

    /// <summary>When GitHub did not list it although it could have.</summary>
    public AsOf? MissingAsOf { get; init; }

    public JobTaken? Took { get; init; }

    /// <summary>A pending look-up of this registration.</summary>
    public Intent? Looking { get; init; }

    public Retirement? Retirement { get; init; }

    /// <summary>The last answer to a removal that did not remove: busy, or a fault.</summary>
    public Setback? RemovalSetback { get; init; }

    /// <summary>The operator wants it gone as soon as it is not busy.</summary>
    public DateTimeOffset? RetireAskedAt { get; init; }

    public RunnerEnd? End { get; init; }

    public AsOf? EndAsOf { get; init; }

    [JsonIgnore]
    public override Subject Subject => Subject.Of(Name);

    [JsonIgnore]
    public override bool IsOpen => State != RunnerState.Gone;

    /// <summary>
    /// In the middle of a job, by GitHub's word: a job in progress names it, or GitHub calls it busy.
    /// </summary>
    [JsonIgnore]
    public bool IsBusy => Took is { FinishedAt: null } || (Took is null && Seen is { Busy: true });

    [JsonIgnore]
    public bool IsSpent => Took is { FinishedAt: not null };

    /// <summary>It has no job yet, and may get one now or soon.</summary>
    [JsonIgnore]
    public bool MayTakeJob =>
        State is RunnerState.Ticketing or RunnerState.Starting or RunnerState.Idle or RunnerState.Offline;

    [JsonIgnore]
    public RunnerState State
    {
        get
        {
            if (End is not null && IsEcho)
            {
                return RunnerState.Gone;
            }
            if (IsRetiring)
            {
                return RunnerState.Retiring;
            }
            if (Plan is null || End is not null)
            {
                return RunnerState.Stray;
            }
            if (IsBusy)
            {
                return RunnerState.Busy;
            }
            if (IsSpent)
            {
                return RunnerState.Spent;
            }
            if (TicketedAsOf is null)
            {
                return TicketSetback is null ? RunnerState.Ticketing : RunnerState.Lost;
            }
            return Seen is { Online: true } ? RunnerState.Idle
                : OnlineAt is null ? RunnerState.Starting
                : RunnerState.Offline;
        }
    }

    /// <summary>A removal was decided after whatever ended it last, and its answer is still to come.</summary>
    private bool IsRetiring =>
        Retirement is { Intent: var removal }
        && RemovalSetback?.Attempt != removal.Attempt
        && (EndAsOf is null || removal.Decided > EndAsOf);

    private bool IsEcho => Seen is null || Seen.AsOf <= EndAsOf || Seen.AsOf.At <= EndAsOf!.Value.At + ListEcho;
}
