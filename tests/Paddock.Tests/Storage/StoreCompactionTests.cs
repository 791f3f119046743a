using Paddock.Core.Model;
using Paddock.Ports.Conformance;
using Paddock.Ports.Store;
using Paddock.Storage.Sqlite;
using Paddock.Tests.Support;

namespace Paddock.Tests.Storage;

public sealed class StoreCompactionTests
{
    private const int Jobs = 3000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void What_is_too_old_goes_and_the_file_gets_smaller()
    {
        using var folder = Filled();

        var done = Compact(folder, days: 30);

        (done.RowsForgotten, done.EntriesForgotten, done.IsHeldOpen).ShouldBe((Jobs, Jobs, false));
        done.BytesAfter.ShouldBeLessThan(done.BytesBefore / 3);
        new FileInfo(folder.Path).Length.ShouldBe(done.BytesAfter);
        StoreCheck.Run(folder.Options, Token).Problems.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_young_enough_stays_and_the_numbers_go_on()
    {
        using var folder = Filled();

        Compact(folder, days: 5).RowsForgotten.ShouldBe(0);

        using var core = folder.OpenCore();
        core.Load(Subject.Of(SampleFacts.Job(1))).ShouldNotBeNull();
        core.Seq.ShouldBe(Jobs + 1);
        core.Store(SampleFacts.JobQueued(Jobs + 2, 1));
        core.Seq.ShouldBe(Jobs + 2);
    }

    [Fact]
    public void Without_a_word_on_what_to_keep_nothing_is_forgotten()
    {
        using var folder = Filled();

        StoreCompaction.Run(folder.Options, retention: null, new CountingDice(), After(30), Token)
            .EntriesForgotten.ShouldBe(0);
    }

    [Fact]
    public async Task A_running_paddock_is_left_alone_and_told_what_to_do_about()
    {
        using var folder = new StoreFolder();
        await using var store = await folder.OpenAsync();

        var fault = Should.Throw<StoreFaultException>(() => Compact(folder, days: 30));

        fault.Kind.ShouldBe(StoreFaultKind.Locked);
        fault.Remedy.ShouldStartWith("Stop Paddock");
        (await store.ObserveAsync(new Report([SampleFacts.JobQueued(1, 1)]), Token)).Changed.ShouldBe(1);
    }

    [Fact]
    public void A_store_that_is_not_there_is_not_made()
    {
        using var folder = new StoreFolder();

        Should.Throw<StoreFaultException>(() => Compact(folder, days: 30)).Kind.ShouldBe(StoreFaultKind.Missing);

        Directory.GetFiles(folder.Directory).ShouldBeEmpty();
    }

    [Fact]
    public void Who_reads_meanwhile_reads_on_and_the_file_shrinks_after_that()
    {
        using var folder = Filled();
        StoreCompacted done;
        using (var reader = folder.OpenShell())
        {
            reader.Run("BEGIN");
            reader.Number("SELECT count(*) FROM rows").ShouldBe(Jobs + 1);

            done = Compact(folder, days: 30);

            reader.Number("SELECT count(*) FROM rows").ShouldBe(Jobs + 1);
        }
        done.IsHeldOpen.ShouldBeTrue();
        folder.OpenCore().Dispose();
        new FileInfo(folder.Path).Length.ShouldBeLessThan(done.BytesBefore / 3);
    }

    [Fact]
    public void A_disk_without_room_is_found_out_before_and_the_store_is_as_it_was()
    {
        using var folder = new StoreFolder();
        using var disk = Mount.OrSkip("-t", "tmpfs", "-o", "size=24m", "paddock-test", folder.Directory);
        Fill(folder);
        var filler = Path.Combine(folder.Directory, "filler");
        File.WriteAllBytes(filler, new byte[new DriveInfo(folder.Directory).AvailableFreeSpace - (1 << 19)]);

        var fault = Should.Throw<StoreFaultException>(() => Compact(folder, days: 1));

        fault.Kind.ShouldBe(StoreFaultKind.DiskFull);
        fault.Message.ShouldContain($"MiB in {folder.Directory}, and");
        StoreCheck.Run(folder.Options, Token).Problems.ShouldBeEmpty();
        Directory.GetFiles(folder.Directory).Select(Path.GetFileName)
            .ShouldBe(["filler", "paddock.db", "paddock.db.lock"], ignoreOrder: true);
        File.Delete(filler);
        Compact(folder, days: 1).BytesAfter.ShouldBePositive();
    }

    [Fact]
    public void Nobody_has_to_wait_for_it_to_forget()
    {
        using var folder = Filled();
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Should.Throw<OperationCanceledException>(() => StoreCompaction.Run(
            folder.Options, new StoreRetention(), new CountingDice(), After(30), stop.Token));

        StoreCheck.Run(folder.Options, Token).Problems.ShouldBeEmpty();
    }

    private static DateTimeOffset After(int days) => SampleFacts.Start + TimeSpan.FromDays(days);

    private static StoreCompacted Compact(StoreFolder folder, int days) => StoreCompaction.Run(
        folder.Options, new StoreRetention(), new CountingDice(), After(days), Token);

    private static StoreFolder Filled()
    {
        var folder = new StoreFolder();
        Fill(folder);
        return folder;
    }

    /// <summary>One job is open, and stays.</summary>
    private static void Fill(StoreFolder folder)
    {
        using var core = folder.OpenCore();
        core.Store(
        [
            .. Enumerable.Range(1, Jobs).Select(id => SampleFacts.JobFinished(id, 1, 1)),
            SampleFacts.JobQueued(Jobs + 1, 1),
        ]);
    }
}
