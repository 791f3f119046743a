using Paddock.Core.Folding;
using Paddock.Core.Model;

namespace Paddock.Ports.Conformance;

internal static partial class StoreChecks
{
    public static IReadOnlyList<(int Promise, string Name, Func<StoreBench, Task> RunAsync)> Reading { get; } =
    [
        (3, "The open rows are those that fold to open ones", OpenRowsAreOpen),
        (3, "The closed rows that open ones speak of come with them", CompanionsComeAlong),
        (9, "Pages follow each other without gap and repeat", PagesFollow),
        (9, "Open rows and what is read after them give the rows to come", OpenRowsCatchUp),
        (9, "Nothing appears behind a reader while many write", PrefixHolds),
    ];

    private static async Task OpenRowsAreOpen(StoreBench bench)
    {
        await bench.LeadAsync();
        await bench.PutAsync(SampleFacts.OneOfEachKind);
        await bench.PutAsync([SampleFacts.JobQueued(90, 90), SampleFacts.JobFinished(91, 9, 91)]);
        var open = await bench.Store.LoadOpenAsync(bench.Token);
        var folded = (await bench.FoldedAsync()).Values.Where(row => row.IsOpen).ToList();
        var companions = folded.Select(Ledger.Companion).OfType<Subject>().ToHashSet();
        Expect.That(
            folded.All(row => open.Rows.Contains(row)), "A row that folds to an open one is not among the open rows.");
        Expect.That(
            open.Rows.All(row => row.IsOpen || companions.Contains(row.Subject)),
            "A closed row that no open one speaks of is among the open rows.");
        Expect.That(
            open.Rows.Select(row => row.Subject).Distinct().Count() == open.Rows.Count,
            "A row is among the open rows twice.");
    }

    private static async Task CompanionsComeAlong(StoreBench bench)
    {
        await bench.LeadAsync();
        await bench.PutAsync(
        [
            SampleFacts.OrderOpened(1, 1), SampleFacts.JobFinished(1, 1, 2),
            SampleFacts.RunnerPlanned(1, 1, 1, 3), SampleFacts.MachinePlanned(1, 1, 1, 3),
            SampleFacts.RunnerPlanned(2, 1, 1, 3),
            SampleFacts.MachineCreated(1, 4), SampleFacts.MachineMissing(1, 5), SampleFacts.JobFinished(2, 2, 6),
        ]);
        var open = await bench.Store.LoadOpenAsync(bench.Token);
        var closed = open.Rows.Where(row => !row.IsOpen).Select(row => row.Subject);
        Expect.That(
            closed.OrderBy(subject => subject.Kind).SequenceEqual(
                [Subject.Of(SampleFacts.Job(1)), Subject.Of(SampleFacts.Machine(1))]),
            $"The job and the machine that open rows speak of were wanted, and came: {string.Join(", ", closed)}.");
        await bench.PutAsync(SampleFacts.OrderClosed(1, 7));
        var left = (await bench.Store.LoadOpenAsync(bench.Token)).Rows;
        Expect.That(!left.Any(row => row is JobRow), "A closed job came although its order is closed, too.");
    }

    private static async Task PagesFollow(StoreBench bench)
    {
        for (var id = 1; id <= 20; id++)
        {
            await bench.PutAsync(SampleFacts.JobQueued(id, id));
        }
        var all = await bench.Store.ReadSinceAsync(0, 1000, bench.Token);
        var paged = await bench.JournalAsync();
        Expect.That(
            all.Select(entry => entry.Fact.Subject).SequenceEqual(
                Enumerable.Range(1, 20).Select(id => Subject.Of(SampleFacts.Job(id)))),
            "The journal does not hold twenty jobs in the order in which they were stored.");
        Expect.That(paged.SequenceEqual(all), "Read page by page, the journal is another.");
        Expect.That(
            all.Zip(all.Skip(1)).All(pair => pair.First.Seq < pair.Second.Seq), "Numbers do not grow.");
        Expect.That(
            (await bench.Store.ReadSinceAsync(all[^1].Seq, 10, bench.Token)).Count == 0,
            "There is something after the end.");
    }

    private static async Task OpenRowsCatchUp(StoreBench bench)
    {
        await bench.LeadAsync();
        var ledgers = new List<Ledger>();
        foreach (var fact in SampleFacts.OneOfEachKind)
        {
            var open = await bench.Store.LoadOpenAsync(bench.Token);
            ledgers.Add(new Ledger(open.Seq, open.Rows));
            await bench.PutAsync(fact);
        }
        var folded = await bench.FoldedAsync();
        foreach (var ledger in ledgers)
        {
            await CatchUp(bench, ledger);
            foreach (var (subject, row) in folded.Where(pair => pair.Value.IsOpen))
            {
                var caughtUp = ledger.Find(subject);
                Expect.That(row.Equals(caughtUp), $"The store has {row}, and a reader that caught up has {caughtUp}.");
            }
        }
    }

    private static async Task CatchUp(StoreBench bench, Ledger ledger)
    {
        foreach (var entry in await bench.Store.ReadSinceAsync(ledger.Seq, 1000, bench.Token))
        {
            if (!ledger.TryApply(entry))
            {
                ledger.Reload(entry, (await bench.LoadAsync(entry.Fact.Subject))!);
            }
        }
    }

    private static async Task PrefixHolds(StoreBench bench)
    {
        const int Writers = 16;
        const int Facts = 20;
        var writing = Task.WhenAll(Enumerable.Range(1, Writers).Select(async writer =>
        {
            for (var fact = 0; fact < Facts; fact++)
            {
                await bench.ObserveAsync(SampleFacts.JobQueued((writer * 1000) + fact, fact));
            }
        }));
        var followed = new List<JournalEntry>();
        while (true)
        {
            // Looked at before reading: what is read after the last write is everything that was left.
            var isLast = writing.IsCompleted;
            var page = await bench.Store.ReadSinceAsync(followed.Count == 0 ? 0 : followed[^1].Seq, 5, bench.Token);
            followed.AddRange(page);
            if (isLast && page.Count == 0)
            {
                break;
            }
            await Task.Yield();
        }
        await writing;
        var journal = await bench.JournalAsync();
        Expect.That(
            journal.Count == Writers * Facts && journal.SequenceEqual(followed),
            $"A reader saw {followed.Count} entries, and the journal has {journal.Count} of {Writers * Facts}.");
    }
}
