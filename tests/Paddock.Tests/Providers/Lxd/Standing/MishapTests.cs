namespace Paddock.Tests.Providers.Lxd.Standing;

public sealed class MishapTests : StandingTest
{
    internal override StandingOptions Options(StandingOptions options) => options with
    {
        DeletionTime = TimeSpan.FromSeconds(3),
    };

    [Fact]
    public async Task A_request_is_refused_once_and_then_done()
    {
        Lxd.Next("GET /1.0/instances", new Mishap.Refuse(503, "LXD is shutting down"));

        (await Get("/1.0/instances")).Error.ShouldBe("LXD is shutting down");
        (await Get("/1.0/instances")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_lost_reply_leaves_what_was_done()
    {
        Lxd.Next("POST /1.0/instances", new Mishap.BreakAfter());

        await Should.ThrowAsync<HttpRequestException>(() => Create("rn-1"));

        Lxd.Names().ShouldBe(["rn-1"]);
    }

    [Fact]
    public async Task A_broken_request_leaves_nothing()
    {
        Lxd.Next("POST /1.0/instances", new Mishap.BreakBefore());

        await Should.ThrowAsync<HttpRequestException>(() => Create("rn-1"));

        Lxd.Names().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_break_is_noticed_also_where_a_client_would_ask_again()
    {
        await Get("/1.0");
        Lxd.Next("GET /1.0/instances", new Mishap.BreakBefore());

        await Should.ThrowAsync<HttpRequestException>(() => Get("/1.0/instances"));

        Lxd.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_reply_breaks_off_in_the_middle()
    {
        Lxd.Next("GET /1.0/instances", new Mishap.CutShort());

        await Should.ThrowAsync<HttpRequestException>(() => Get("/1.0/instances?recursion=1"));
    }

    [Fact]
    public async Task An_operation_fails_as_it_is_told_to_and_leaves_nothing()
    {
        Lxd.Next("POST /1.0/instances", new Mishap.OperationFails("Failed to unpack: No space left on device"));

        (await Create("rn-1")).Err.ShouldBe("Failed to unpack: No space left on device");
        Lxd.Names().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_held_request_is_done_when_it_is_let_go()
    {
        var hold = new TaskCompletionSource();
        Lxd.Next("PUT /1.0/instances/*/state", new Mishap.Hold(hold.Task));
        await Create("rn-1");
        var start = Start("rn-1");
        Lxd.Guest("rn-1").Power.ShouldBe(Power.Stopped);

        hold.SetResult();

        (await start).State.ShouldBe("Success");
    }

    [Fact]
    public async Task Guests_outlive_the_daemon_and_its_half_deleted_ones_stay()
    {
        await Create("rn-1", ""","ephemeral":true""");
        await Create("rn-2", ""","ephemeral":true""");
        await Start("rn-1");
        await Start("rn-2");
        Lxd.Guest("rn-2").PowerOff();

        await Lxd.KillDaemonAsync();
        await Should.ThrowAsync<HttpRequestException>(() => Get("/1.0"));
        Time.Advance(TimeSpan.FromMinutes(1));
        await Lxd.StartDaemonAsync();

        (await Get("/1.0/instances/rn-1")).State.ShouldBe("Running");
        (await Get("/1.0/instances/rn-2")).State.ShouldBe("Stopped");
    }

    [Theory]
    [InlineData("", Power.Running)]
    [InlineData(""","config":{"boot.autostart":"false"}""", Power.Stopped)]
    internal async Task What_ended_while_nobody_looked_is_started_again_or_left(string more, Power then)
    {
        await Create("rn-1", ""","ephemeral":true""" + more);
        await Start("rn-1");
        await Lxd.KillDaemonAsync();
        Lxd.Guest("rn-1").PowerOff();

        await Lxd.StartDaemonAsync();
        Time.Advance(TimeSpan.FromMinutes(1));

        Lxd.Guest("rn-1").Power.ShouldBe(then);
    }

    [Fact]
    public async Task What_ran_when_the_power_went_is_started_again()
    {
        await Create("rn-1", ""","ephemeral":true""");
        await Start("rn-1");

        await Lxd.LosePowerAsync();

        Lxd.Guest("rn-1").Boots.ShouldBe(2);
    }

    [Fact]
    public async Task A_reboot_of_the_host_leaves_no_ephemeral_one_that_ran()
    {
        await Create("rn-1", ""","ephemeral":true""");
        await Create("rn-2", ""","ephemeral":true""");
        await Start("rn-1");

        await Lxd.RebootHostAsync();

        Lxd.Names().ShouldBe(["rn-2"]);
    }

    [Fact]
    public async Task Requests_are_remembered()
    {
        await Get("/1.0/instances?recursion=1");

        Lxd.Requests.Select(request => request.ToString()).ShouldBe(["GET /1.0/instances?recursion=1"]);
    }
}
