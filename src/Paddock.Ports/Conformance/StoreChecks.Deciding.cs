using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Ports.Store;

namespace Paddock.Ports.Conformance;

internal static partial class StoreChecks
{
    public static IReadOnlyList<(int Promise, string Name, Func<StoreBench, Task> RunAsync)> Deciding { get; } =
    [
        (2, "An item with one fact that cannot be stored leaves nothing of itself", ItemsAreAtomic),
        (7, "A batch of an older or an unknown epoch is refused whole", EpochsFence),
        (7, "A number other than the next is refused whole", NumbersFence),
        (7, "The last batch, offered again, is answered as before and stored once", LastBatchIsAnsweredAgain),
        (7, "The last number with other content is refused", OtherContentIsRefused),
        (8, "An item whose row has moved is dropped alone", MovedRowsAreDroppedAlone),
        (8, "An item sees what the items before it did", ItemsSeeEarlierItems),
        (8, "An illegal decision is dropped alone", IllegalDecisionsAreDroppedAlone),
        (8, "A decision that expects no version is taken on a closed row", AnyVersionReopens),
        (10, "Each grant of the lease has a larger epoch, and numbers begin anew", EpochsGrow),
    ];

    private static async Task ItemsAreAtomic(StoreBench bench)
    {
        await bench.LeadAsync();
        await bench.PutAsync(SampleFacts.MachinePlanned(1, null, 1, 1));
        var before = (await bench.JournalAsync()).Count;
        var accepted = await bench.DecideAsync(StoreBench.Item(
            new PlannedFact(SampleFacts.RunnerPlanned(1, 1, 1, 2), 0),
            new PlannedFact(SampleFacts.MachinePlanned(1, 1, 1, 2), 0)));
        Expect.That(!accepted[0], "A machine was planned twice.");
        Expect.That(
            await bench.LoadAsync(Subject.Of(SampleFacts.Runner(1))) is null, "Half of a dropped item was stored.");
        Expect.That((await bench.JournalAsync()).Count == before, "Half of a dropped item was journaled.");
    }

    private static async Task EpochsFence(StoreBench bench)
    {
        await bench.LeadAsync();
        var fenced = bench.Epoch;
        await bench.LeadAsync();
        foreach (var epoch in (int[])[fenced, 0, bench.Epoch + 1])
        {
            await ExpectRefusal(bench, epoch, number: 1, BatchVerdict.WrongEpoch);
        }
        await bench.PutAsync(SampleFacts.OrderOpened(1, 1));
    }

    private static async Task NumbersFence(StoreBench bench)
    {
        await bench.LeadAsync();
        foreach (var number in (long[])[2, 0, -1])
        {
            await ExpectRefusal(bench, bench.Epoch, number, BatchVerdict.WrongNumber);
        }
        await bench.PutAsync(SampleFacts.OrderOpened(1, 1));
        await bench.PutAsync(SampleFacts.OrderOpened(2, 1));
        foreach (var number in (long[])[1, 4])
        {
            await ExpectRefusal(bench, bench.Epoch, number, BatchVerdict.WrongNumber);
        }
    }

    private static async Task ExpectRefusal(StoreBench bench, int epoch, long number, BatchVerdict verdict)
    {
        var before = (await bench.JournalAsync()).Count;
        var batch = new DecisionBatch(epoch, number, [StoreBench.Item(SampleFacts.OrderOpened(77, 1))]);
        var decided = await bench.Store.DecideAsync(batch, bench.Token);
        Expect.That(
            decided.Verdict == verdict,
            $"Batch {number} of epoch {epoch} was answered {decided.Verdict} after {bench.Number} of {bench.Epoch}.");
        Expect.That((await bench.JournalAsync()).Count == before, "A refused batch was journaled.");
        Expect.That(await bench.LoadAsync(Subject.Of(SampleFacts.Order(77))) is null, "A refused batch was stored.");
    }

    private static async Task LastBatchIsAnsweredAgain(StoreBench bench)
    {
        await bench.LeadAsync();
        var batch = new DecisionBatch(bench.Epoch, 1,
        [
            StoreBench.Item(SampleFacts.OrderOpened(1, 1)),
            StoreBench.Item(new PlannedFact(SampleFacts.OrderOpened(2, 1), RowVersion: 3)),
            StoreBench.Item(SampleFacts.PolicyChanged(1, 1)),
        ]);
        var first = await bench.Store.DecideAsync(batch, bench.Token);
        Expect.That(first.Accepted.SequenceEqual([true, false, true]), "The batch was not stored as it should.");
        await bench.PutAsync(SampleFacts.JobQueued(5, 2));
        var entries = (await bench.JournalAsync()).Count;
        var again = await bench.Store.DecideAsync(batch, bench.Token);
        Expect.That(
            again.Verdict == BatchVerdict.Stored && again.Accepted.SequenceEqual(first.Accepted),
            $"The last batch was answered {again.Verdict} when it was offered again.");
        Expect.That((await bench.JournalAsync()).Count == entries, "A batch that was offered again was stored again.");
        var next = await bench.Store.DecideAsync(batch with { Number = 2, Items = [] }, bench.Token);
        Expect.That(
            next.Verdict == BatchVerdict.Stored, $"The batch after a repeated one was answered {next.Verdict}.");
    }

