using System.Text.Json;
using Paddock.App.Api;
using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Tests.Support;
using static Paddock.Tests.App.Http.WebRig;

namespace Paddock.Tests.App.Http;

public sealed class EventStreamTests
{
    [Fact]
    public async Task A_fact_is_told_with_its_number_as_soon_as_it_is_stored()
    {
        await using var rig = await StartAsync();
        using var events = await EventReader.OpenAsync(rig.Socket);
        await events.NextAsync("board");

        await rig.StoreAsync(Paused("ann"));

        var told = (await events.NextAsync("fact"))!;
        var line = JsonSerializer.Deserialize(told.Data, ApiJson.Default.StoryLine)!;
        line.Seq.ShouldBe(told.Id!.Value);
        line.Subject.ShouldBe("pool linux");
        line.Text.ShouldBe("ann set it to paused");
    }

    [Fact]
    public async Task A_reader_that_comes_back_is_told_what_it_missed_in_order()
    {
        await using var rig = await StartAsync();
        await rig.StoreAsync(Paused("ann"));
        await rig.StoreAsync(Paused("bob"), Paused("cid"));

        using var events = await EventReader.OpenAsync(rig.Socket, last: 1);

        (await events.NextAsync("fact"))!.Data.ShouldContain("bob");
        (await events.NextAsync("fact"))!.Id.ShouldBe(3);
    }

    [Fact]
    public async Task A_reader_of_another_store_is_told_to_begin_anew()
    {
        await using var rig = await StartAsync();
        await rig.StoreAsync(Paused("ann"));

        using var events = await EventReader.OpenAsync(rig.Socket, last: 4711);

        var reset = (await events.NextAsync("reset"))!;
        reset.Id.ShouldBe(1);
        JsonSerializer.Deserialize(reset.Data, ApiJson.Default.ResetReply)!.Seq.ShouldBe(1);
    }

    [Fact]
    public async Task The_board_comes_first_and_again_when_something_has_changed()
    {
        await using var rig = await StartAsync();
        using var events = await EventReader.OpenAsync(rig.Socket);
        Board(await events.NextAsync("board")).Jobs.ShouldBeEmpty();

        await rig.StoreAsync(Queued(42));

        var board = Board(await events.NextAsync("board"));
        while (board.Jobs.Count == 0)
        {
            board = Board(await events.NextAsync("board"));
        }
        board.Jobs.Single().Id.ShouldBe(42);
        board.Status.Totals.JobsWaiting.ShouldBe(1);
    }

    [Fact]
    public async Task A_board_counts_more_than_it_shows()
    {
        await using var rig = await StartAsync();
        await rig.StoreAsync([.. Enumerable.Range(1, 401).Select(id => Queued(id))]);
        await rig.StoreAsync([.. Enumerable.Range(1, 402).Select(id => new RunnerBusy(
            TimeProvider.System.GetUtcNow(), RunnerName.Of($"r-{id}"), new JobKey("github.com", id)))]);
        using var events = await EventReader.OpenAsync(rig.Socket);

        var board = Board(await events.NextAsync("board"));

        (board.Jobs.Count, board.JobsTotal).ShouldBe((400, 401));
        board.Runners.Count.ShouldBe(400);
        board.RunnersTotal.ShouldBeGreaterThanOrEqualTo(402);
    }

    [Theory]
    [InlineData("/api/v1/events")]
    [InlineData("/api/v1/events?since=1")]
    public async Task Before_the_first_pass_nothing_is_streamed(string path)
    {
        await using var rig = await StartAsync(runs: false);

        using var response = await rig.Socket.GetAsync(path, Cancel);

        (await ProblemAsync(response)).Code.ShouldBe("not-ready");
    }

    [Fact]
    public async Task Streams_end_with_the_host()
    {
        var rig = await StartAsync();
        using var events = await EventReader.OpenAsync(rig.Socket);
        await events.NextAsync("board");

        await rig.DisposeAsync();

        (await events.NextAsync("fact")).ShouldBeNull();
    }

    [Fact]
    public async Task More_streams_than_allowed_are_refused_and_a_closed_one_makes_room()
    {
        await using var rig = await StartAsync();
        var open = new List<EventReader>();
        for (var i = 0; i < 64; i++)
        {
            open.Add(await EventReader.OpenAsync(rig.Socket));
        }

        using (var refused = await rig.Socket.GetAsync("/api/v1/events", Cancel))
        {
            (await ProblemAsync(refused)).Code.ShouldBe("too-many-streams");
        }
        open.ForEach(reader => reader.Dispose());
        await Eventually.GetAsync(
            async () =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events");
                using var response = await rig.Socket.SendAsync(
                    request, HttpCompletionOption.ResponseHeadersRead, Cancel);
                return response.IsSuccessStatusCode;
            },
            isOpen => isOpen);
    }

    private static PoolAsked Paused(string by) =>
        new(TimeProvider.System.GetUtcNow(), PoolName.Of("linux"), PoolMode.Paused, by);

    private static BoardReply Board(SeenEvent? told) =>
        JsonSerializer.Deserialize(told!.Data, ApiJson.Default.BoardReply)!;
}
