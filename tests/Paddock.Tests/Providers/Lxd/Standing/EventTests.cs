using Paddock.Tests.Support;

namespace Paddock.Tests.Providers.Lxd.Standing;

public sealed class EventTests : StandingTest
{
    internal override StandingOptions Options(StandingOptions options) => options with
    {
        DeletionTime = TimeSpan.FromSeconds(3),
    };

    [Fact]
    public async Task A_life_is_told_in_its_order()
    {
        using var socket = await Listen("?type=lifecycle");

        await Create("rn-1", ""","ephemeral":true""");
        await Start("rn-1");
        Lxd.Guest("rn-1").PowerOff();
        Time.Advance(TimeSpan.FromSeconds(3));

        (await Actions(socket, 4)).ShouldBe(
            ["instance-created", "instance-started", "instance-shutdown", "instance-deleted"]);
    }

    [Fact]
    public async Task An_instance_is_told_of_before_it_is_whole()
    {
        using var socket = await Listen("?type=lifecycle");

        Lxd.Next("POST /1.0/instances", new Mishap.OperationFails("No space left on device"));
        await Create("rn-1");

        (await Actions(socket, 2)).ShouldBe(["instance-created", "instance-deleted"]);
    }

    [Theory]
    [InlineData("true", "instance-stopped")]
    [InlineData("false", "instance-shutdown")]
    public async Task An_end_of_an_ephemeral_one_by_request_is_told_after_its_deletion(string force, string told)
    {
        await Create("rn-1", ""","ephemeral":true""");
        await Start("rn-1");
        using var socket = await Listen("?type=lifecycle");

        await Send("PUT", "/1.0/instances/rn-1/state", $$"""{"action":"stop","force":{{force}} }""");
        Time.Advance(TimeSpan.FromSeconds(3));

        (await Actions(socket, 2)).ShouldBe(["instance-deleted", told]);
    }

    [Fact]
    public async Task An_event_names_the_project_unless_it_is_the_default_one()
    {
        Lxd.AddProject("ci");
        using var socket = await Listen("?type=lifecycle&all-projects=true");

        await Create("rn-1", query: "?project=ci");
        await Create("rn-2");

        ((string)(await Next(socket))!["metadata"]!["source"]!).ShouldBe("/1.0/instances/rn-1?project=ci");
        ((string)(await Next(socket))!["metadata"]!["source"]!).ShouldBe("/1.0/instances/rn-2");
    }

    [Fact]
    public async Task Whoever_comes_back_after_a_break_is_told_nothing_of_what_was()
    {
        using (var first = await Listen("?type=lifecycle"))
        {
            var end = Next(first);
            Lxd.DropEvents();
            (await end).ShouldBeNull();
        }
        await Create("rn-1");
        using var second = await Listen("?type=lifecycle");

        await Start("rn-1");

        (await Actions(second, 1)).ShouldBe(["instance-started"]);
    }

    [Fact]
    public async Task A_ping_is_due_every_ten_seconds()
    {
        using var socket = await Listen("");

        await Eventually.HoldsAsync(() => Time.CountDueIn(TimeSpan.FromSeconds(10)) == 1);
        Time.Advance(TimeSpan.FromSeconds(10));

        await Eventually.HoldsAsync(() => Time.CountDueIn(TimeSpan.FromSeconds(10)) == 1);
    }

    private static async Task<List<string>> Actions(System.Net.WebSockets.ClientWebSocket socket, int count)
    {
        var actions = new List<string>();
        while (actions.Count < count)
        {
            actions.Add((string)(await Next(socket))!["metadata"]!["action"]!);
        }
        return actions;
    }
}
