using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Ports.Store;

namespace Paddock.Tests.Simulator;

/// <summary>A store that does what the one behind it does, but for what is set here.</summary>
internal sealed class AlteredStore(IStore inner) : IStore
{
    /// <summary>What is stored in place of an observation.</summary>
    public Func<Observation, Observation> Observed { get; init; } = fact => fact;

    /// <summary>Decisions that are called stored and are not.</summary>
    public Func<DecisionItem, bool> Swallows { get; init; } = _ => false;

    /// <summary>Calls every decision stored, also one that the holder of the lease alone may make.</summary>
    public bool KnowsNoLease { get; init; }

    /// <summary>Entries of the journal that whoever reads it is not given.</summary>
    public Func<JournalEntry, bool> Hides { get; init; } = _ => false;

    public string Install => inner.Install;

    public Task<Lease?> AcquireAsync(CancellationToken cancellationToken) => inner.AcquireAsync(cancellationToken);

    public Task<Observed> ObserveAsync(Report report, CancellationToken cancellationToken) =>
        inner.ObserveAsync(report with { Facts = [.. report.Facts.Select(Observed)] }, cancellationToken);

    public async Task<Decided> DecideAsync(DecisionBatch batch, CancellationToken cancellationToken)
    {
        var kept = batch.Items.Where(item => !Swallows(item)).ToList();
        var decided = await inner.DecideAsync(batch with { Items = kept }, cancellationToken);
        if (KnowsNoLease && decided.Verdict != BatchVerdict.Stored)
        {
            return new Decided(BatchVerdict.Stored, [.. batch.Items.Select(_ => true)]);
        }
        var accepted = new Queue<bool>(decided.Accepted);
        return decided with { Accepted = [.. batch.Items.Select(item => Swallows(item) || accepted.Dequeue())] };
    }

    public async Task<IReadOnlyList<JournalEntry>> ReadSinceAsync(long seq, int entriesMax,
        CancellationToken cancellationToken) =>
        [.. (await inner.ReadSinceAsync(seq, entriesMax, cancellationToken)).Where(entry => !Hides(entry))];

    public Task<OpenRows> LoadOpenAsync(CancellationToken cancellationToken) => inner.LoadOpenAsync(cancellationToken);

    public Task<Row?> LoadAsync(Subject subject, CancellationToken cancellationToken) =>
        inner.LoadAsync(subject, cancellationToken);
}
