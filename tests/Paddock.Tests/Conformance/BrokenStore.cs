using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Ports.Conformance;
using Paddock.Ports.Store;
using Paddock.Storage.Sqlite;
using Paddock.Tests.Storage;

namespace Paddock.Tests.Conformance;

/// <summary>A store that keeps every promise but one: what the suite has to find.</summary>
internal sealed class BrokenStore(int promise, ManualTime time) : IStore, IStoreTrial
{
    private readonly List<SqliteCore> _opened = [];
    private CoreStore? _core;
    private Lease? _lease;
    private long _read;

    private CoreStore Inner => _core ??= NewCore();

    public IStore Store => this;

    /// <summary>Promise 1: what was stored is gone.</summary>
    public Task RestartAsync(CancellationToken cancellationToken)
    {
        _core = promise == 1 ? null : _core;
        return Task.CompletedTask;
    }

    public string Install => Inner.Install;

    /// <summary>Promise 10: the same epoch is granted again and again.</summary>
    public async Task<Lease?> AcquireAsync(CancellationToken cancellationToken) =>
        promise == 10 && _lease is not null ? _lease : _lease = await Inner.AcquireAsync(cancellationToken);

    public async Task<Observed> ObserveAsync(Report report, CancellationToken cancellationToken)
    {
        switch (promise)
        {
            case 5:
                return await Inner.ObserveAsync(report with { Delivery = null }, cancellationToken);
            case 6 when report.Facts.Count == 0:
                throw new StoreFaultException(StoreFaultKind.Unavailable, "An empty report.", "Fill it.");
            case 4:
                var observed = await Inner.ObserveAsync(report, cancellationToken);
                return observed.IsRepeat ? observed : observed with { Changed = report.Facts.Count };
            default:
                return await Inner.ObserveAsync(report, cancellationToken);
        }
    }

    public async Task<Decided> DecideAsync(DecisionBatch batch, CancellationToken cancellationToken)
    {
        switch (promise)
        {
            // Each fact stands for itself.
            case 2:
                var items = batch.Items.SelectMany(item => item.Facts, (_, fact) => new DecisionItem([fact])).ToList();
                var apart = await Inner.DecideAsync(batch with { Items = items }, cancellationToken);
                return apart.Accepted.Count == items.Count && batch.Items.Count < items.Count
                    ? apart with { Accepted = [apart.Accepted.All(stored => stored)] }
                    : apart;
            case 7:
                _lease = await Inner.AcquireAsync(cancellationToken);
                return await Inner.DecideAsync(batch with { Epoch = _lease!.Epoch, Number = 1 }, cancellationToken);
            case 8:
                var blind = batch with { Items = [.. batch.Items.Select(Blind)] };
                return await Inner.DecideAsync(blind, cancellationToken);
            default:
                return await Inner.DecideAsync(batch, cancellationToken);
        }
    }

    /// <summary>Promise 9: now and then the last entry of a page is not there yet, and a later one is.</summary>
    public async Task<IReadOnlyList<JournalEntry>> ReadSinceAsync(
        long seq, int entriesMax, CancellationToken cancellationToken)
    {
        var page = await Inner.ReadSinceAsync(seq, entriesMax, cancellationToken);
        return promise == 9 && page.Count > 1 && ++_read % 3 == 0 ? [.. page.Take(page.Count - 2), page[^1]] : page;
    }

    public Task<OpenRows> LoadOpenAsync(CancellationToken cancellationToken) => Inner.LoadOpenAsync(cancellationToken);

    /// <summary>Promise 3: the row has another version than its journal.</summary>
    public async Task<Row?> LoadAsync(Subject subject, CancellationToken cancellationToken) =>
        await Inner.LoadAsync(subject, cancellationToken) is { } row && promise == 3
            ? row with { Version = row.Version + 1 }
            : await Inner.LoadAsync(subject, cancellationToken);

    /// <summary>Promise 11: whatever happens to it, it says that all is well.</summary>
    public Task BreakAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task HealAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Advance(TimeSpan by) => time.Advance(by);

    public ValueTask DisposeAsync()
    {
        _opened.ForEach(core => core.Dispose());
        return ValueTask.CompletedTask;
    }

    private static DecisionItem Blind(DecisionItem item) =>
        new([.. item.Facts.Select(fact => fact with { RowVersion = PlannedFact.AnyVersion })]);

    private CoreStore NewCore()
    {
        _opened.Add(SqliteCore.OpenInMemory(new CountingDice(), time.GetUtcNow()));
        return new CoreStore(_opened[^1], time.GetUtcNow);
    }
}
