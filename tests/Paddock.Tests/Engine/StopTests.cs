using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Engine;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Ports.Store;
using Paddock.Storage.Sqlite;
using Paddock.Tests.App.Http;
using Paddock.Tests.Core.Planning;
using Paddock.Tests.Storage;

namespace Paddock.Tests.Engine;

public sealed class StopTests
{
    [Fact]
    public async Task A_step_whose_decision_was_stored_while_the_stop_came_is_finished_all_the_same()
    {
        using var stop = new CancellationTokenSource();
        await using var store = await SqliteStore.OpenAsync(
            new SqliteStoreOptions(":memory:"), new CountingDice(), TimeProvider.System,
            NullLogger<SqliteStore>.Instance);
        var job = SampleJob();
        await store.ObserveAsync(new Report([job]), TestContext.Current.CancellationToken);
        using var pump = new Pump();
        var engine = TestEngine.Of(
            pump, new StopsAtDecision(store, stop), new GrantingForge(), new SlowProvider());

        pump.Run(() => engine.RunAsync(stop.Token));

        var facts = await store.ReadSinceAsync(0, 1_000, TestContext.Current.CancellationToken);
        facts.Select(entry => entry.Fact).OfType<MachineCreated>().ShouldHaveSingleItem();
    }

    private static JobQueued SampleJob() => new(
        TimeProvider.System.GetUtcNow(), new JobKey("github.com", 1), TestFleet.Details("self-hosted", "linux"),
        QueuedAt: null);

    /// <summary>So many turns of the pump: everything else that waits for its turn there is done by then.</summary>
    private static async Task HopAsync(int turns)
    {
        for (var i = 0; i < turns; i++)
        {
            await Task.Yield();
        }
    }

    /// <summary>The stop comes when a decision is on the disk and the engine has not heard of it yet.</summary>
    private sealed class StopsAtDecision(IStore inner, CancellationTokenSource stop) : IStore
    {
        public string Install => inner.Install;

        public Task<Lease?> AcquireAsync(CancellationToken cancellationToken) => inner.AcquireAsync(cancellationToken);

        public Task<Observed> ObserveAsync(Report report, CancellationToken cancellationToken) =>
            inner.ObserveAsync(report, cancellationToken);

        public async Task<Decided> DecideAsync(DecisionBatch batch, CancellationToken cancellationToken)
        {
            var decided = await inner.DecideAsync(batch, cancellationToken);
            if (batch.Items.Any(item => item.Facts.Any(planned => planned.Fact is RunnerPlanned)))
            {
                await stop.CancelAsync();
                await HopAsync(turns: 100);
            }
            return decided;
        }

        public Task<IReadOnlyList<JournalEntry>> ReadSinceAsync(
            long seq, int entriesMax, CancellationToken cancellationToken) =>
            inner.ReadSinceAsync(seq, entriesMax, cancellationToken);

        public Task<OpenRows> LoadOpenAsync(CancellationToken cancellationToken) =>
            inner.LoadOpenAsync(cancellationToken);

        public Task<Row?> LoadAsync(Subject subject, CancellationToken cancellationToken) =>
            inner.LoadAsync(subject, cancellationToken);
    }

    private sealed class SlowProvider : IProvider
    {
        private readonly StillProvider _still = new();

        public ProviderTraits Traits => _still.Traits;

        public Task<IReadOnlyList<Finding>> ValidateAsync(
            IReadOnlyList<Offer> offers, CancellationToken cancellationToken) =>
            _still.ValidateAsync(offers, cancellationToken);

        public async Task<EnsureReply> EnsureAsync(
            MachineSpec spec, Ticket? ticket, CancellationToken cancellationToken)
        {
            await HopAsync(turns: 1_000);
            return new EnsureReply.Done(Adopted: false);
        }

        public Task<MachineListReply> ListAsync(CancellationToken cancellationToken) =>
            _still.ListAsync(cancellationToken);

        public Task<DeleteReply> DeleteAsync(MachineName name, CancellationToken cancellationToken) =>
            _still.DeleteAsync(name, cancellationToken);

        public IAsyncEnumerable<MachineEvent> WatchAsync(CancellationToken cancellationToken) =>
            _still.WatchAsync(cancellationToken);

        public Task<Diagnosis?> DiagnoseAsync(MachineName name, CancellationToken cancellationToken) =>
            _still.DiagnoseAsync(name, cancellationToken);
    }
}
