using Paddock.App.Http;
using Paddock.App.Http.Events;
using Paddock.Ports.Store;
using Paddock.Tests.Support;
using static Paddock.Tests.App.Http.WebRig;

namespace Paddock.Tests.App.Http;

/// <summary>Of a store whose writer does not come to answer, as on a disk that hangs.</summary>
public sealed class ReadinessTests : IAsyncLifetime
{
    private readonly ManualResetEventSlim _heals = new();
    private readonly TestTime _time = new();
    private WebRig _rig = null!;
    private FleetNews _news = null!;
    private Readiness _readiness = null!;
    private Task _stuck = Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        _rig = await StartAsync(runs: false);
        var hangs = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _rig.Desk.Store.Committed += _ =>
        {
            hangs.TrySetResult();
            _heals.Wait(TimeSpan.FromSeconds(30), CancellationToken.None);
        };
        _stuck = _rig.Desk.Store.ObserveAsync(new Report([Queued(42)]), Cancel);
        await hangs.Task;
        var desk = _rig.Desk with { Time = _time };
        _news = new FleetNews(desk);
        _readiness = new Readiness(desk, _news);
    }

    [Fact]
    public async Task Ten_who_ask_at_once_share_one_question_to_the_store()
    {
        var asked = Enumerable.Range(0, 10).Select(_ => StoreAsync(Cancel)).ToList();

        _rig.Desk.Store.Traffic.Waiting.ShouldBe(1);
        _heals.Set();
        (await Task.WhenAll(asked)).ShouldAllBe(problem => problem == "");
    }

    [Fact]
    public async Task Whoever_leaves_takes_the_question_from_nobody()
    {
        using var leaves = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var first = StoreAsync(leaves.Token);
        var second = StoreAsync(Cancel);

        await leaves.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        _heals.Set();

        (await second).ShouldBe("");
    }

    [Fact]
    public async Task A_store_that_does_not_answer_in_time_is_told_and_asked_again_later()
    {
        var asked = StoreAsync(Cancel);
        _time.Advance(TimeSpan.FromSeconds(2));
        (await asked).ShouldBe("it did not answer within 2 s");

        _heals.Set();
        await _stuck;

        (await StoreAsync(Cancel)).ShouldBe("");
    }

    public async ValueTask DisposeAsync()
    {
        _heals.Set();
        await _stuck;
        _news.Dispose();
        await _rig.DisposeAsync();
        _heals.Dispose();
    }

    private async Task<string> StoreAsync(CancellationToken cancellationToken) =>
        (await _readiness.CheckAsync(cancellationToken)).Checks.Single(check => check.Name == "store").Message;
}