    private static async Task OtherContentIsRefused(StoreBench bench)
    {
        await bench.LeadAsync();
        var item = new PlannedFact(SampleFacts.OrderOpened(1, 1), 0);
        await bench.DecideAsync(StoreBench.Item(item));
        DecisionItem[][] others =
        [
            [],
            [StoreBench.Item(item with { RowVersion = PlannedFact.AnyVersion })],
            [StoreBench.Item(SampleFacts.OrderOpened(1, 2))],
            [StoreBench.Item(item), StoreBench.Item()],
        ];
        foreach (var items in others)
        {
            var decided = await bench.Store.DecideAsync(new DecisionBatch(bench.Epoch, 1, items), bench.Token);
            Expect.That(
                decided.Verdict == BatchVerdict.WrongNumber,
                $"Batch 1 with other content was answered {decided.Verdict} after batch 1.");
        }
    }

    private static async Task MovedRowsAreDroppedAlone(StoreBench bench)
    {
        await bench.LeadAsync();
        await bench.PutAsync([SampleFacts.OrderOpened(1, 1), SampleFacts.RunnerPlanned(1, 1, 1, 1)]);
        await bench.PutAsync(SampleFacts.RunnerTicketed(1, 2));
        var accepted = await bench.DecideAsync(
            StoreBench.Item(new PlannedFact(SampleFacts.RunnerRetired(1, 3), RowVersion: 1)),
            StoreBench.Item(new PlannedFact(SampleFacts.OrderClosed(1, 3), RowVersion: 1)),
            StoreBench.Item(new PlannedFact(SampleFacts.OrderOpened(2, 3), RowVersion: 1)));
        Expect.That(
            accepted.SequenceEqual([false, true, false]),
            $"Of a moved, an unmoved and an absent row this was stored: {string.Join(", ", accepted)}.");
        var version = await bench.VersionOfAsync(Subject.Of(SampleFacts.Runner(1)));
        Expect.That(version == 2, $"A dropped item moved its row to version {version}.");
    }

    private static async Task ItemsSeeEarlierItems(StoreBench bench)
    {
        await bench.LeadAsync();
        var accepted = await bench.DecideAsync(
            StoreBench.Item(new PlannedFact(SampleFacts.OrderOpened(1, 1), RowVersion: 0)),
            StoreBench.Item(new PlannedFact(SampleFacts.OrderOpened(1, 1), RowVersion: 0)),
            StoreBench.Item(new PlannedFact(SampleFacts.OrderClosed(1, 1), RowVersion: 1)));
        Expect.That(
            accepted.SequenceEqual([true, false, true]),
            $"Opened, opened again and closed was answered {string.Join(", ", accepted)}.");
    }

    private static async Task IllegalDecisionsAreDroppedAlone(StoreBench bench)
    {
        await bench.LeadAsync();
        await bench.PutAsync([SampleFacts.RunnerPlanned(1, 1, 1, 1), SampleFacts.RunnerBusy(1, 1, 2)]);
        var accepted = await bench.DecideAsync(
            StoreBench.Item(SampleFacts.RunnerRetired(1, 3)),
            StoreBench.Item(SampleFacts.OrderOpened(1, 3)),
            StoreBench.Item(SampleFacts.OrderClosed(2, 3)),
            StoreBench.Item(SampleFacts.PolicyChanged(2, 3)));
        Expect.That(
            accepted.SequenceEqual([false, true, false, false]),
            $"One of four decisions is legal, and this was stored: {string.Join(", ", accepted)}.");
        Expect.That(
            await bench.LoadAsync(Subject.Fleet) is null
            && await bench.VersionOfAsync(Subject.Of(SampleFacts.Runner(1))) == 2,
            "An illegal decision was stored.");
    }

    private static async Task AnyVersionReopens(StoreBench bench)
    {
        await bench.LeadAsync();
        await bench.PutAsync(
            [SampleFacts.OrderOpened(1, 1), SampleFacts.OrderClosed(1, 2), SampleFacts.OrderOpened(1, 3)]);
        var row = Expect.Is<OrderRow>((await bench.LoadAsync(Subject.Of(SampleFacts.Order(1))))!);
        Expect.That(row is { IsOpen: true, Version: 3 }, $"An order that was opened again reads {row}.");
    }

    private static async Task EpochsGrow(StoreBench bench)
    {
        var last = 0;
        for (var grant = 1; grant <= 3; grant++)
        {
            await bench.LeadAsync();
            Expect.That(bench.Epoch > last, $"Epoch {bench.Epoch} was granted after {last}.");
            last = bench.Epoch;
            await bench.PutAsync(SampleFacts.OrderOpened(grant, grant));
        }
    }
}
