using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Engine;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Ports.Store;
using Paddock.Storage.Sqlite;
using Paddock.Tests.App.Http;
using Paddock.Tests.Core.Planning;
using Paddock.Tests.Storage;
using Paddock.Tests.Support;

namespace Paddock.Tests.Engine;

/// <summary>Nothing is bought for a job that is over.</summary>
public sealed class JobCheckTests
{
    private static readonly JobKey Job = new("github.com", 1);

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_job_that_ended_unheard_while_nobody_was_there_gets_no_ticket_and_its_order_is_closed()
    {
        var forge = new GrantingForge(job => new JobFinished(Now, job.Key, job.Details, null, "cancelled", Now));

        var facts = await RunAsync(forge, queuedAt: Now, isThereBefore: true, until: fact => fact is OrderClosed);

        forge.Looks.ShouldBe(1);
        forge.Tickets.ShouldBe(0);
        facts.OfType<OrderClosed>().ShouldHaveSingleItem().Outcome.ShouldBe(OrderOutcome.Ended);
        facts.OfType<PlaceAnswered>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_that_waits_or_that_GitHub_does_not_list_yet_gets_its_runner()
    {
        var waits = new GrantingForge(job => new JobQueued(Now, job.Key, job.Details, Now));
        var unlisted = new GrantingForge(_ => null);

        await RunAsync(waits, Now, isThereBefore: true, fact => fact is RunnerTicketed);
        await RunAsync(unlisted, Now, isThereBefore: true, fact => fact is RunnerTicketed);

        (waits.Looks, unlisted.Looks).ShouldBe((1, 1));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(30, 1)]
    public async Task What_a_delivery_says_is_looked_at_only_if_it_was_long_on_its_way(int minutes, int looks)
    {
        var forge = new GrantingForge(job => new JobQueued(Now, job.Key, job.Details, Now));

        await RunAsync(forge, Now.AddMinutes(-minutes), isThereBefore: false, fact => fact is RunnerTicketed);

        forge.Looks.ShouldBe(looks);
    }

    /// <summary>Everything that was stored by the time the wanted fact was.</summary>
    private static async Task<IReadOnlyList<Fact>> RunAsync(
        GrantingForge forge, DateTimeOffset queuedAt, bool isThereBefore, Func<Fact, bool> until)
    {
        await using var store = await SqliteStore.OpenAsync(
            new SqliteStoreOptions(":memory:"), new CountingDice(), TimeProvider.System,
            NullLogger<SqliteStore>.Instance);
        var report = new JobQueued(Now, Job, TestFleet.Details("self-hosted", "linux"), queuedAt);
        using var pump = new Pump();
        using var stop = new CancellationTokenSource();
        var engine = TestEngine.Of(pump, store, forge);
        if (isThereBefore)
        {
            await store.ObserveAsync(new Report([report]), TestContext.Current.CancellationToken);
        }
        else
        {
            await engine.Intake.AdmitAsync([report], Guid.Empty, TestContext.Current.CancellationToken);
        }
        var running = Task.Run(() => pump.Run(() => engine.RunAsync(stop.Token)), CancellationToken.None);
        var facts = await Eventually.GetAsync(
            () => FactsAsync(store), facts => facts.Any(until));
        await stop.CancelAsync();
        await running;
        return facts;
    }

    private static async Task<IReadOnlyList<Fact>> FactsAsync(SqliteStore store) =>
    [
        .. (await store.ReadSinceAsync(0, 1_000, TestContext.Current.CancellationToken)).Select(entry => entry.Fact),
    ];
}
