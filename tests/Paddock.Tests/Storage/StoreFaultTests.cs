using Paddock.Ports.Conformance;
using Paddock.Ports.Store;
using Paddock.Storage.Sqlite;

namespace Paddock.Tests.Storage;

/// <summary>What an operator is told when a store cannot be opened or used. Real files, real mounts.</summary>
public sealed class StoreFaultTests
{
    [Fact]
    public void A_missing_directory_is_named_with_the_command_that_makes_it()
    {
        using var folder = new StoreFolder();
        var options = new SqliteStoreOptions(Path.Combine(folder.Directory, "state", "paddock.db"));
        var fault = FaultOf(() => folder.OpenCore(options));
        fault.Kind.ShouldBe(StoreFaultKind.Missing);
        fault.Remedy.ShouldBe($"Make it: mkdir -p {folder.Directory}/state");
    }

    [Fact]
    public void A_directory_in_place_of_the_file_is_told()
    {
        using var folder = new StoreFolder();
        Directory.CreateDirectory(folder.Path);
        var fault = FaultOf(() => folder.OpenCore());
        fault.Kind.ShouldBe(StoreFaultKind.Unavailable);
        fault.Message.ShouldContain($"{folder.Path} is a directory.");
    }

    [Fact]
    public void A_file_that_is_no_database_is_corrupt_and_stays_as_it_is()
    {
        using var folder = new StoreFolder();
        var text = new string('x', 8192);
        File.WriteAllText(folder.Path, text);
        var fault = FaultOf(() => folder.OpenCore());
        fault.Kind.ShouldBe(StoreFaultKind.Corrupt);
        fault.Message.ShouldContain(folder.Path);
        File.ReadAllText(folder.Path).ShouldBe(text);
    }

    [Fact]
    public void Somebody_elses_database_is_refused_and_stays_as_it_is()
    {
        using var folder = new StoreFolder();
        folder.Meddle("CREATE TABLE theirs (a)");
        var before = File.ReadAllBytes(folder.Path);
        var fault = FaultOf(() => folder.OpenCore());
        fault.Kind.ShouldBe(StoreFaultKind.Corrupt);
        fault.Message.ShouldContain("Paddock did not make");
        File.ReadAllBytes(folder.Path).ShouldBe(before);
    }

    [Fact]
    public async Task Damaged_pages_are_told_when_they_are_read_and_whole_ones_still_serve()
    {
        using var folder = new StoreFolder();
        using (var core = folder.OpenCore())
        {
            core.Store([.. Enumerable.Range(1, 200).Select(id => SampleFacts.JobQueued(id, 1))]);
        }
        Damage(folder, "rows");

        await using var damaged = await folder.OpenAsync();
        var fault = await Should.ThrowAsync<StoreFaultException>(
            () => damaged.LoadOpenAsync(TestContext.Current.CancellationToken));
        fault.Kind.ShouldBe(StoreFaultKind.Corrupt);
        fault.Remedy.ShouldContain("backup");
        (await damaged.ReadSinceAsync(0, 1000, TestContext.Current.CancellationToken)).Count.ShouldBe(200);
    }

    [Fact]
    public void A_row_that_cannot_be_read_is_corrupt()
    {
        using var folder = new StoreFolder();
        folder.OpenCore().Dispose();
        folder.Meddle("""
            INSERT INTO rows (kind, key, version, open, changed, changed_at, body)
            VALUES ('job', 'github.com/1', 1, 1, 1, 1, '{"$type":"jobs"}')
            """);
        using var core = folder.OpenCore();
        FaultOf(() => core.LoadOpen()).Kind.ShouldBe(StoreFaultKind.Corrupt);
    }

