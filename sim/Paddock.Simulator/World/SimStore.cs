using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Ports.Store;
using Paddock.Simulator.Checkers;
using Paddock.Simulator.Faults;

namespace Paddock.Simulator.World;

/// <summary>
/// The door to the store of one engine: what is asked takes a moment, may fail, and is lost or kept when the engine
/// crashes before the answer, as on a real disk.
/// </summary>
public sealed class SimStore(IStoreCore core, SimTime time, SimDice dice, FaultBox faults, Trace trace,
    Watchdog watchdog) : IStore
{
    private bool _isClosed;

    public string Install => core.Install;

    /// <summary>Has a decision been refused because another holds the lease now?</summary>
    public bool IsFenced { get; private set; }

    /// <summary>Every fact that changed a row, as it was stored.</summary>
    public event Action<JournalEntry>? Stored;

    /// <summary>The engine is dead: what it asked and has not reached the disk is gone.</summary>
    public void Close() => _isClosed = true;

    public Task<Lease?> AcquireAsync(CancellationToken cancellationToken) => Task.FromResult(core.Acquire());

    public Task<Observed> ObserveAsync(Report report, CancellationToken cancellationToken) =>
        WriteAsync(() => core.Observe(report, time.True));

    public Task<Decided> DecideAsync(DecisionBatch batch, CancellationToken cancellationToken) =>
        WriteAsync(() =>
        {
            CheckLegality(batch);
            var decided = core.Decide(batch);
            IsFenced |= decided.Verdict == BatchVerdict.WrongEpoch;
            return decided;
        });

    public Task<IReadOnlyList<JournalEntry>> ReadSinceAsync(long seq, int entriesMax,
        CancellationToken cancellationToken) =>
        Task.FromResult(core.ReadSince(seq, entriesMax));

    public Task<OpenRows> LoadOpenAsync(CancellationToken cancellationToken) => Task.FromResult(core.LoadOpen());

    public Task<Row?> LoadAsync(Subject subject, CancellationToken cancellationToken) =>
        Task.FromResult(core.Load(subject));

    /// <summary>A decision on a row that has not moved must be legal: the planner knew all there was to know.</summary>
    private void CheckLegality(DecisionBatch batch)
    {
        foreach (var (fact, version) in batch.Items.SelectMany(item => item.Facts))
        {
            var row = core.Load(fact.Subject);
            if (version != PlannedFact.AnyVersion && version == (row?.Version ?? 0) && !Transitions.Allow(row, fact))
            {
                watchdog.Bark("legal", $"planned {fact} on {row}");
            }
        }
    }

    private Task<T> WriteAsync<T>(Func<T> write)
    {
        var reply = new TaskCompletionSource<T>();
        time.After(dice.Millis(0, 3), () =>
        {
            if (_isClosed)
            {
                return;
            }
            if (faults.OutageOf(FaultBox.Disk) is not null)
            {
                faults.Count("write to a full disk");
                reply.SetException(new StoreFaultException(StoreFaultKind.DiskFull, "The disk is full.", "Make room."));
                return;
            }
            if (faults.Strikes("store fails", faults.Rates.StoreFails))
            {
                reply.SetException(new StoreFaultException(StoreFaultKind.Unavailable, "The disk is slow.", "Wait."));
                return;
            }
            var before = core.Seq;
            core.Begin();
            var answer = write();
            core.Commit();
            foreach (var entry in core.ReadSince(before, int.MaxValue))
            {
                trace.Add(time, entry);
                Stored?.Invoke(entry);
            }

            // Stored, and the answer still on its way: a crash now is the case in which a fact is known to the disk
            // and to nobody else.
            time.After(dice.Millis(0, 2), () => reply.TrySetResult(answer));
        });
        return reply.Task;
    }
}
