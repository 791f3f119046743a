using System.Net;
using Paddock.App.Api;
using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Tests.Support;
using static Paddock.Tests.App.Http.WebRig;

namespace Paddock.Tests.App.Http;

public sealed class RunnerAsksTests
{
    [Fact]
    public async Task A_check_names_everything_of_a_pool_by_what_it_is_at()
    {
        await using var rig = await StartAsync();
        var (idle, starting) = await IdleAndStartingAsync(rig);

        var reply = await CheckAsync(rig);

        var pool = reply.Pools.ShouldHaveSingleItem();
        (pool.Pool, pool.Wanted, pool.Counted, pool.Idle, pool.Starting, pool.Busy).ShouldBe(
            ("linux", 0, "idle", 1, 1, 0));
        pool.Names.Select(name => (name.Name, name.Group)).ShouldBe(
            [(idle.Value, "idle"), (starting.Value, "starting")], ignoreOrder: true);
    }

    [Fact]
    public async Task A_registration_that_nobody_explains_is_a_stray_and_no_pools()
    {
        await using var rig = await StartAsync();
        var name = RunnerName.Of($"pdk-{rig.Desk.Engine.View!.Policy.Identity.Mark}-aaaaaaaaaaaa");
        await rig.StoreAsync(Online(rig, name));

        var reply = await CheckAsync(rig);

        reply.Strays.ShouldHaveSingleItem().ShouldBe(new CheckedReply(name.Value, "stray", "stray"));
        reply.Pools.ShouldHaveSingleItem().Names.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_offer_that_refuses_is_a_door_of_the_status_with_its_own_words()
    {
        await using var rig = await StartAsync();
        var asOf = Later(rig);
        var offer = PlaceKey.Of(Config("").Pools[0].Offers[0]);

        await rig.StoreAsync(new PlaceAnswered(
            asOf.At, offer, FaultKind.InvalidSpec, "no image 'runner'", Streak: 1, RetryAt: null, asOf));

        var status = await rig.GetAsync("/api/v1/status", ApiJson.Default.StatusReply);
        status.Doors.Single(door => door.Name == $"offer {offer.Text}")
            .ShouldSatisfyAllConditions(
                door => door.Good.ShouldBeFalse(), door => door.Message.ShouldBe("no image 'runner'"));
    }

    [Fact]
    public async Task A_flush_is_in_the_books_when_it_is_answered_and_says_who_goes()
    {
        await using var rig = await StartAsync();
        var (idle, starting) = await IdleAndStartingAsync(rig);

        using var response = await rig.Socket.PostAsync(
            "/api/v1/runners/flush", Json("""{"by": "ann", "pool": "linux", "busy": true}"""), Cancel);

        var reply = await ReadAsync(response, ApiJson.Default.RunnersAskedReply);
        reply.Going.ShouldBe([idle.Value, starting.Value], ignoreOrder: true);
        reply.Busy.ShouldBeEmpty();
        var row = (PoolRow)(await rig.Desk.Store.LoadAsync(Subject.Of(PoolName.Of("linux")), Cancel))!;
        row.Flush.ShouldNotBeNull().ShouldSatisfyAllConditions(
            flush => flush.By.ShouldBe("ann"), flush => flush.WithBusy.ShouldBeTrue());
        await Eventually.HoldsAsync(() => rig.Desk.Engine.View!.Snapshot.Runners
            .Any(runner => runner.Name == idle && runner.Retirement is not null)
            || rig.Desk.Engine.View!.Snapshot.Runners.All(runner => runner.Name != idle));
    }

    [Fact]
    public async Task A_round_is_over_when_a_check_says_so_and_then_tells_what_changed()
    {
        await using var rig = await StartAsync();
        var (idle, _) = await IdleAndStartingAsync(rig);

        using var response = await rig.Socket.PostAsync("/api/v1/runners/reconcile", null, Cancel);
        var asked = await ReadAsync(response, ApiJson.Default.RunnersAskedReply);

        var check = await Eventually.GetAsync(
            () => rig.GetAsync($"/api/v1/runners/check?since={asked.Seq}", ApiJson.Default.RunnersCheckReply),
            seen => seen.RoundAt >= asked.AskedAt);

        // The provider has no machines, so the one that idled has lost its own.
        check.Changes.ShouldNotBeNull().Retired.ShouldBe([idle.Value]);
    }

    [Theory]
    [InlineData("GET", "/api/v1/runners/check?pool=linus", null, "no-such-pool")]
    [InlineData("GET", "/api/v1/runners/check?since=x", null, "bad-query")]
    [InlineData("POST", "/api/v1/runners/flush", """{"pool": "linus"}""", "no-such-pool")]
    [InlineData("POST", "/api/v1/runners/flush", """{"busy": "perhaps"}""", "bad-body")]
    [InlineData("POST", "/api/v1/runners/reconcile", """{"pool": "linus"}""", "no-such-pool")]
    public async Task What_cannot_be_asked_is_refused_and_stores_nothing(
        string method, string path, string? body, string code)
    {
        await using var rig = await StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = body is null ? null : Json(body),
        };

        using var response = await rig.Socket.SendAsync(request, Cancel);

        (await ProblemAsync(response)).Code.ShouldBe(code);
        (await rig.Desk.Store.LoadAsync(Subject.Of(PoolName.Of("linux")), Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task The_paths_of_the_charms_manager_answer_in_its_shapes()
    {
        await using var rig = await StartAsync();
        var (idle, _) = await IdleAndStartingAsync(rig);

        (await rig.Socket.GetStringAsync("/runner/check", Cancel)).ShouldBe(
            $$"""{"online":1,"busy":0,"offline":0,"unknown":1,"runners":["{{idle}}"],"busy_runners":[]}""");
        using var response = await rig.Socket.PostAsync("/runner/flush?flush-busy=true", null, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var row = (PoolRow)(await rig.Desk.Store.LoadAsync(Subject.Of(PoolName.Of("linux")), Cancel))!;
        row.Flush!.WithBusy.ShouldBeTrue();
    }

    private static Task<RunnersCheckReply> CheckAsync(WebRig rig) =>
        rig.GetAsync("/api/v1/runners/check", ApiJson.Default.RunnersCheckReply);

    /// <summary>GitHub takes its time with tickets here, so what a runner needs to idle is said by the test.</summary>
    private static async Task<(RunnerName Idle, RunnerName Starting)> IdleAndStartingAsync(WebRig rig)
    {
        await rig.StoreAsync(Queued(42), Queued(43));
        await Eventually.HoldsAsync(() => rig.Desk.Engine.View!.Snapshot.Runners.Count == 2);
        var runners = rig.Desk.Engine.View!.Snapshot.Runners;
        var (one, asOf) = (runners[0], Later(rig));
        await rig.StoreAsync(
            new RunnerTicketed(asOf.At, one.Name, new Registration(7), asOf),
            new MachineCreated(asOf.At, one.Plan!.Machine, ProviderName.Of("lab"), asOf),
            Online(rig, one.Name));
        return (one.Name, runners[1].Name);
    }

    private static RunnerSeen Online(WebRig rig, RunnerName name)
    {
        var asOf = Later(rig);
        return new RunnerSeen(
            asOf.At, name, Scope.TryParse("org:acme")!, new Registration(7), Online: true, Busy: false, asOf);
    }

    private static AsOf Later(WebRig rig)
    {
        var now = rig.Desk.Engine.View!.Snapshot.AsOf;
        return now with { Tick = now.Tick + 1 };
    }
}
