using Paddock.Core.Model;
using Paddock.Ports.Conformance;
using Paddock.Storage.Sqlite;

namespace Paddock.Tests.Storage;

public sealed class CrashTests
{
    [Fact]
    public async Task Killed_in_the_middle_of_committing_nothing_acknowledged_is_lost_and_nothing_is_half()
    {
        using var folder = new StoreFolder();
        long[] acknowledged;
        using (var child = await StoreChild.StartAsync(folder, acknowledgedMin: 2_000))
        {
            child.Kill();
            acknowledged = child.Acknowledged;
        }

        await using var store = await folder.OpenAsync();

        foreach (var id in acknowledged)
        {
            var job = await store.LoadAsync(Subject.Of(SampleFacts.Job(id)), TestContext.Current.CancellationToken);
            job.ShouldNotBeNull($"job {id} was acknowledged");
        }
        var entries = await store.ReadSinceAsync(0, int.MaxValue, TestContext.Current.CancellationToken);
        entries.Count(entry => entry.Fact.Subject.Kind == SubjectKind.Job)
            .ShouldBe(entries.Count(entry => entry.Fact.Subject.Kind == SubjectKind.Runner));
        StoreCheck.Run(folder.Options, TestContext.Current.CancellationToken).Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_store_that_was_killed_goes_on_where_it_was()
    {
        using var folder = new StoreFolder();
        for (var life = 1; life <= 3; life++)
        {
            using var child = await StoreChild.StartAsync(folder, acknowledgedMin: life * 200);
        }

        await using var store = await folder.OpenAsync();
        var entries = await store.ReadSinceAsync(0, int.MaxValue, TestContext.Current.CancellationToken);
        entries.Select(entry => entry.Seq).ShouldBe(Enumerable.Range(1, entries.Count).Select(seq => (long)seq));
    }
}
