using Paddock.Core.Model;
using Paddock.Ports.Conformance;
using Paddock.Ports.Store;
using Paddock.Storage.Sqlite;
using Paddock.Tests.Support;

namespace Paddock.Tests.Storage;

public sealed class StoreBackupTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_store_that_is_being_written_is_copied_whole()
    {
        using var folder = new StoreFolder();
        await using var store = await folder.OpenAsync();
        using var enough = new CancellationTokenSource();
        var writing = WriteUntilAsync(store, enough.Token);
        await Eventually.HoldsAsync(() => store.Traffic.Requests > 100);

        var to = Path.Combine(folder.Directory, "copy.db");
        StoreBackup.Write(folder.Options, to);
        await enough.CancelAsync();
        var written = await writing;

        StoreCheck.Run(new SqliteStoreOptions(to), Token).Problems.ShouldBeEmpty();
        using var copy = folder.OpenCore(new SqliteStoreOptions(to));
        copy.Install.ShouldBe(store.Install);
        copy.Seq.ShouldBeInRange(100, written);
        Directory.GetFiles(folder.Directory, "*.partial").ShouldBeEmpty();
    }

    [Fact]
    public void A_backup_overwrites_nothing()
    {
        using var folder = new StoreFolder();
        folder.OpenCore().Dispose();
        var to = Path.Combine(folder.Directory, "copy.db");
        File.WriteAllText(to, "precious");

        var fault = Should.Throw<StoreFaultException>(() => StoreBackup.Write(folder.Options, to));

        fault.Message.ShouldContain(to);
        File.ReadAllText(to).ShouldBe("precious");
    }

    [Fact]
    public void A_backup_into_a_directory_that_is_not_there_is_told()
    {
        using var folder = new StoreFolder();
        folder.OpenCore().Dispose();
        var to = Path.Combine(folder.Directory, "no", "copy.db");
        Should.Throw<StoreFaultException>(() => StoreBackup.Write(folder.Options, to))
            .Kind.ShouldBe(StoreFaultKind.Missing);
    }

    [Fact]
    public void A_backup_onto_a_full_disk_is_told_and_leaves_nothing()
    {
        using var folder = new StoreFolder();
        using (var core = folder.OpenCore())
        {
            core.Store([.. Enumerable.Range(1, 500).Select(id => SampleFacts.JobQueued(id, 1))]);
        }
        var small = Directory.CreateDirectory(Path.Combine(folder.Directory, "small")).FullName;
        using var disk = Mount.OrSkip("-t", "tmpfs", "-o", "size=64k", "paddock-test", small);

        var to = Path.Combine(small, "copy.db");
        var fault = Should.Throw<StoreFaultException>(() => StoreBackup.Write(folder.Options, to));

        fault.Kind.ShouldBe(StoreFaultKind.DiskFull);
        fault.Message.ShouldContain(to);
        Directory.GetFiles(small).ShouldBeEmpty();
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Only_our_user_may_read_a_backup()
    {
        using var folder = new StoreFolder();
        folder.OpenCore().Dispose();
        var to = Path.Combine(folder.Directory, "copy.db");
        StoreBackup.Write(folder.Options, to);
        File.GetUnixFileMode(to).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static async Task<long> WriteUntilAsync(SqliteStore store, CancellationToken enough)
    {
        long id = 0;
        while (!enough.IsCancellationRequested)
        {
            await store.ObserveAsync(new Report([SampleFacts.JobQueued(++id, 1)]), CancellationToken.None);
        }
        return id;
    }
}
