using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Ports.Store;

namespace Paddock.Simulator.Checkers;

/// <summary>Nobody rebuilds the rows from the journal, but it must give the same rows: the journal is what people read.</summary>
public static class BooksCheck
{
    public static void Run(Watchdog watchdog, IStoreCore core)
    {
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
}