    [Fact]
    public async Task A_file_that_is_moved_away_takes_nothing_more_until_it_is_back()
    {
        using var folder = new StoreFolder();
        await using var store = await folder.OpenAsync();
        File.Move(folder.Path, $"{folder.Path}.away");

        var fault = await Should.ThrowAsync<StoreFaultException>(() => StoreAsync(1));
        fault.Kind.ShouldBe(StoreFaultKind.Missing);
        fault.Message.ShouldContain(folder.Path);

        File.Move($"{folder.Path}.away", folder.Path);
        (await StoreAsync(2)).Changed.ShouldBe(1);

        Task<Observed> StoreAsync(long job) => store.ObserveAsync(
            new Report([SampleFacts.JobQueued(job, 1)]), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_read_only_disk_is_told()
    {
        using var folder = new StoreFolder();
        folder.OpenCore().Dispose();
        using var mount = Mount.OrSkip("--bind", folder.Directory, folder.Directory);
        mount.Again("remount,ro,bind");

        var fault = FaultOf(() => folder.OpenCore());

        fault.Kind.ShouldBe(StoreFaultKind.ReadOnly);
        fault.Message.ShouldContain(folder.Directory);
    }

    [Fact]
    public void A_read_only_file_is_told()
    {
        using var folder = new StoreFolder();
        folder.OpenCore().Dispose();

        // A mount of the file alone: root may write any file, whatever its mode says.
        using var mount = Mount.OrSkip("--bind", folder.Path, folder.Path);
        mount.Again("remount,ro,bind");

        var fault = FaultOf(() => folder.OpenCore());

        fault.Kind.ShouldBe(StoreFaultKind.ReadOnly);
        fault.Message.ShouldContain(folder.Path);
    }

    [Theory]
    [InlineData("")]
    [InlineData("paddock.db")]
    [InlineData("paddock.db.lock")]
    [System.Runtime.Versioning.SupportedOSPlatform("linux")]
    public void A_lack_of_rights_is_told_with_the_file(string name)
    {
        using var folder = new StoreFolder();
        folder.OpenCore().Dispose();
        var path = Path.Combine(folder.Directory, name);
        var before = File.GetUnixFileMode(path);
        File.SetUnixFileMode(path, before & ~UnixFileMode.UserWrite);

        // In a directory without rights, another store is one that cannot be made.
        using var rights = OrdinaryRights.OfThisThread();
        var fault = FaultOf(() => folder.OpenCore(name.Length == 0 ? new($"{folder.Path}2") : folder.Options));

        File.SetUnixFileMode(path, before);
        fault.Kind.ShouldBe(StoreFaultKind.ReadOnly);
        fault.Message.ShouldContain(folder.Path);
    }

    [Fact]
    public void A_missing_library_is_told_with_the_package_that_has_it()
    {
        var fault = FaultOf(() => SqliteLibrary.Load("libsqlite3-that-is-not-there.so.0"));
        fault.Kind.ShouldBe(StoreFaultKind.Missing);
        fault.Remedy.ShouldContain("apt install libsqlite3-0");
    }

    [Fact]
    public void A_library_that_is_too_old_is_told_with_both_versions()
    {
        var fault = FaultOf(() => SqliteLibrary.Demand("3.34.1", SqliteLibrary.OldestVersion));
        fault.Kind.ShouldBe(StoreFaultKind.Missing);
        fault.Message.ShouldContain("3.34.1");
        fault.Message.ShouldContain("3.37.0");
    }

    private static StoreFaultException FaultOf(Action action) => Should.Throw<StoreFaultException>(action);

    private static StoreFaultException FaultOf(Func<object> action) =>
        Should.Throw<StoreFaultException>(() => action());

    /// <summary>Overwrites the first page of a table.</summary>
    private static void Damage(StoreFolder folder, string table)
    {
        const int PageBytes = 4096;
        long page;
        using (var shell = folder.OpenShell())
        {
            page = shell.Number($"SELECT rootpage FROM sqlite_schema WHERE name = '{table}'");
        }
        var bytes = File.ReadAllBytes(folder.Path);
        bytes.AsSpan((int)(page - 1) * PageBytes, PageBytes).Fill(0xAB);
        File.WriteAllBytes(folder.Path, bytes);
    }
}
