using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Engine;
using Paddock.Ports.Providers;
using Paddock.Ports.Store;
using Paddock.Storage.Sqlite;
using Paddock.Tests.App.Http;
using Paddock.Tests.Core.Planning;
using Paddock.Tests.Storage;
using Paddock.Tests.Support;

namespace Paddock.Tests.Engine;

/// <summary>While no pass comes to its end, whoever looks is told why, and no pass is counted.</summary>
public sealed class StoreOutageTests
{
    [Fact]
    public async Task A_store_that_fails_is_shown_at_once_and_so_is_its_return()
    {
        await using var inner = await SqliteStore.OpenAsync(
            new SqliteStoreOptions(":memory:"), new CountingDice(), TimeProvider.System,
            NullLogger<SqliteStore>.Instance);
        var store = new FailingStore(inner);
        using var stop = new CancellationTokenSource();
        using var pump = new Pump();
        var engine = TestEngine.Of(pump, store);
        var running = Task.Run(() => pump.Run(() => engine.RunAsync(stop.Token)), CancellationToken.None);
        await Eventually.HoldsAsync(() => IsGood(engine) == true);

        store.Fails = true;
        engine.Ring();
        await Eventually.HoldsAsync(() => IsGood(engine) == false);
        var plan = engine.View!.Plan;
        await Eventually.HoldsAsync(() => store.Failures > 2);
        engine.View.Plan.ShouldBeSameAs(plan, "no pass was made");
        store.Fails = false;
        await Eventually.HoldsAsync(() => IsGood(engine) == true);

        await stop.CancelAsync();
        await running;
    }

    private static bool? IsGood(FleetEngine engine) => engine.View?.Health.GetValueOrDefault("store")?.IsGood;

    private sealed class FailingStore(IStore inner) : IStore
    {
        public volatile bool Fails;

        public volatile int Failures;

        public string Install => inner.Install;

        public Task<Lease?> AcquireAsync(CancellationToken cancellationToken) => inner.AcquireAsync(cancellationToken);

        public Task<Observed> ObserveAsync(Report report, CancellationToken cancellationToken) =>
            inner.ObserveAsync(report, cancellationToken);

        public Task<Decided> DecideAsync(DecisionBatch batch, CancellationToken cancellationToken) =>
            inner.DecideAsync(batch, cancellationToken);

        public Task<IReadOnlyList<JournalEntry>> ReadSinceAsync(
            long seq, int entriesMax, CancellationToken cancellationToken)
        {
            if (!Fails)
            {
                return inner.ReadSinceAsync(seq, entriesMax, cancellationToken);
            }
            Interlocked.Increment(ref Failures);
            return Task.FromException<IReadOnlyList<JournalEntry>>(
                new StoreFaultException(StoreFaultKind.DiskFull, "There is no room left.", "Free some."));
        }

        public Task<OpenRows> LoadOpenAsync(CancellationToken cancellationToken) =>
            inner.LoadOpenAsync(cancellationToken);

        public Task<Row?> LoadAsync(Subject subject, CancellationToken cancellationToken) =>
            inner.LoadAsync(subject, cancellationToken);
    }
}
