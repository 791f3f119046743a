using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Policy;
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

/// <summary>Nothing is bought for a job that is over, or kept out.</summary>
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

    [Fact]
    public async Task A_job_whose_run_comes_from_a_fork_gets_no_ticket_and_its_order_is_closed()
    {
        var forge = new GrantingForge() { Run = () => new RunReply.Found(FromFork: true) };

        var facts = await RunAsync(forge, Now, isThereBefore: false, fact => fact is OrderClosed);

        (forge.RunLooks, forge.Tickets).ShouldBe((1, 0));
        facts.OfType<JobQueued>().Last().Details.FromFork.ShouldBe(true);
        facts.OfType<PlaceAnswered>().ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_asked_of_runs_where_it_is_known_or_a_rule_takes_any()
    {
        var known = new GrantingForge();
        var any = new GrantingForge();

        await RunAsync(known, Now, isThereBefore: false, fact => fact is RunnerTicketed, fromFork: false);
        await RunAsync(any, Now, isThereBefore: false, fact => fact is RunnerTicketed, rule: new("*") { Forks = true });

        (known.RunLooks, any.RunLooks).ShouldBe((0, 0));
    }

    [Fact]
    public async Task The_jobs_of_a_run_share_one_look_at_it()
    {
        var forge = new GrantingForge();

        await RunAsync(forge, Now, isThereBefore: false, _ => forge.Tickets == 5, jobs: 5);

        forge.RunLooks.ShouldBe(1);
    }

    [Fact]
    public async Task While_nobody_can_say_where_a_run_comes_from_nothing_is_spent_and_the_scope_cools_down()
    {
        var asked = 0;
        var forge = new GrantingForge()
        {
            Run = () => Interlocked.Increment(ref asked) == 1
                ? new RunReply.Unknown(new Fault(FaultKind.NotFound, "No such run."))
                : new RunReply.Found(FromFork: false),
        };

        var facts = await RunAsync(forge, Now, isThereBefore: false, fact => fact is RunnerTicketed);

        forge.RunLooks.ShouldBe(2);
        facts.OfType<TicketRefused>().ShouldHaveSingleItem().Message
            .ShouldBe("whether its run comes from a fork could not be asked: No such run.");
        facts.OfType<PlaceAnswered>().First().Fault.ShouldBe(FaultKind.Transient);
    }

    /// <summary>Everything that was stored by the time the wanted fact was.</summary>
    private static async Task<IReadOnlyList<Fact>> RunAsync(
        GrantingForge forge, DateTimeOffset queuedAt, bool isThereBefore, Func<Fact, bool> until,
        bool? fromFork = null, int jobs = 1, RepositoryRule? rule = null)
    {
        await using var store = await SqliteStore.OpenAsync(
            new SqliteStoreOptions(":memory:"), new CountingDice(), TimeProvider.System,
            NullLogger<SqliteStore>.Instance);
        var details = TestFleet.Details("self-hosted", "linux") with { FromFork = fromFork };
        List<JobObservation> reports =
        [
            .. Enumerable.Range(1, jobs).Select(id => new JobQueued(Now, Job with { Id = id }, details, queuedAt)),
        ];
        using var pump = new Pump();
        using var stop = new CancellationTokenSource();
        var engine = TestEngine.Of(pump, store, forge, rules: rule is null ? [] : [rule]);
        if (isThereBefore)
        {
            await store.ObserveAsync(new Report(reports), TestContext.Current.CancellationToken);
        }
        else
        {
            await engine.Intake.AdmitAsync(reports, Guid.Empty, TestContext.Current.CancellationToken);
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
