using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Engine;
using Paddock.Ports.Store;

namespace Paddock.Simulator.Checkers;

/// <summary>
/// Nobody rebuilds the rows from the journal, but it must give the same rows: the journal is what people read.
/// </summary>
public static class BooksCheck
{
    public static void Run(Watchdog watchdog, IStoreCore core, FleetView view)
    {
        CheckPicture(watchdog, core, view);
        var rows = new Dictionary<Subject, Row>();
        foreach (var entry in core.ReadSince(0, int.MaxValue))
        {
            var row = Fold.Apply(rows.GetValueOrDefault(entry.Fact.Subject), entry.Fact);
            rows[entry.Fact.Subject] = row! with { Version = entry.Version };
        }
        foreach (var (subject, row) in rows)
        {
            if (!row.Equals(core.Load(subject)))
            {
                watchdog.Bark("books", $"the journal gives another row than the store has for {subject}");
            }
        }
    }

    /// <summary>What the engine plans on is kept by folding as it goes; it must be what the store holds open.</summary>
    private static void CheckPicture(Watchdog watchdog, IStoreCore core, FleetView view)
    {
        var of = view.Snapshot;
        if (of.Seq != core.Seq)
        {
            return;
        }
        var seen = of.Jobs.Concat<Row>(of.Orders).Concat(of.Runners).Concat(of.Machines).Concat(of.Places)
            .Concat(of.Pools)
            .Where(row => row.IsOpen).Select(row => (row.Subject, row.Version)).ToHashSet();
        var open = core.LoadOpen().Rows.Where(row => row is { IsOpen: true } and not FleetRow)
            .Select(row => (row.Subject, row.Version)).ToHashSet();
        open.SymmetricExceptWith(seen);
        foreach (var (subject, version) in open)
        {
            watchdog.Bark("books", $"engine and store do not agree on {subject}, version {version}");
        }
    }
}
