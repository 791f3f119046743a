using Paddock.Core.Model;

namespace Paddock.Core.Folding;

/// <summary>
/// The open rows, kept by folding the journal as it grows. One owner; not safe to share. Closed rows leave it, but for
/// two that an open row still speaks of: a job whose order is open, and a machine whose runner is open. The planner
/// needs to see how they ended.
/// </summary>
public sealed class Ledger
{
    private readonly Dictionary<string, JobRow> _jobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OrderRow> _orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RunnerRow> _runners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MachineRow> _machines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PlaceRow> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PoolRow> _pools = new(StringComparer.Ordinal);
    private readonly HashSet<string> _tended = new(StringComparer.Ordinal);
    private FleetRow? _fleet;

    /// <summary>The last journal entry that is folded in.</summary>
    public long Seq { get; private set; }

    public Ledger(long seq, IReadOnlyList<Row> rows)
    {
        Seq = seq;

        // Orders and runners first: they decide which closed jobs and machines stay.
        foreach (var row in rows.Where(row => row is OrderRow or RunnerRow))
        {
            Put(row);
        }
        foreach (var row in rows.Where(row => row is not (OrderRow or RunnerRow)))
        {
            Put(row);
        }
    }

    /// <summary>The closed row an open one speaks of, to be loaded beside it; null when it speaks of none.</summary>
    public static Subject? Companion(Row row) => row switch
    {
        OrderRow { IsOpen: true, Key.Job: { } job } => Subject.Of(job),
        RunnerRow { IsOpen: true, Plan: { } plan } => Subject.Of(plan.Machine),
        _ => null,
    };

    public IEnumerable<RunnerRow> Runners => _runners.Values;

    public IEnumerable<MachineRow> Machines => _machines.Values;

    public IReadOnlyList<JobRow> OpenJobs() => [.. _jobs.Values.Where(job => job.IsOpen)];

    public Row? Find(Subject subject) => subject.Kind switch
    {
        SubjectKind.Job => _jobs.GetValueOrDefault(subject.Key),
        SubjectKind.Order => _orders.GetValueOrDefault(subject.Key),
        SubjectKind.Runner => _runners.GetValueOrDefault(subject.Key),
        SubjectKind.Machine => _machines.GetValueOrDefault(subject.Key),
        SubjectKind.Place => _places.GetValueOrDefault(subject.Key),
        SubjectKind.Pool => _pools.GetValueOrDefault(subject.Key),
        _ => _fleet,
    };

    /// <summary>
    /// Folds one entry in. False when the row before it is not here, because it was closed and has come back: the
    /// caller then loads the row and puts it with <see cref="Reload"/>.
    /// </summary>
    public bool TryApply(JournalEntry entry)
    {
        if (entry.Seq <= Seq)
        {
            return true;
        }
        var row = Find(entry.Fact.Subject);
        if (entry.Version != (row?.Version ?? 0) + 1)
        {
            if (row is not null && row.Version >= entry.Version)
            {
                // The row was reloaded from the store after this entry was written: it is folded in already.
                Seq = entry.Seq;
                return true;
            }
            return false;
        }
        Seq = entry.Seq;
        if (Fold.Apply(row, entry.Fact) is { } next)
        {
            Put(next with { Version = entry.Version });
        }
        return true;
    }

    /// <summary>Puts a row as the store has it, for an entry that <see cref="TryApply"/> could not fold.</summary>
    public void Reload(JournalEntry entry, Row row)
    {
        Seq = entry.Seq;
        Put(row);
    }

    public Snapshot Snapshot(AsOf asOf, DateTimeOffset epochStartedAt) => new()
    {
        Seq = Seq,
        AsOf = asOf,
        EpochStartedAt = epochStartedAt,
        Jobs = Copy(_jobs),
        Orders = Copy(_orders),
        Runners = Copy(_runners),
        Machines = Copy(_machines),
        Places = Copy(_places),
        Pools = Copy(_pools),
        Fleet = _fleet,
    };

    private void Put(Row row)
    {
        switch (row)
        {
            case JobRow job:
                Keep(_jobs, job, job.IsOpen || _orders.ContainsKey(job.Order.Value));
                break;
            case OrderRow order:
                Keep(_orders, order, order.IsOpen);
                if (!order.IsOpen && order.Job is { } answered)
                {
                    DropClosed(_jobs, answered.ToString());
                }
                break;
            case RunnerRow runner:
                Keep(_runners, runner, runner.IsOpen);
                Tend(runner);
                break;
            case MachineRow machine:
                Keep(_machines, machine, machine.IsOpen || _tended.Contains(machine.Name.Value));
                break;
            case PlaceRow place:
                Keep(_places, place, place.IsOpen);
                break;
            case PoolRow pool:
                Keep(_pools, pool, pool.IsOpen);
                break;
            case FleetRow fleet:
                _fleet = fleet;
                break;
        }
    }

    private void Tend(RunnerRow runner)
    {
        if (runner.Plan is not { } plan)
        {
            return;
        }
        if (runner.IsOpen)
        {
            _tended.Add(plan.Machine.Value);
        }
        else
        {
            _tended.Remove(plan.Machine.Value);
            DropClosed(_machines, plan.Machine.Value);
        }
    }

    private static void DropClosed<TRow>(Dictionary<string, TRow> rows, string key) where TRow : Row
    {
        if (rows.TryGetValue(key, out var row) && !row.IsOpen)
        {
            rows.Remove(key);
        }
    }

    private static void Keep<TRow>(Dictionary<string, TRow> rows, TRow row, bool keep) where TRow : Row
    {
        if (keep)
        {
            rows[row.Subject.Key] = row;
        }
        else
        {
            rows.Remove(row.Subject.Key);
        }
    }

    private static TRow[] Copy<TRow>(Dictionary<string, TRow> rows)
    {
        var copy = new TRow[rows.Count];
        rows.Values.CopyTo(copy, 0);
        return copy;
    }
}
