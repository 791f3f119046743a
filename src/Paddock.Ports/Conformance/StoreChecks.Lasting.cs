using Paddock.Core.Model;
using Paddock.Ports.Store;

namespace Paddock.Ports.Conformance;

internal static partial class StoreChecks
{
    public static IReadOnlyList<(int Promise, string Name, Func<StoreBench, Task> RunAsync)> Restarting { get; } =
    [
        (1, "Rows, journal, deliveries and the nonce outlive the process", EverythingLasts),
        (10, "Epochs go on growing after a restart, and the old one is fenced", EpochsLast),
    ];

    public static IReadOnlyList<(int Promise, string Name, Func<StoreBench, Task> RunAsync)> Breaking { get; } =
    [
        (11, "A store that cannot write says so, keeps nothing of it, and goes on when it can", FaultsAreLoud),
    ];

    private static async Task EverythingLasts(StoreBench bench)
    {
        await bench.LeadAsync();
        await bench.PutAsync(SampleFacts.OneOfEachKind);
        await bench.DeliverAsync(Delivery, SampleFacts.JobQueued(70, 70));
        var (install, journal, folded) = (bench.Store.Install, await bench.JournalAsync(), await bench.FoldedAsync());
        await bench.Trial.RestartAsync(bench.Token);
        Expect.That(bench.Store.Install == install, "The nonce changed.");
        Expect.That((await bench.JournalAsync()).SequenceEqual(journal), "The journal is another after a restart.");
        foreach (var (subject, row) in folded)
        {
            Expect.That(row.Equals(await bench.LoadAsync(subject)), $"{subject} is another after a restart.");
        }
        Expect.That((await bench.DeliverAsync(Delivery)).IsRepeat, "A delivery was forgotten by a restart.");
        await bench.PutAsync(SampleFacts.JobQueued(71, 71));
        var last = (await bench.JournalAsync())[^1];
        Expect.That(last.Seq > journal[^1].Seq, $"Numbers go from {journal[^1].Seq} to {last.Seq} over a restart.");
    }

    private static async Task EpochsLast(StoreBench bench)
    {
        await bench.LeadAsync();
        await bench.PutAsync(SampleFacts.OrderOpened(1, 1));
        var before = bench.Epoch;
        await bench.Trial.RestartAsync(bench.Token);
        await bench.LeadAsync();
        Expect.That(bench.Epoch > before, $"Epoch {bench.Epoch} was granted after {before}, over a restart.");
        await ExpectRefusal(bench, before, number: 2, BatchVerdict.WrongEpoch);
    }

    private static async Task FaultsAreLoud(StoreBench bench)
    {
        await bench.LeadAsync();
        await bench.PutAsync(SampleFacts.JobQueued(1, 1));
        var batch = new DecisionBatch(bench.Epoch, 1, [StoreBench.Item(SampleFacts.OrderOpened(1, 2))]);
        await bench.Trial.BreakAsync(bench.Token);
        await ExpectFault(() => bench.DeliverAsync(Delivery, SampleFacts.JobQueued(2, 2)));
        await ExpectFault(() => bench.Store.DecideAsync(batch, bench.Token));
        await bench.Trial.HealAsync(bench.Token);
        Expect.That((await bench.JournalAsync()).Count == 1, "Something of a failed request is in the journal.");
        Expect.That(await bench.LoadAsync(Subject.Of(SampleFacts.Job(2))) is null, "A failed request left a row.");
        var delivered = await bench.DeliverAsync(Delivery, SampleFacts.JobQueued(2, 2));
        Expect.That(
            delivered == new Observed(IsRepeat: false, Changed: 1),
            $"After a failure the same delivery was answered {delivered}.");
        var decided = await bench.Store.DecideAsync(batch, bench.Token);
        Expect.That(
            decided.Verdict == BatchVerdict.Stored, $"After a failure the same batch was answered {decided.Verdict}.");
    }

    private static async Task ExpectFault(Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (StoreFaultException fault)
        {
            Expect.That(fault.Remedy.Length > 0, $"The fault has no remedy: {fault.Message}");
            return;
        }
        throw new ConformanceException("A store that cannot write answered as if it had written.");
    }
}
