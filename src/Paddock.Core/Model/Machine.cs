using System.Text.Json.Serialization;

namespace Paddock.Core.Model;

/// <summary>
/// What a provider's list says about a machine. It never says "runner online": that is GitHub's side.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<MachinePhase>))]
public enum MachinePhase
{
    /// <summary>Made and not started, or still booting without proof of life.</summary>
    Creating,

    /// <summary>Ready without a ticket.</summary>
    Blank,

    Running,

    /// <summary>Ended by itself: exited, powered off.</summary>
    Finished,

    /// <summary>Could not be started, or died of a fault the provider names.</summary>
    Failed,
}

/// <summary>What a machine was planned to be. Frozen: a reload of the configuration does not change it.</summary>
public sealed record MachinePlan(
    PoolName Pool, Scope Scope, Offer Offer, OrderKey BornFor, int Generation, DateTimeOffset PlannedAt,
    DateTimeOffset Deadline);

/// <summary>One look at a machine. <paramref name="ExitCode"/> where the provider knows one.</summary>
public sealed record MachineSighting(AsOf AsOf, MachinePhase Phase, int? ExitCode, string Message);

/// <summary>Why a machine is to go, and how far that has come.</summary>
public sealed record Condemnation(Planning.Reason Reason, Intent Intent);

/// <summary>The reading of a machine's row (decision D12).</summary>
public enum MachineState
{
    /// <summary>Asked for, no answer yet, or an answer that was lost.</summary>
    Creating,
    Blank,
    Serving,

    /// <summary>It ended by itself and waits to be cleared away.</summary>
    Finished,

    /// <summary>It failed, and is kept for somebody to look at.</summary>
    Kept,
    Deleting,

    /// <summary>Wears our tags, and no plan of ours explains it.</summary>
    Stray,
    Absent,
}

/// <summary>One machine at a provider.</summary>
public sealed record MachineRow(MachineName Name) : Row
{
    public required ProviderName Provider { get; init; }

    /// <summary>Null for a stray.</summary>
    public MachinePlan? Plan { get; init; }

    /// <summary>The promise to make it, or to hand it to a runner.</summary>
    public Intent? Intent { get; init; }

    /// <summary>The promise to look it up by name.</summary>
    public Intent? Looking { get; init; }

    /// <summary>The runner it was made for or handed to; null while blank.</summary>
    public RunnerName? Runner { get; init; }

    /// <summary>When a create was answered with success.</summary>
    public AsOf? CreatedAsOf { get; init; }

    /// <summary>The newest refusal or lost reply of a create or serve.</summary>
    public Setback? Setback { get; init; }

    public MachineSighting? Seen { get; init; }

    /// <summary>The latest moment at which a look may have found it there.</summary>
    public AsOf? SeenUntil { get; init; }

    /// <summary>When the machine was first seen to have ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The newest complete look that did not find it.</summary>
    public AsOf? MissingAsOf { get; init; }

    /// <summary>It failed, and is not cleared away before this, for somebody to look at.</summary>
    public DateTimeOffset? KeptUntil { get; init; }

    public Condemnation? Condemned { get; init; }

    public Setback? DeleteSetback { get; init; }

    /// <summary>We have given up waiting for a create that nobody answered; it is proven not to be there.</summary>
    public AsOf? ClosedAsOf { get; init; }

    [JsonIgnore]
    public override Subject Subject => Subject.Of(Name);

    [JsonIgnore]
    public override bool IsOpen => State != MachineState.Absent;

    /// <summary>The newest proof that it exists: the create's own answer or a sighting.</summary>
    [JsonIgnore]
    public AsOf? KnownAsOf => AsOf.Later(CreatedAsOf, SeenUntil);

    /// <summary>
    /// Nobody knows yet whether the create was done: a success, a refusal or a sighting settles it. Until then the
    /// machine counts towards every limit, even if lists do not show it: the reply may be lost while the order stands.
    /// </summary>
    [JsonIgnore]
    public bool IsUnsettled =>
        Plan is not null && KnownAsOf is null && Setback is null or { Fault: FaultKind.Ambiguous };

    [JsonIgnore]
    public bool HasEnded => Seen is { Phase: MachinePhase.Finished or MachinePhase.Failed };

    /// <summary>It did not end as it should: the provider names a fault, or its exit code is one.</summary>
    [JsonIgnore]
    public bool HasFailed => Seen is { Phase: MachinePhase.Failed } or { Phase: MachinePhase.Finished, ExitCode: > 0 };

    [JsonIgnore]
    public MachineState State
    {
        get
        {
            if (IsAbsent)
            {
                return MachineState.Absent;
            }
            if (Condemned is not null)
            {
                return MachineState.Deleting;
            }
            if (Plan is null || ClosedAsOf is not null)
            {
                return MachineState.Stray;
            }
            if (KeptUntil is not null)
            {
                return MachineState.Kept;
            }
            if (HasEnded)
            {
                return MachineState.Finished;
            }
            if (KnownAsOf is null || Seen is { Phase: MachinePhase.Creating } && CreatedAsOf is null)
            {
                return MachineState.Creating;
            }
            return Runner is null ? MachineState.Blank : MachineState.Serving;
        }
    }

    /// <summary>
    /// When the provider was proven to have carried out <see cref="Intent"/>: its own answer, or a sighting of the
    /// machine running, which no machine does before its ticket is in place. Null while that is open.
    /// </summary>
    [JsonIgnore]
    public DateTimeOffset? FulfilledAt
    {
        get
        {
            if (Intent is null)
            {
                return null;
            }
            if (CreatedAsOf > Intent.Decided)
            {
                return CreatedAsOf.Value.At;
            }
            return Seen is { Phase: MachinePhase.Running } seen && seen.AsOf > Intent.Decided ? seen.AsOf.At : null;
        }
    }

    /// <summary>When it was first known to be dead or not there; null while it may be alive.</summary>
    [JsonIgnore]
    public DateTimeOffset? DeadSince =>
        EndedAt ?? (IsAbsent ? (AsOf.Later(MissingAsOf, ClosedAsOf) ?? Setback?.AsOf)?.At : null);

    private bool IsAbsent
    {
        get
        {
            if (KnownAsOf is not { } known)
            {
                // Never proven to exist: a definite refusal ends it, a lost reply does not.
                return Plan is null || ClosedAsOf is not null || Setback is { Fault: not FaultKind.Ambiguous };
            }
            return MissingAsOf > known || ClosedAsOf > known;
        }
    }
}
