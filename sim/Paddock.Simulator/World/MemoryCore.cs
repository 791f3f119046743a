using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Ports.Store;

namespace Paddock.Simulator.World;

/// <summary>
/// The store's promises in memory, for the nine tenths of the runs that do not use the real one. It is held against
/// the same conformance suite.
/// </summary>
public sealed class MemoryCore : IStoreCore
{
    private static readonly TimeSpan DeliveriesKept = TimeSpan.FromDays(3);

    private readonly Dictionary<Subject, Row> _rows = [];
    private readonly List<JournalEntry> _journal = [];
    private readonly Dictionary<Guid, DateTimeOffset> _deliveries = [];
    private DecisionBatch? _lastBatch;
    private Decided? _lastDecided;
    private int _epoch;
    private long _number;

    public string Install => "nonce";

    public long Seq => _journal.Count;

    public IReadOnlyList<JournalEntry> Journal => _journal;

    public Lease? Acquire()
    {
        _number = 0;
        _lastBatch = null;
        return new Lease(++_epoch, null);
    }

    public void Begin()
    {
    }

    public void Commit()
    {
    }

    public void Rollback() => throw new NotSupportedException("Nothing in memory fails half-way.");

    public Observed Observe(Report report, DateTimeOffset now)
    {
        if (report.Delivery is { } delivery)
        {
            if (_deliveries.TryGetValue(delivery, out var before) && now - before < DeliveriesKept)
            {
                return new Observed(IsRepeat: true, Changed: 0);
            }
            _deliveries[delivery] = now;
        }
        return new Observed(IsRepeat: false, report.Facts.Count(Apply));
    }

    public Decided Decide(DecisionBatch batch)
    {
        if (batch.Epoch != _epoch)
        {
            return new Decided(BatchVerdict.WrongEpoch, []);
        }
        if (_lastBatch is not null && batch.Number == _lastBatch.Number && IsSame(batch, _lastBatch))
        {
            return _lastDecided!;
        }
        if (batch.Number != _number + 1)
        {
            return new Decided(BatchVerdict.WrongNumber, []);
        }
        _number++;
        _lastBatch = batch;
        return _lastDecided = new Decided(BatchVerdict.Stored, [.. batch.Items.Select(TryStore)]);
    }

    public IReadOnlyList<JournalEntry> ReadSince(long seq, int entriesMax) =>
        _journal.GetRange((int)seq, (int)Math.Min(entriesMax, _journal.Count - seq));

    public OpenRows LoadOpen()
    {
        var open = _rows.Values.Where(row => row.IsOpen).ToList();
        var companions = open.Select(Ledger.Companion).OfType<Subject>().Distinct()
            .Select(subject => _rows.GetValueOrDefault(subject)).OfType<Row>().Where(row => !row.IsOpen);
        return new OpenRows(_journal.Count, [.. open, .. companions]);
    }

    public Row? Load(Subject subject) => _rows.GetValueOrDefault(subject);

    public void Dispose()
    {
    }

    private bool TryStore(DecisionItem item)
    {
        foreach (var (fact, expected) in item.Facts)
        {
            var row = Load(fact.Subject);
            if ((expected != PlannedFact.AnyVersion && expected != (row?.Version ?? 0))
                || !Transitions.Allow(row, fact))
            {
                return false;
            }
        }
        foreach (var (fact, _) in item.Facts)
        {
            Apply(fact);
        }
        return true;
    }

    private bool Apply(Fact fact)
    {
        var row = Load(fact.Subject);
        var next = Fold.Apply(row, fact);
        if (next is null || ReferenceEquals(next, row))
        {
            return false;
        }
        var version = (row?.Version ?? 0) + 1;
        _rows[fact.Subject] = next with { Version = version };
        _journal.Add(new JournalEntry(_journal.Count + 1, version, fact));
        return true;
    }

    private static bool IsSame(DecisionBatch left, DecisionBatch right) =>
        left.Items.Count == right.Items.Count
        && left.Items.Zip(right.Items).All(pair => pair.First.Facts.SequenceEqual(pair.Second.Facts));
}
