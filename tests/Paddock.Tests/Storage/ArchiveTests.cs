using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Ports.Conformance;
using Paddock.Ports.Store;
using Paddock.Storage.Sqlite;

namespace Paddock.Tests.Storage;

/// <summary>What people ask, of the core and of the store alike.</summary>
public sealed class ArchiveTests : IAsyncDisposable
{
    private readonly StoreFolder _folder = new();
    private SqliteStore? _store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_story_has_what_is_related_in_the_order_in_which_it_happened()
    {
        var store = await WithADayAsync();
        var story = await store.StoryAsync(Subject.Of(SampleFacts.Job(1)), 100, Token);
        story.Select(entry => entry.Fact.GetType()).ShouldBe(
        [
            typeof(JobHeld), typeof(JobQueued), typeof(OrderOpened), typeof(OrderNoted), typeof(JobStarted),
            typeof(RunnerBusy), typeof(OrderClosed), typeof(JobFinished), typeof(RunnerFinished),
        ]);
    }

    [Fact]
    public async Task Of_a_long_story_the_newest_entries_are_told_oldest_first()
    {
        var store = await WithADayAsync();
        var story = await store.StoryAsync(Subject.Of(SampleFacts.Job(1)), 2, Token);
        story.Select(entry => entry.Fact.GetType()).ShouldBe([typeof(JobFinished), typeof(RunnerFinished)]);
    }

    [Fact]
    public async Task A_subject_nobody_knows_has_no_story() =>
        (await (await WithADayAsync()).StoryAsync(Subject.Of(SampleFacts.Job(404)), 100, Token)).ShouldBeEmpty();

    [Fact]
    public async Task Recent_rows_come_with_the_one_changed_last_first()
    {
        var store = await WithADayAsync();
        var recent = await store.RecentAsync(SubjectKind.Runner, isClosedOnly: false, 2, Token);
        recent.Select(row => row.Subject).ShouldBe(
            [Subject.Of(SampleFacts.Runner(3)), Subject.Of(SampleFacts.Runner(2))]);
    }

    [Fact]
    public async Task Closed_rows_are_told_alone_however_many_open_ones_changed_later()
    {
        var store = await WithADayAsync();
        await store.ObserveAsync(
            new Report([SampleFacts.JobQueued(11, 1), SampleFacts.JobQueued(12, 1)]), Token);

        var closed = await store.RecentAsync(SubjectKind.Job, isClosedOnly: true, 1, Token);

        closed.ShouldHaveSingleItem().IsOpen.ShouldBeFalse();
        (await store.RecentAsync(SubjectKind.Job, isClosedOnly: true, 99, Token)).ShouldBe(
            (await store.RecentAsync(SubjectKind.Job, isClosedOnly: false, 99, Token)).Where(row => !row.IsOpen));
    }

    [Theory]
    [InlineData("1", new[] { "github.com/1", "ghe.acme.test/1" })]
    [InlineData("github.com/1", new[] { "github.com/1" })]
    [InlineData("11", new[] { "github.com/11" })]
    [InlineData("com/1", new string[0])]
    [InlineData("%", new string[0])]
    [InlineData("", new string[0])]
    public async Task A_job_is_found_by_its_id_alone(string suffix, string[] found)
    {
        var store = await WithADayAsync();
        var elsewhere = SampleFacts.JobQueued(1, 1) with { Job = new JobKey("ghe.acme.test", 1) };
        await store.ObserveAsync(new Report([elsewhere, SampleFacts.JobQueued(11, 1)]), Token);
        var rows = await store.FindAsync(SubjectKind.Job, suffix, Token);
        rows.Select(row => row.Subject.Key).ShouldBe(found, ignoreOrder: true);
    }

    [Fact]
    public async Task A_core_answers_as_the_store_does()
    {
        var store = await WithADayAsync();
        using var core = SqliteCore.OpenInMemory(new CountingDice(), SampleFacts.Start);
        core.Store([.. SampleFacts.OneOfEachKind.OfType<JobObservation>()]);

        var job = Subject.Of(SampleFacts.Job(1));
        (await core.StoryAsync(job, 9, Token)).Select(entry => entry.Fact).ShouldBe(
            (await store.StoryAsync(job, 9, Token)).Select(entry => entry.Fact).Where(fact => fact is JobObservation));
        (await core.RecentAsync(job.Kind, true, 9, Token)).ShouldBe(await store.RecentAsync(job.Kind, true, 9, Token));
        (await core.FindAsync(job.Kind, "1", Token)).ShouldBe(await store.FindAsync(job.Kind, "1", Token));
    }

    [Theory]
    [InlineData(RowReads.OpenSql)]
    [InlineData(RowReads.FindSql)]
    public async Task Closed_rows_are_not_read_through_in_search_of_others(string sql)
    {
        await WithADayAsync();
        using var shell = _folder.OpenShell();
        using var explain = shell.CreateCommand();
        explain.CommandText = $"EXPLAIN QUERY PLAN {sql}";
        foreach (var name in (string[])["$kind", "$suffix", "$max"])
        {
            explain.Parameters.AddWithValue(name, "1");
        }
        using var plan = explain.ExecuteReader();
        var steps = new List<string>();
        while (plan.Read())
        {
            steps.Add(plan.GetString(3));
        }
        steps.ShouldNotBeEmpty();
        steps.ShouldNotContain(step => step == "SCAN rows" || step.Contains("rows_recent", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
        _folder.Dispose();
    }

    private async Task<SqliteStore> WithADayAsync()
    {
        _store = await _folder.OpenAsync();
        var epoch = (await _store.AcquireAsync(Token))!.Epoch;
        var number = 0;
        foreach (var fact in SampleFacts.OneOfEachKind)
        {
            await (fact is Decision decision
                ? _store.DecideAsync(
                    new DecisionBatch(epoch, ++number, [new([new(decision, PlannedFact.AnyVersion)])]), Token)
                : (Task)_store.ObserveAsync(new Report([(Observation)fact]), Token));
        }
        return _store;
    }
}
