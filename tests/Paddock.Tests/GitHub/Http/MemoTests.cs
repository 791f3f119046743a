using Paddock.GitHub.Http;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Http;

public sealed class MemoTests
{
    private readonly TestTime _time = new();
    private int _asked;

    [Fact]
    public async Task It_is_asked_once_within_its_life()
    {
        var memo = Memo();

        (await GetAsync(memo, TimeSpan.FromMinutes(1))).ShouldBe(1);
        (await GetAsync(memo, TimeSpan.FromMinutes(1))).ShouldBe(1);
        _time.Advance(TimeSpan.FromMinutes(1));
        (await GetAsync(memo, TimeSpan.FromMinutes(1))).ShouldBe(2);
    }

    [Fact]
    public async Task Who_gives_up_does_not_take_the_others_with_him()
    {
        var memo = Memo();
        var answer = new TaskCompletionSource<Kept<int>>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var impatient = new CancellationTokenSource();
        var first = memo.GetAsync("key", () => answer.Task, impatient.Token);
        var second = memo.GetAsync(
            "key", () => throw new InvalidOperationException("asked twice"), CancellationToken.None);

        await impatient.CancelAsync();
        answer.SetResult(new Kept<int>(7, TimeSpan.FromMinutes(1)));

        await Should.ThrowAsync<OperationCanceledException>(first);
        (await second).ShouldBe(7);
    }

    [Fact]
    public async Task A_failure_is_not_remembered()
    {
        var memo = Memo();

        await Should.ThrowAsync<InvalidOperationException>(memo.GetAsync(
            "key", () => throw new InvalidOperationException("no"), CancellationToken.None));

        (await GetAsync(memo, TimeSpan.FromMinutes(1))).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_forgotten_is_asked_again()
    {
        var memo = Memo();
        await GetAsync(memo, TimeSpan.FromHours(1));

        memo.Forget("key");

        (await GetAsync(memo, TimeSpan.FromHours(1))).ShouldBe(2);
    }

    [Fact]
    public async Task Only_what_is_stale_is_forgotten_and_never_what_is_being_asked()
    {
        var memo = Memo();
        await GetAsync(memo, TimeSpan.FromMinutes(1));

        memo.Forget("key", value => value == 2).ShouldBeFalse();
        (await GetAsync(memo, TimeSpan.FromMinutes(1))).ShouldBe(1);
        memo.Forget("key", value => value == 1).ShouldBeTrue();

        var answer = new TaskCompletionSource<Kept<int>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var asking = memo.GetAsync("key", () => answer.Task, CancellationToken.None);
        memo.Forget("key", _ => true).ShouldBeFalse();
        answer.SetResult(new Kept<int>(7, TimeSpan.FromMinutes(1)));
        (await asking).ShouldBe(7);
    }

    private Memo<string, int> Memo() => new(new SteadyClock(_time));

    private Task<int> GetAsync(Memo<string, int> memo, TimeSpan life) =>
        memo.GetAsync("key", () => Task.FromResult(new Kept<int>(++_asked, life)), CancellationToken.None);
}
