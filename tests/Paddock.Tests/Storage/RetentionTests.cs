using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Ports.Conformance;
using Paddock.Ports.Store;
using Paddock.Storage.Sqlite;
using Paddock.Tests.Support;

namespace Paddock.Tests.Storage;

public sealed class RetentionTests
{
    private static readonly StoreRetention Retention = new();

    private static DateTimeOffset After(double days) =>
        SampleFacts.Start + TimeSpan.FromDays(days) + TimeSpan.FromHours(1);

    [Fact]
    public void A_closed_row_is_kept_for_a_week_and_then_forgotten()
    {
        using var core = Core(SampleFacts.JobFinished(1, 1, 1), SampleFacts.JobQueued(2, 1));
        Forget(core, After(days: 6.9));
        core.Load(Subject.Of(SampleFacts.Job(1))).ShouldNotBeNull();
        Forget(core, After(days: 7));
        core.Load(Subject.Of(SampleFacts.Job(1))).ShouldBeNull();
    }

    [Fact]
    public void An_open_row_is_kept_however_old_it_is()
    {
        using var core = Core(SampleFacts.JobQueued(2, 1));
        Forget(core, After(days: 400));
        core.Load(Subject.Of(SampleFacts.Job(2))).ShouldNotBeNull();
    }

    [Fact]
    public void A_closed_row_that_an_open_one_speaks_of_is_kept()
    {
        using var core = Core(SampleFacts.JobFinished(1, 1, 1));
        Decide(core, SampleFacts.OrderOpened(1, 2));
        Forget(core, After(days: 30));
        core.Load(Subject.Of(SampleFacts.Job(1))).ShouldNotBeNull();
    }

    [Fact]
    public void A_row_that_was_forgotten_and_comes_back_begins_anew()
    {
        using var core = Core(SampleFacts.JobFinished(1, 1, 1));
        Forget(core, After(days: 8));
        core.Store(SampleFacts.JobFinished(1, 1, 1) with { At = After(days: 8) });
        core.Load(Subject.Of(SampleFacts.Job(1)))!.Version.ShouldBe(1);
    }

