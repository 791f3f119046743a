using Paddock.Core.Facts;
using Paddock.Core.Model;

namespace Paddock.Core.Folding;

/// <summary>
/// The frozen, versioned picture the planner reads: every open row, as of journal entry <see cref="Seq"/>. Two reads
/// are two worlds, so a pass makes one.
/// </summary>
public sealed record Snapshot
{
    public required long Seq { get; init; }

    /// <summary>When it was taken, under which lease epoch; what the planner decides on it is decided then.</summary>
    public required AsOf AsOf { get; init; }

    public int Epoch => AsOf.Epoch;

    /// <summary>When this epoch began: no effect of an earlier engine was sent after it.</summary>
    public required DateTimeOffset EpochStartedAt { get; init; }

    /// <summary>Open jobs, and closed ones whose order is still open.</summary>
    public required IReadOnlyList<JobRow> Jobs { get; init; }

    public required IReadOnlyList<OrderRow> Orders { get; init; }

    public required IReadOnlyList<RunnerRow> Runners { get; init; }

    /// <summary>Machines that are not absent, and absent ones whose runner is still open.</summary>
    public required IReadOnlyList<MachineRow> Machines { get; init; }

    public required IReadOnlyList<PlaceRow> Places { get; init; }

    public required IReadOnlyList<PoolRow> Pools { get; init; }

    public FleetRow? Fleet { get; init; }
}

/// <summary>A fact as the journal holds it: its place in the sequence and the version its row has after it.</summary>
public sealed record JournalEntry(long Seq, int Version, Fact Fact);
