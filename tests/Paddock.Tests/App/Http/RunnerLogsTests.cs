using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Paddock.App.Api;
using Paddock.App.Boards;
using Paddock.App.Http;
using Paddock.App.Http.Admin;
using Paddock.Core.Model;
using Paddock.Ports.Providers;
using Paddock.Tests.Support;
using static Paddock.Tests.App.Http.WebRig;

namespace Paddock.Tests.App.Http;

/// <summary>The console of the one runner that was planned for a job.</summary>
public sealed class RunnerLogsTests : IAsyncLifetime
{
    private static readonly Diagnosis Live = new(null, "now\n");
    private static readonly Diagnosis Kept = new(7, "then\n");

    private WebRig _rig = null!;
    private RunnerRow _runner = null!;

    private string Path => $"/api/v1/runners/{_runner.Name}/log";

    public async ValueTask InitializeAsync()
    {
        _rig = await StartAsync();
        await _rig.StoreAsync(Queued(42));
        await Eventually.HoldsAsync(() => _rig.Desk.Engine.View!.Snapshot.Runners.Count == 1);
        _runner = _rig.Desk.Engine.View!.Snapshot.Runners.Single();
    }

    [Fact]
    public async Task A_machine_that_is_there_is_asked_although_something_was_kept_of_it()
    {
        _rig.Provider.Diagnosis = Live;
        await KeepAsync();

        (await _rig.GetAsync(Path, ApiJson.Default.LogReply))
            .ShouldBe(new LogReply(_runner.Name.Value, Live: true, null, "now\n"));
    }

    [Fact]
    public async Task What_was_kept_of_a_machine_is_told_when_its_provider_has_it_no_more()
    {
        await KeepAsync();

        (await _rig.GetAsync(Path, ApiJson.Default.LogReply))
            .ShouldBe(new LogReply(_runner.Name.Value, Live: false, 7, "then\n"));
    }

    [Fact]
    public async Task A_log_is_found_by_the_name_of_the_machine_too()
    {
        await KeepAsync();
        var machine = _runner.Plan!.Machine.Value;

        (await _rig.GetAsync($"/api/v1/runners/{machine}/log", ApiJson.Default.LogReply))
            .ShouldBe(new LogReply(machine, Live: false, 7, "then\n"));
    }

    [Fact]
    public async Task A_runner_of_which_nothing_is_there_has_no_log()
    {
        using var response = await _rig.Socket.GetAsync(Path, Cancel);

        (await ProblemAsync(response)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_provider_that_hangs_is_given_ten_seconds_then_what_was_kept_is_told()
    {
        _rig.Provider.Hangs = true;
        await KeepAsync();
        var time = new TestTime();
        var logs = new RunnerLogs(_rig.Desk with { Time = time }, new Pictures(_rig.Desk.Engine));

        var asked = logs.LogAsync(Asking());
        await time.TimerWithinAsync(TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromSeconds(9));
        asked.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));

        Reply(await asked).ShouldBe(new LogReply(_runner.Name.Value, Live: false, 7, "then\n"));
    }

    [Fact]
    public async Task Whoever_leaves_ends_his_question_to_a_provider_that_hangs()
    {
        _rig.Provider.Hangs = true;
        using var leaves = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var time = new TestTime();
        var logs = new RunnerLogs(_rig.Desk with { Time = time }, new Pictures(_rig.Desk.Engine));
        var context = Asking();
        context.RequestAborted = leaves.Token;

        var asked = logs.LogAsync(context);
        await time.TimerWithinAsync(TimeSpan.FromSeconds(10));
        await leaves.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(asked);
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    private Task KeepAsync() => _rig.Desk.Shelf.KeepAsync(_runner.Plan!.Machine, Kept, Cancel);

    private DefaultHttpContext Asking() => new() { Request = { RouteValues = { ["name"] = _runner.Name.Value } } };

    private static LogReply Reply(Answer answer) =>
        JsonSerializer.Deserialize(answer.Body.Span, ApiJson.Default.LogReply)!;
}
