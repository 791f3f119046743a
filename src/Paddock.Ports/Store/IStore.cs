using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Core.Planning;

namespace Paddock.Ports.Store;

/// <summary>
/// Facts to be stored together. <paramref name="Delivery"/> is GitHub's delivery id, if they came in one.
/// </summary>
public sealed record Report(IReadOnlyList<Observation> Facts, Guid? Delivery = null);

/// <param name="IsRepeat">The delivery was processed before; nothing was looked at.</param>
/// <param name="Changed">How many rows changed. A fact that changes no row is not journaled.</param>
public readonly record struct Observed(bool IsRepeat, int Changed);

/// <summary>Decisions that stand or fall together, each with the version of the row it was taken on.</summary>
public sealed record DecisionItem(IReadOnlyList<PlannedFact> Facts);

/// <summary>What one planning pass decided. Numbers count up by one within an epoch, from 1.</summary>
public sealed record DecisionBatch(int Epoch, long Number, IReadOnlyList<DecisionItem> Items);

public enum BatchVerdict
{
    Stored,

    /// <summary>The lease has a newer epoch: somebody else decides now.</summary>
    WrongEpoch,

    /// <summary>The number is not the next one.</summary>
    WrongNumber,
}

/// <param name="Accepted">
/// For each item, whether it was stored. An item is dropped alone when a row has moved since, or when the decision is
/// not legal in the row's state.
/// </param>
public sealed record Decided(BatchVerdict Verdict, IReadOnlyList<bool> Accepted);

/// <summary>Every open row as of one journal position, with the closed rows that open ones speak of.</summary>
public sealed record OpenRows(long Seq, IReadOnlyList<Row> Rows);

/// <summary>
/// The right to decide. <paramref name="Until"/> is null where the lease lasts as long as the process.
/// </summary>
public sealed record Lease(int Epoch, DateTimeOffset? Until);

/// <summary>
/// Where rows and journal live. An implementation promises:
/// <list type="number">
/// <item><b>Durable.</b> When a call that stores returns, what it stored survives the loss of power.</item>
/// <item><b>Atomic.</b> The facts of a report, and those of an accepted item, are stored with their rows or not at
/// all.</item>
/// <item><b>One fold.</b> A row changes only by <see cref="Fold.Apply"/>; its version grows by exactly one for each
/// journal entry about it, and by nothing else.</item>
/// <item><b>No noise.</b> A fact that changes no row is not journaled.</item>
/// <item><b>Repeats.</b> A delivery id that was stored in the last three days is a repeat: its facts are not looked
/// at.</item>
/// <item><b>Observations are never refused</b> for what they say, nor for who holds the lease.</item>
/// <item><b>Fencing.</b> A batch of any epoch but the newest is refused whole; so is a number other than the next. The
/// batch stored last, offered again unchanged, is answered as it was the first time.</item>
/// <item><b>Versions.</b> An item whose row is not at the expected version, or whose decision
/// <see cref="Transitions"/> does not allow, is dropped alone. <see cref="PlannedFact.AnyVersion"/> expects
/// nothing.</item>
/// <item><b>Prefix.</b> Entries are numbered without regard to gaps; after <c>ReadSince</c> returned up to a number,
/// no entry with that number or a smaller one ever appears later.</item>
/// <item><b>Epochs.</b> Each grant of the lease has an epoch larger than every one before.</item>
/// <item><b>Loud.</b> What cannot be done throws <see cref="StoreFaultException"/>, and nothing of it was
/// stored.</item>
/// </list>
/// Numbers are referred to by the conformance suite (<c>Conformance/StoreConformance</c>).
/// </summary>
public interface IStore
{
    /// <summary>The nonce made with the store, half of the fleet's identity.</summary>
    string Install { get; }

    /// <summary>Takes the lease, or null when another holds it.</summary>
    Task<Lease?> AcquireAsync(CancellationToken cancellationToken);

    Task<Observed> ObserveAsync(Report report, CancellationToken cancellationToken);

    Task<Decided> DecideAsync(DecisionBatch batch, CancellationToken cancellationToken);

    /// <summary>Entries after <paramref name="seq"/>, oldest first, at most <paramref name="entriesMax"/>.</summary>
    Task<IReadOnlyList<JournalEntry>> ReadSinceAsync(long seq, int entriesMax, CancellationToken cancellationToken);

    Task<OpenRows> LoadOpenAsync(CancellationToken cancellationToken);

    Task<Row?> LoadAsync(Subject subject, CancellationToken cancellationToken);
}