    [Theory]
    [InlineData(2.9)]
    [InlineData(0)]
    public void Closed_rows_are_never_kept_for_less_than_three_days(double days) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new StoreRetention { ClosedRows = TimeSpan.FromDays(days) });

    [Fact]
    public void The_journal_loses_its_beginning_after_two_weeks()
    {
        using var core = Core([.. Enumerable.Range(1, 1000).Select(id => SampleFacts.JobQueued(id, 1))]);
        core.Store(SampleFacts.JobQueued(2000, 1) with { At = After(days: 10) });
        Forget(core, After(days: 13.9));
        core.ReadSince(0, int.MaxValue).Count.ShouldBe(1001);
        Forget(core, After(days: 14));
        core.ReadSince(0, int.MaxValue).ShouldHaveSingleItem().Seq.ShouldBe(1001);
    }

    [Fact]
    public void The_newest_entry_is_kept_because_the_next_number_follows_it()
    {
        using var folder = new StoreFolder();
        using (var core = folder.OpenCore())
        {
            core.Store(SampleFacts.JobQueued(1, 1), SampleFacts.JobQueued(2, 1));
            Forget(core, After(days: 100));
            core.ReadSince(0, 10).ShouldHaveSingleItem();
        }
        using var again = folder.OpenCore();
        again.Store(SampleFacts.JobQueued(3, 1));
        again.ReadSince(0, 10).Select(entry => entry.Seq).ShouldBe([2, 3]);
    }

    [Fact]
    public void A_journal_that_is_too_large_loses_its_beginning_and_what_is_left_has_about_the_size()
    {
        using var core = Core([.. Enumerable.Range(1, 2000).Select(id => SampleFacts.JobQueued(id, 1))]);
        var whole = core.ReadSince(0, int.MaxValue).Sum(BytesOf);
        Forget(core, After(days: 1), Retention with { JournalBytesMax = whole / 4 });
        var left = core.ReadSince(0, int.MaxValue);
        left[^1].Seq.ShouldBe(2000);
        left.Select(entry => (int)entry.Seq).ShouldBe(Enumerable.Range((int)left[0].Seq, left.Count));
        ((double)left.Sum(BytesOf)).ShouldBe(whole / 4.0, tolerance: whole / 20.0);
    }

    [Fact]
    public void Sizes_are_counted_on_after_a_restart()
    {
        using var folder = new StoreFolder();
        for (var life = 0; life < 4; life++)
        {
            using var core = folder.OpenCore();
            core.Store([.. Enumerable.Range(life * 100, 100).Select(id => SampleFacts.JobQueued(id, 1))]);
        }
        using var last = folder.OpenCore();
        Forget(last, After(days: 1), Retention with { JournalBytesMax = BytesOf(last.ReadSince(0, 1)[0]) * 100 });
        last.ReadSince(0, int.MaxValue).Count.ShouldBeInRange(80, 120);
    }

    [Fact]
    public void One_step_forgets_a_little_so_that_nobody_waits_long()
    {
        using var core = Core([.. Enumerable.Range(1, 1000).Select(id => SampleFacts.JobFinished(id, 1, 1))]);
        core.Forget(Retention, After(days: 30)).ShouldBeTrue();
        core.ReadSince(0, int.MaxValue).Count.ShouldBe(750);
    }

    [Fact]
    public void Deliveries_are_forgotten_after_three_days()
    {
        using var folder = new StoreFolder();
        using (var core = folder.OpenCore())
        {
            core.Begin();
            core.Observe(new Report([], new Guid(1, 2, 3, new byte[8])), SampleFacts.Start);
            core.Observe(new Report([], new Guid(4, 5, 6, new byte[8])), After(days: 2));
            core.Commit();
            Forget(core, After(days: 3));
        }
        using var shell = folder.OpenShell();
        shell.Number("SELECT count(*) FROM deliveries").ShouldBe(1);
        shell.Number("SELECT hex(id) = '00000004000500060000000000000000' FROM deliveries").ShouldBe(1);
    }

    [Fact]
    public async Task An_idle_store_forgets_by_itself()
    {
        using var folder = new StoreFolder();
        using (var core = folder.OpenCore())
        {
            core.Store([.. Enumerable.Range(1, 600).Select(id => SampleFacts.JobFinished(id, 1, 1))]);
        }
        folder.Time.Advance(TimeSpan.FromDays(30));
        await using var store = await folder.OpenAsync();
        using var shell = folder.OpenShell();
        await Eventually.HoldsAsync(
            () => shell.Number("SELECT (SELECT count(*) FROM rows) + (SELECT count(*) FROM journal)") == 1);
    }

    [Fact]
    public async Task An_idle_store_copies_its_log_back_into_the_file()
    {
        using var folder = new StoreFolder();
        var options = folder.Options with { Retention = new() { Every = TimeSpan.FromMilliseconds(50) } };
        await using var store = await folder.OpenAsync(options);
        await store.ObserveAsync(new Report([SampleFacts.JobQueued(1, 1)]), TestContext.Current.CancellationToken);

        // Without its log, the file alone shows what was copied back.
        folder.Time.Advance(TimeSpan.FromMinutes(1));
        await Eventually.HoldsAsync(() => JobsInFileAlone(folder) == 1);
    }

    private static long JobsInFileAlone(StoreFolder folder)
    {
        using var alone = new StoreFolder();
        using (var from = new FileStream(folder.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        using (var to = File.Create(alone.Path))
        {
            from.CopyTo(to);
        }
        using var shell = alone.OpenShell();
        return shell.Number("SELECT count(*) FROM sqlite_schema WHERE name = 'rows'") == 0
            ? 0
            : shell.Number("SELECT count(*) FROM rows");
    }

    private static long BytesOf(Paddock.Core.Folding.JournalEntry entry) =>
        StoreJson.Write(entry.Fact).Length + (2 * entry.Fact.Subject.Key.Length) + 48;

    private static SqliteCore Core(params Observation[] facts)
    {
        var core = SqliteCore.OpenInMemory(new CountingDice(), SampleFacts.Start);
        core.Store(facts);
        return core;
    }

    private static void Decide(SqliteCore core, Decision decision)
    {
        var epoch = core.Acquire()!.Epoch;
        core.Begin();
        core.Decide(new DecisionBatch(epoch, 1, [new([new PlannedFact(decision, PlannedFact.AnyVersion)])]));
        core.Commit();
    }

    private static void Forget(SqliteCore core, DateTimeOffset now, StoreRetention? retention = null)
    {
        while (core.Forget(retention ?? Retention, now))
        {
        }
    }
}
