using System.Text.Json;
using Paddock.App.Api;

namespace Paddock.Tests.App.Cli;

public sealed class KeepingCommandTests : IAsyncLifetime
{
    private static readonly CheckedReply Idle = new("pdk-0a1b2c3d-iiiiiiiiiiii", "idle", "idle");
    private static readonly CheckedReply Busy = new("pdk-0a1b2c3d-bbbbbbbbbbbb", "busy", "busy");

    private static readonly PoolCheckReply Pool = new(
        "linux", "active", Wanted: 2, WantedMax: 4, "idle", Idle: 1, Blank: 0, Busy: 1, Starting: 0, Offline: 0,
        Leaving: 0, Unknown: 0, Kept: 0, [Busy, Idle]);

    private readonly CommandBench _bench = new();
    private AdminStub _admin = null!;

    public async ValueTask InitializeAsync() => _admin = await AdminStub.StartAsync();

    public ValueTask DisposeAsync() => _admin.DisposeAsync();

    [Fact]
    public async Task A_check_shows_what_is_wanted_and_everything_by_name()
    {
        _admin.Says(Check(Pool), ApiJson.Default.RunnersCheckReply);

        (await RunAsync("check", "linux")).ShouldBe(0);

        _admin.Requests.ShouldBe(["GET /api/v1/runners/check?pool=linux"]);
        _bench.Out.ShouldContain("linux  active  2 to 4     1     1");
        _bench.Out.ShouldContain("pdk-0a1b2c3d-bbbbbbbbbbbb  busy  busy   linux");
    }

    [Fact]
    public async Task A_flush_that_is_not_waited_for_says_what_will_happen()
    {
        _admin.Says(Asked("1 goes now"), ApiJson.Default.RunnersAskedReply);

        (await RunAsync("flush", "linux", "--busy", "--no-wait")).ShouldBe(0);

        _admin.Requests.ShouldBe(["""POST /api/v1/runners/flush {"by":"mona","pool":"linux","busy":true}"""]);
        _bench.Out.ShouldBe("1 goes now.\n");
    }

    [Fact]
    public async Task A_flush_waits_until_what_idled_is_gone_and_replaced()
    {
        var asked = Asked("1 goes now") with { Going = [Idle.Name], Busy = [Busy.Name] };
        var fresh = Idle with { Name = "pdk-0a1b2c3d-ffffffffffff" };
        Answer(
            JsonSerializer.Serialize(asked, ApiJson.Default.RunnersAskedReply),
            Of(Pool),
            Of(Pool with { Idle = 0, Starting = 0, Names = [Busy] }),
            Of(Pool with { Idle = 0, Starting = 1, Names = [Busy, fresh with { Group = "starting" }] }),
            Of(Pool with { Wanted = 1, Names = [Busy, fresh] }));

        (await RunAsync("flush")).ShouldBe(0);

        _bench.Out.ShouldEndWith("1 of 1 is gone, 1 is ready, 1 busy ones go after their jobs.\n");
        _admin.Requests.Skip(1).ShouldBe(Enumerable.Repeat("GET /api/v1/runners/check?since=7", 4));
    }

    [Fact]
    public async Task A_flush_does_not_wait_for_what_is_refused()
    {
        Answer(
            JsonSerializer.Serialize(
                Asked("1 goes now") with { Going = [Idle.Name] }, ApiJson.Default.RunnersAskedReply),
            Of(Pool with { Idle = 0, Starting = 0, Names = [Busy], Why = "there is no such image" }));

        (await RunAsync("flush")).ShouldBe(0);

        _bench.Out.ShouldContain("linux is short: there is no such image");
        _admin.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Whoever_does_not_get_done_in_time_says_what_is_left_and_fails()
    {
        var asked = Asked("1 goes now") with { Going = [Idle.Name], Busy = [Busy.Name] };
        Answer(JsonSerializer.Serialize(asked, ApiJson.Default.RunnersAskedReply), Of(Pool with { Names = [Busy] }));

        (await RunAsync("flush", "--busy", "--timeout", "0")).ShouldBe(1);

        _bench.Error.ShouldContain($"Not done after 0 s: still there: {Busy.Name}. It goes on");
    }

    [Fact]
    public async Task A_round_waits_for_the_lists_and_for_what_was_on_its_way_then_and_tells_what_changed()
    {
        var changes = new ChangesReply([Idle.Name], ["a", "b"], ["a"], Whole: true);
        var late = new CheckedReply("pdk-0a1b2c3d-llllllllllll", "starting", "starting");
        Answer(
            JsonSerializer.Serialize(Asked("listed"), ApiJson.Default.RunnersAskedReply),
            Of(Pool),
            Of(Pool with { Names = [Busy, Idle with { Group = "starting" }] }, Samples.Now, changes),
            Of(Pool with { Names = [Busy, Idle, late] }, Samples.Now, changes));

        (await RunAsync("reconcile")).ShouldBe(0);

        _bench.Out.ShouldEndWith("Since then: 1 machine made, 2 runners retired, 1 registration removed.\n");
        _admin.Requests.Count.ShouldBe(4);
    }

    private static RunnersAskedReply Asked(string text) => new(text, Samples.Now, Seq: 7, [], []);

    private static RunnersCheckReply Check(PoolCheckReply pool) => new(Samples.Now, Seq: 9, RoundAt: null, [pool], []);

    private static string Of(PoolCheckReply pool, DateTimeOffset? roundAt = null, ChangesReply? changes = null) =>
        JsonSerializer.Serialize(
            Check(pool) with { RoundAt = roundAt, Changes = changes }, ApiJson.Default.RunnersCheckReply);

    /// <summary>One after the other; the last again and again.</summary>
    private void Answer(params string[] bodies) => _admin.Answers(bodies);

    private Task<int> RunAsync(params string[] words) =>
        _bench.RunAsync(["runners", .. words, "--admin", _admin.Address]);
}
