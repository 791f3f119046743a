using Paddock.Core.Model;
using Paddock.Ports.Store;

namespace Paddock.Ports.Conformance;

/// <summary>The checks of a store, by what is asked of it.</summary>
internal static partial class StoreChecks
{
    public static IReadOnlyList<(int Promise, string Name, Func<StoreBench, Task> RunAsync)> Observing { get; } =
    [
        (3, "Every kind of fact is folded, journaled and read back as it was", EveryKindOfFact),
        (3, "A row's version counts its journal entries", VersionsCount),
        (4, "A fact that changes no row is not journaled", NoNoise),
        (5, "A repeated delivery is not looked at, even with other facts in it", RepeatsAreNotLookedAt),
        (5, "A delivery that changed nothing is remembered, too", QuietDeliveriesAreRemembered),
        (5, "A delivery is remembered for three days, and not for longer", DeliveriesAreForgotten),
        (6, "Observations need no lease", ObservingNeedsNoLease),
        (6, "Late, early and empty reports are taken", NothingIsRefused),
    ];

    private static async Task EveryKindOfFact(StoreBench bench)
    {
        await bench.LeadAsync();
        await bench.PutAsync(SampleFacts.OneOfEachKind);
        var journal = await bench.JournalAsync();
        Expect.That(
            journal.Select(entry => entry.Fact).SequenceEqual(SampleFacts.OneOfEachKind),
            "The journal does not hold the facts as they were stored, in their order.");
        foreach (var (subject, row) in await bench.FoldedAsync())
        {
            var stored = await bench.LoadAsync(subject);
            Expect.That(row.Equals(stored), $"Folding gives {row}, and the store has {stored}.");
        }
    }

    private static async Task VersionsCount(StoreBench bench)
    {
        await bench.ObserveAsync(SampleFacts.JobHeld(1, 1), SampleFacts.JobQueued(1, 2), SampleFacts.JobQueued(2, 3));
        await bench.ObserveAsync(SampleFacts.JobStarted(1, 1, 4));
        var versions = (await bench.JournalAsync()).Select(entry => (entry.Fact.Subject.Key, entry.Version));
        Expect.That(
            versions.SequenceEqual(
                [("github.com/1", 1), ("github.com/1", 2), ("github.com/2", 1), ("github.com/1", 3)]),
            "Versions do not count by one for each entry about the row.");
        var version = await bench.VersionOfAsync(Subject.Of(SampleFacts.Job(1)));
        Expect.That(version == 3, $"Three facts changed the row, and its version is {version}.");
    }

    private static async Task NoNoise(StoreBench bench)
    {
        await bench.PutAsync(SampleFacts.JobQueued(1, 1));
        var again = await bench.ObserveAsync(SampleFacts.JobQueued(1, 1));
        Expect.That(
            again == new Observed(IsRepeat: false, Changed: 0), $"A fact that says nothing new was answered {again}.");
        var mixed = await bench.ObserveAsync(
            SampleFacts.JobQueued(1, 1), SampleFacts.JobQueued(2, 1), SampleFacts.JobHeld(1, 2));
        Expect.That(mixed.Changed == 1, $"One of three facts is news, and {mixed.Changed} rows changed.");
        var entries = (await bench.JournalAsync()).Count;
        Expect.That(entries == 2, $"Two facts changed rows, and the journal has {entries} entries.");
        var version = await bench.VersionOfAsync(Subject.Of(SampleFacts.Job(1)));
        Expect.That(version == 1, $"A repeat moved the row to version {version}.");
    }

    private static readonly Guid Delivery = new("0a5b2f30-0000-11ef-8000-c0ffee000001");
    private static readonly Guid OtherDelivery = new("0a5b2f30-0000-11ef-8000-c0ffee000002");

    private static async Task RepeatsAreNotLookedAt(StoreBench bench)
    {
        var first = await bench.DeliverAsync(Delivery, SampleFacts.JobQueued(1, 1));
        Expect.That(first == new Observed(IsRepeat: false, Changed: 1), $"A new delivery was answered {first}.");
        var repeat = await bench.DeliverAsync(Delivery, SampleFacts.JobQueued(2, 1));
        Expect.That(repeat == new Observed(IsRepeat: true, Changed: 0), $"A repeated delivery was answered {repeat}.");
        Expect.That(
            await bench.LoadAsync(Subject.Of(SampleFacts.Job(2))) is null, "A repeated delivery was looked at.");
        var other = await bench.DeliverAsync(OtherDelivery, SampleFacts.JobQueued(2, 1));
        Expect.That(other == new Observed(IsRepeat: false, Changed: 1), $"Another delivery was answered {other}.");
    }

    private static async Task QuietDeliveriesAreRemembered(StoreBench bench)
    {
        await bench.PutAsync(SampleFacts.JobQueued(1, 1));
        await bench.DeliverAsync(Delivery, SampleFacts.JobQueued(1, 1));
        var repeat = await bench.DeliverAsync(Delivery, SampleFacts.JobQueued(2, 1));
        Expect.That(repeat.IsRepeat, "A delivery whose facts were no news was taken for a new one the second time.");
    }

    private static async Task DeliveriesAreForgotten(StoreBench bench)
    {
        await bench.DeliverAsync(Delivery, SampleFacts.JobQueued(1, 1));
        bench.Trial.Advance(TimeSpan.FromDays(3) - TimeSpan.FromMinutes(1));
        var late = await bench.DeliverAsync(Delivery, SampleFacts.JobQueued(2, 1));
        Expect.That(late.IsRepeat, "A delivery was forgotten before three days had passed.");
        bench.Trial.Advance(TimeSpan.FromMinutes(2));
        var later = await bench.DeliverAsync(Delivery, SampleFacts.JobQueued(2, 1));
        Expect.That(
            later == new Observed(IsRepeat: false, Changed: 1), $"A delivery of long ago was answered {later}.");
        var again = await bench.DeliverAsync(Delivery, SampleFacts.JobQueued(3, 1));
        Expect.That(again.IsRepeat, "A delivery that came again after three days was not remembered anew.");
    }

    private static async Task ObservingNeedsNoLease(StoreBench bench)
    {
        await bench.PutAsync(SampleFacts.JobQueued(1, 1));
        await bench.LeadAsync();
        await bench.LeadAsync();

        // What an effect of the fenced epoch brought still happened.
        await bench.PutAsync(SampleFacts.RunnerTicketed(1, 2));
    }

    private static async Task NothingIsRefused(StoreBench bench)
    {
        var empty = await bench.ObserveAsync();
        Expect.That(empty == default, $"An empty report was answered {empty}.");
        await bench.PutAsync(SampleFacts.JobFinished(1, 1, 9));
        await bench.ObserveAsync(SampleFacts.JobQueued(1, 1));
        var job = Expect.Is<JobRow>((await bench.LoadAsync(Subject.Of(SampleFacts.Job(1))))!);
        Expect.That(job.Rank == JobRank.Completed, "A late report revived a job that is over.");
        await bench.PutAsync(SampleFacts.MachineMissing(9, 1));
    }
}
