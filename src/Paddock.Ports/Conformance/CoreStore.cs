using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Ports.Store;

namespace Paddock.Ports.Conformance;

/// <summary>
/// An <see cref="IStoreCore"/> as the store it is the core of: each call a transaction of its own, done when the call
/// returns. So one suite holds for stores with and without a thread.
/// </summary>
public sealed class CoreStore(IStoreCore core, Func<DateTimeOffset> now) : IStore
{
    public string Install => core.Install;

    public Task<Lease?> AcquireAsync(CancellationToken cancellationToken) => Answer(core.Acquire);

    public Task<Observed> ObserveAsync(Report report, CancellationToken cancellationToken) =>
        Answer(() => Write(() => core.Observe(report, now())));

    public Task<Decided> DecideAsync(DecisionBatch batch, CancellationToken cancellationToken) =>
        Answer(() => Write(() => core.Decide(batch)));

    public Task<IReadOnlyList<JournalEntry>> ReadSinceAsync(
        long seq, int entriesMax, CancellationToken cancellationToken) =>
        Answer(() => core.ReadSince(seq, entriesMax));

    public Task<OpenRows> LoadOpenAsync(CancellationToken cancellationToken) => Answer(core.LoadOpen);

    public Task<Row?> LoadAsync(Subject subject, CancellationToken cancellationToken) =>
        Answer(() => core.Load(subject));

    private TReply Write<TReply>(Func<TReply> work)
    {
        core.Begin();
        try
        {
            var reply = work();
            core.Commit();
            return reply;
        }
        catch
        {
            core.Rollback();
            throw;
        }
    }

    /// <summary>A fault belongs into the task, as with a store that has a thread.</summary>
    private static Task<TReply> Answer<TReply>(Func<TReply> work)
    {
        try
        {
            return Task.FromResult(work());
        }
        catch (StoreFaultException fault)
        {
            return Task.FromException<TReply>(fault);
        }
    }
}
