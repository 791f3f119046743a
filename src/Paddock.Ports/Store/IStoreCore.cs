using Paddock.Core.Folding;
using Paddock.Core.Model;

namespace Paddock.Ports.Store;

/// <summary>
/// A store without a thread: the promises of <see cref="IStore"/>, kept synchronously by whoever owns the thread. The
/// embedded store's writer thread drives one, and so does the simulator, on its pump.
/// </summary>
public interface IStoreCore : IDisposable
{
    string Install { get; }

    /// <summary>The newest journal entry's number; reads no disk.</summary>
    long Seq { get; }

    Lease? Acquire();

    /// <summary>Opens a transaction that several observations and decisions share (group commit).</summary>
    void Begin();

    /// <summary>
    /// Makes everything since <see cref="Begin"/> durable. On a fault everything since then is undone.
    /// </summary>
    void Commit();

    void Rollback();

    /// <summary>Within a transaction.</summary>
    Observed Observe(Report report, DateTimeOffset now);

    /// <summary>Within a transaction.</summary>
    Decided Decide(DecisionBatch batch);

    IReadOnlyList<JournalEntry> ReadSince(long seq, int entriesMax);

    OpenRows LoadOpen();

    Row? Load(Subject subject);
}
