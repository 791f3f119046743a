using Paddock.Core.Model;
using Paddock.Ports.Conformance;
using Paddock.Ports.Store;
using Paddock.Storage.Schema;
using Paddock.Storage.Sqlite;

namespace Paddock.Tests.Storage;

public sealed class SchemaUpgradeTests
{
    private const string Notes = "ALTER TABLE rows ADD COLUMN note TEXT; CREATE TABLE notes (a TEXT) STRICT";

    private static readonly int Now = Migration.All[^1].Version;

    private static readonly IReadOnlyList<Migration> Next = [.. Migration.All, new(Now + 1, Notes)];

    private static readonly IReadOnlyList<Migration> NextIsBroken =
        [.. Migration.All, new(Now + 1, $"{Notes}; {Notes}")];

    [Fact]
    public void Steps_are_numbered_from_one_without_gaps() =>
        Migration.All.Select(migration => migration.Version).ShouldBe(Enumerable.Range(1, Migration.All.Count));

    [Fact]
    public void A_new_store_is_made_without_a_copy()
    {
        using var folder = new StoreFolder();
        using var core = folder.OpenCore();
        core.SchemaChange.ShouldBe(new SchemaChange(0, Now, CopyPath: null));
    }

    [Fact]
    public void A_store_of_this_schema_is_opened_as_it_is()
    {
        using var folder = new StoreFolder();
        folder.OpenCore().Dispose();
        using var core = folder.OpenCore();
        core.SchemaChange.ShouldBeNull();
    }

    [Fact]
    public void An_older_store_is_brought_up_to_date_and_kept_beside_as_it_was()
    {
        using var folder = new StoreFolder();
        string install;
        using (var old = OpenWithJob(folder))
        {
            install = old.Install;
        }

        var options = folder.Options with { Migrations = Next };
        using (var core = folder.OpenCore(options))
        {
            core.SchemaChange.ShouldBe(new SchemaChange(Now, Now + 1, $"{folder.Path}.before-schema-{Now + 1}"));
            core.Install.ShouldBe(install);
            core.Load(Subject.Of(SampleFacts.Job(1))).ShouldNotBeNull();
        }

        using var before = folder.OpenCore(new SqliteStoreOptions($"{folder.Path}.before-schema-{Now + 1}"));
        before.SchemaChange.ShouldBeNull();
        before.Install.ShouldBe(install);
        before.Load(Subject.Of(SampleFacts.Job(1))).ShouldNotBeNull();
    }

    [Fact]
    public void A_step_that_fails_leaves_the_old_schema_and_one_copy_however_often_it_is_tried()
    {
        using var folder = new StoreFolder();
        OpenWithJob(folder).Dispose();

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            Should.Throw<Exception>(() => folder.OpenCore(folder.Options with { Migrations = NextIsBroken }));
        }

        Directory.GetFiles(folder.Directory, "*before-schema*").ShouldHaveSingleItem();
        using var core = folder.OpenCore();
        core.SchemaChange.ShouldBeNull();
        core.Load(Subject.Of(SampleFacts.Job(1))).ShouldNotBeNull();
    }

    [Fact]
    public void A_newer_schema_is_refused_untouched_and_the_message_names_the_way_back()
    {
        using var folder = new StoreFolder();
        folder.OpenCore(folder.Options with { Migrations = Next }).Dispose();
        var before = File.ReadAllBytes(folder.Path);

        var fault = Should.Throw<StoreFaultException>(() => folder.OpenCore());

        fault.Kind.ShouldBe(StoreFaultKind.NewerSchema);
        fault.Message.ShouldContain($"{folder.Path} has schema {Now + 1}");
        fault.Remedy.ShouldContain($"{folder.Path}.before-schema-");
        File.ReadAllBytes(folder.Path).ShouldBe(before);
    }

    private static SqliteCore OpenWithJob(StoreFolder folder)
    {
        var core = folder.OpenCore();
        core.Store(SampleFacts.JobQueued(1, 1));
        return core;
    }
}
