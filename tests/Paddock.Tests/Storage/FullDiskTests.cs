using Paddock.Core.Model;
using Paddock.Ports.Conformance;
using Paddock.Ports.Store;
using Paddock.Storage.Sqlite;
using Paddock.Tests.Support;

namespace Paddock.Tests.Storage;

/// <summary>A disk of two megabytes that really is full.</summary>
public sealed class FullDiskTests
{
    private const int FillerBytes = 200_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_is_told_loses_nothing_acknowledged_and_is_forgiven_when_there_is_room_again()
    {
        using var folder = new StoreFolder();
        using var disk = Mount.OrSkip("-t", "tmpfs", "-o", "size=2m", "paddock-test", folder.Directory);
        var filler = Path.Combine(folder.Directory, "filler");
        await File.WriteAllBytesAsync(filler, new byte[FillerBytes], Token);
        await using var store = await folder.OpenAsync();

        var acknowledged = new List<long>();
        var fault = await FillAsync(store, acknowledged);
        fault.Kind.ShouldBe(StoreFaultKind.DiskFull);
        fault.Message.ShouldContain(folder.Path);
        acknowledged.Count.ShouldBeGreaterThan(50);

        File.Delete(filler);
        var next = acknowledged[^1] + 1;
        (await store.ObserveAsync(new Report([SampleFacts.JobQueued(next, 1)]), Token)).Changed.ShouldBe(1);
        var entries = await store.ReadSinceAsync(0, int.MaxValue, Token);
        entries.Select(entry => entry.Fact.Subject).ShouldBe(
            acknowledged.Append(next).Select(id => Subject.Of(SampleFacts.Job(id))));
        entries.Select(entry => entry.Seq).ShouldBe(Enumerable.Range(1, entries.Count).Select(seq => (long)seq));
        StoreCheck.Run(folder.Options, Token).Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Everybody_in_a_batch_that_met_a_full_disk_is_told()
    {
        using var folder = new StoreFolder();
        using var disk = Mount.OrSkip("-t", "tmpfs", "-o", "size=2m", "paddock-test", folder.Directory);
        await using var store = await folder.OpenAsync();
        await FillAsync(store, []);

        var answers = Enumerable.Range(1, 300)
            .Select(id => store.ObserveAsync(new Report([SampleFacts.JobQueued(id + 1_000_000, 1)]), Token)).ToList();
        foreach (var answer in answers)
        {
            (await Should.ThrowAsync<StoreFaultException>(() => answer)).Kind.ShouldBe(StoreFaultKind.DiskFull);
        }
    }

    [Fact]
    public async Task The_log_tells_once_that_the_disk_is_full_and_once_that_it_is_not()
    {
        using var folder = new StoreFolder();
        using var disk = Mount.OrSkip("-t", "tmpfs", "-o", "size=2m", "paddock-test", folder.Directory);
        var filler = Path.Combine(folder.Directory, "filler");
        await File.WriteAllBytesAsync(filler, new byte[FillerBytes], Token);
        await using var store = await folder.OpenAsync();

        await FillAsync(store, []);
        for (var attempt = 0; attempt < 20; attempt++)
        {
            // A repeat writes nothing, so it is answered; that proves nothing about the disk.
            await store.ObserveAsync(new Report([SampleFacts.JobQueued(1, 1)]), Token);
            await Should.ThrowAsync<StoreFaultException>(
                () => store.ObserveAsync(new Report([SampleFacts.JobQueued(9_999_999, 1)]), Token));
        }
        File.Delete(filler);
        await store.ObserveAsync(new Report([SampleFacts.JobQueued(9_999_999, 1)]), Token);

        folder.Logged.Select(entry => entry.Event).ShouldBe(["store-failing", "store-recovered"]);
    }

    [Fact]
    public async Task Clearing_away_on_a_full_disk_fails_quietly_and_is_tried_again()
    {
        using var folder = new StoreFolder();
        using var disk = Mount.OrSkip("-t", "tmpfs", "-o", "size=2m", "paddock-test", folder.Directory);
        var filler = Path.Combine(folder.Directory, "filler");
        using (var core = folder.OpenCore())
        {
            core.Store([.. Enumerable.Range(1, 600).Select(id => SampleFacts.JobFinished(id, 1, 1))]);
        }
        var options = folder.Options with { Retention = new() { Every = TimeSpan.FromMilliseconds(50) } };
        await using var store = await folder.OpenAsync(options);
        FillUp(filler);

        folder.Time.Advance(TimeSpan.FromDays(30));
        await Eventually.HoldsAsync(() => folder.Logged.Any(entry => entry.Event == "store-upkeep-failing"));
        File.Delete(filler);
        folder.Time.Advance(TimeSpan.FromMinutes(1));
        using var shell = folder.OpenShell();
        await Eventually.HoldsAsync(() => shell.Number("SELECT count(*) FROM rows") == 0);
    }

    private static void FillUp(string filler)
    {
        using var file = new FileStream(filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                file.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // That was the last page.
        }
    }

    [Fact]
    public void A_disk_that_is_full_from_the_start_is_told_at_the_opening()
    {
        using var folder = new StoreFolder();
        using var disk = Mount.OrSkip("-t", "tmpfs", "-o", "size=64k", "paddock-test", folder.Directory);
        Should.Throw<StoreFaultException>(() => folder.OpenCore()).Kind.ShouldBe(StoreFaultKind.DiskFull);
    }

    /// <summary>Stores jobs until the store refuses one.</summary>
    private static async Task<StoreFaultException> FillAsync(SqliteStore store, List<long> acknowledged)
    {
        for (var id = 1L; ; id++)
        {
            try
            {
                await store.ObserveAsync(new Report([SampleFacts.JobQueued(id, 1)]), Token);
                acknowledged.Add(id);
            }
            catch (StoreFaultException fault)
            {
                return fault;
            }
        }
    }
}
