using Microsoft.Data.Sqlite;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Ports.Conformance;
using Paddock.Ports.Store;
using Paddock.Storage.Sqlite;
using Paddock.Tests.Support;

namespace Paddock.Tests.Storage;

/// <summary>
/// The writer's thread. To make requests gather, another program takes the database's lock: the writer then waits with
/// the first request, and everything after it stands in line.
/// </summary>
public sealed class WriterTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_that_wait_share_commits_of_at_most_128()
    {
        using var folder = new StoreFolder();
        await using var store = await folder.OpenAsync(folder.Options with { BusyLimit = TimeSpan.FromSeconds(30) });
        using var blocker = await BlockAsync(folder, store);

        var answers = Enumerable.Range(1, 300).Select(id => store.ObserveAsync(Queued(id), Token)).ToList();
        store.Traffic.Waiting.ShouldBe(300);
        blocker.Dispose();
        await Task.WhenAll(answers);

        var traffic = store.Traffic;
        traffic.BatchLargest.ShouldBe(128);
        traffic.Commits.ShouldBe(4);
        traffic.Requests.ShouldBe(301);
    }

    [Fact]
    public async Task A_single_request_waits_for_no_other()
    {
        using var folder = new StoreFolder();
        await using var store = await folder.OpenAsync();
        await store.ObserveAsync(Queued(1), Token);
        await store.ObserveAsync(Queued(2), Token);
        store.Traffic.ShouldBe(new StoreTraffic(Commits: 2, Requests: 2, BatchLargest: 1, Failures: 0, Waiting: 0));
    }

    [Fact]
    public async Task A_request_that_cannot_be_stored_hurts_only_itself()
    {
        using var folder = new StoreFolder();
        await using var store = await folder.OpenAsync(folder.Options with { BusyLimit = TimeSpan.FromSeconds(30) });
        var epoch = (await store.AcquireAsync(Token))!.Epoch;
        using var blocker = await BlockAsync(folder, store);

        // No number is no JSON: a defect of whoever made this decision.
        var planned = SampleFacts.MachinePlanned(1, null, 1, 1);
        var offer = planned.Plan.Offer with { Size = new(Cpus: double.NaN) };
        var poison = planned with { Plan = planned.Plan with { Offer = offer } };
        var before = store.ObserveAsync(Queued(1), Token);
        var poisoned = store.DecideAsync(new DecisionBatch(epoch, 1, [new([new PlannedFact(poison, 0)])]), Token);
        var after = store.ObserveAsync(Queued(2), Token);
        blocker.Dispose();

        await Should.ThrowAsync<ArgumentException>(() => poisoned);
        (await before).Changed.ShouldBe(1);
        (await after).Changed.ShouldBe(1);
        (await store.ReadSinceAsync(0, 100, Token)).Count.ShouldBe(3);
        folder.Logged.ShouldHaveSingleItem().Event.ShouldBe("store-defect");
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_hurts_only_requests_about_it()
    {
        using var folder = new StoreFolder();
        await using var store = await folder.OpenAsync(folder.Options with { BusyLimit = TimeSpan.FromSeconds(30) });
        await store.ObserveAsync(Queued(1), Token);
        folder.Meddle("UPDATE rows SET body = 'garbage'");
        using var blocker = await BlockAsync(folder, store);

        var about = store.ObserveAsync(Queued(1), Token);
        var beside = store.ObserveAsync(Queued(2), Token);
        blocker.Dispose();

        (await Should.ThrowAsync<StoreFaultException>(() => about)).Kind.ShouldBe(StoreFaultKind.Corrupt);
        (await beside).Changed.ShouldBe(1);
    }

    [Fact]
    public async Task A_request_whose_sender_has_gone_while_it_waited_is_not_stored()
    {
        using var folder = new StoreFolder();
        await using var store = await folder.OpenAsync(folder.Options with { BusyLimit = TimeSpan.FromSeconds(30) });
        using var blocker = await BlockAsync(folder, store);
        using var sender = new CancellationTokenSource();

        var unwanted = store.ObserveAsync(Queued(1), sender.Token);
        await sender.CancelAsync();
        blocker.Dispose();

        await Should.ThrowAsync<OperationCanceledException>(() => unwanted);
        (await store.LoadAsync(Subject.Of(SampleFacts.Job(1)), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task More_requests_than_may_wait_are_refused_as_unavailable()
    {
        using var folder = new StoreFolder();
        await using var store = await folder.OpenAsync(
            folder.Options with { BusyLimit = TimeSpan.FromSeconds(30), RequestsMax = 3 });
        using var blocker = await BlockAsync(folder, store);

        var waiting = Enumerable.Range(1, 3).Select(id => store.ObserveAsync(Queued(id), Token)).ToList();
        var refused = await Should.ThrowAsync<StoreFaultException>(() => store.ObserveAsync(Queued(4), Token));
        refused.Kind.ShouldBe(StoreFaultKind.Unavailable);

        blocker.Dispose();
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task Closing_stores_what_waits()
    {
        using var folder = new StoreFolder();
        var store = await folder.OpenAsync(folder.Options with { BusyLimit = TimeSpan.FromSeconds(30) });
        using var blocker = await BlockAsync(folder, store);
        var answers = Enumerable.Range(1, 200).Select(id => store.ObserveAsync(Queued(id), Token)).ToList();

        var closing = store.DisposeAsync();
        blocker.Dispose();
        await closing;

        (await Task.WhenAll(answers)).Sum(answer => answer.Changed).ShouldBe(200);
        await Should.ThrowAsync<ObjectDisposedException>(() => store.ObserveAsync(Queued(1), Token));
        using var core = folder.OpenCore();
        core.Seq.ShouldBe(201);
    }

    [Fact]
    public async Task Closing_twice_is_closing_once()
    {
        using var folder = new StoreFolder();
        var store = await folder.OpenAsync();
        await store.DisposeAsync();
        await store.DisposeAsync();
    }

    [Fact]
    public async Task Commits_that_bring_entries_are_announced_by_their_newest_number()
    {
        using var folder = new StoreFolder();
        await using var store = await folder.OpenAsync();
        var told = new System.Collections.Concurrent.ConcurrentQueue<long>();
        store.Committed += told.Enqueue;

        await store.ObserveAsync(new Report([SampleFacts.JobQueued(1, 1), SampleFacts.JobQueued(2, 1)]), Token);
        await store.ObserveAsync(Queued(1), Token);
        await store.ObserveAsync(Queued(3), Token);

        await Eventually.HoldsAsync(() => told.Count == 2);
        told.ShouldBe([2, 3]);
    }

    [Fact]
    public async Task People_are_answered_while_the_writer_is_held_up()
    {
        using var folder = new StoreFolder();
        await using var store = await folder.OpenAsync(folder.Options with { BusyLimit = TimeSpan.FromSeconds(30) });
        using var blocker = await BlockAsync(folder, store);
        var waiting = store.ObserveAsync(Queued(1), Token);

        (await store.RecentAsync(SubjectKind.Job, isClosedOnly: false, 10, Token)).ShouldBeEmpty();
        (await store.StoryAsync(Subject.Of(SampleFacts.Job(1)), 10, Token)).ShouldBeEmpty();
        waiting.IsCompleted.ShouldBeFalse();

        blocker.Dispose();
        await waiting;
    }

    [Fact]
    public async Task A_reader_that_is_behind_the_memory_reads_the_disk()
    {
        using var folder = new StoreFolder();
        await using var store = await folder.OpenAsync(folder.Options with { TailEntriesMax = 4 });
        for (var id = 1; id <= 10; id++)
        {
            await store.ObserveAsync(Queued(id), Token);
        }
        (await store.ReadSinceAsync(2, 3, Token)).Select(entry => entry.Seq).ShouldBe([3, 4, 5]);
        (await store.ReadSinceAsync(7, 3, Token)).Select(entry => entry.Seq).ShouldBe([8, 9, 10]);
    }

    [Fact]
    public async Task A_lock_that_is_kept_too_long_is_told_and_forgiven()
    {
        using var folder = new StoreFolder();
        await using var store = await folder.OpenAsync();
        using (var shell = folder.OpenShell())
        {
            shell.Run("BEGIN IMMEDIATE");
            var fault = await Should.ThrowAsync<StoreFaultException>(() => store.ObserveAsync(Queued(1), Token));
            fault.Kind.ShouldBe(StoreFaultKind.Unavailable);
            fault.Message.ShouldContain("sqlite3 shell");
        }
        (await store.ObserveAsync(Queued(1), Token)).Changed.ShouldBe(1);
        store.Traffic.Failures.ShouldBe(1);
    }

    private static Report Queued(long id) => new([SampleFacts.JobQueued(id, 1)]);

    /// <summary>Returns when the writer is stuck with one request, which is no test's own.</summary>
    private static async Task<SqliteConnection> BlockAsync(StoreFolder folder, SqliteStore store)
    {
        var blocker = folder.OpenShell();
        blocker.Run("BEGIN IMMEDIATE");
        _ = store.ObserveAsync(Queued(1_000_000), Token);
        await Eventually.HoldsAsync(() => store.Traffic.Waiting == 0);
        return blocker;
    }
}
