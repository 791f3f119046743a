using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Engine;
using Paddock.Ports.Store;

namespace Paddock.Simulator.Checkers;

/// <summary>
/// Nobody rebuilds the rows from the journal, but it must give the same rows: the journal is what people read. And
/// what the engine plans on is kept by folding as it goes: it must be what the store holds open.
/// </summary>
public sealed class BooksCheck(Watchdog watchdog, IStoreCore core)
{
    /// <summary>Several passes, each of which may meet a store that fails.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The newest entry at some look; a picture has to show it soon, whatever is stored meanwhile.</summary>
    private long _owed;

    public bool IsRead(FleetView view) => view.Snapshot.Seq == core.Seq;

    /// <summary>Called between any two events: the engine may be behind the store, but not for long.</summary>
    public void Look(FleetView? view)
    {
        var isBehind = view is not null && view.Snapshot.Seq < _owed;
        watchdog.BarkIfLasting("books", "behind", isBehind, Patience, "the engine does not read what the store holds");
        if (!isBehind)
        {
            _owed = core.Seq;
        }
    }

    /// <summary>At the end, when the engine has read all there is.</summary>
    public void Run(FleetView view)
    {
        CheckPicture(view);
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

    private void CheckPicture(FleetView view)
    {
        var of = view.Snapshot;
        if (!IsRead(view))
        {
            watchdog.Bark("books", $"the engine has read up to entry {of.Seq}, and the store's last is {core.Seq}");
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
