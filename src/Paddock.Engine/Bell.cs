namespace Paddock.Engine;

/// <summary>
/// Wakes the loop. Ringing is free and may come from any thread; a hundred rings before the loop looks are one. The
/// bell carries no news: whoever rings has stored the facts first.
/// </summary>
public sealed class Bell(Pump pump, TimeProvider time)
{
    private TaskCompletionSource _rung = new();

    public void Ring() => pump.Post(static bell => ((Bell)bell!)._rung.TrySetResult(), this);

    /// <summary>
    /// Returns when the bell was rung since the last return, or when <paramref name="timeout"/> has passed;
    /// <see cref="Timeout.InfiniteTimeSpan"/> never does.
    /// </summary>
    public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        pump.Check();
        if (!_rung.Task.IsCompleted && (timeout > TimeSpan.Zero || timeout == Timeout.InfiniteTimeSpan))
        {
            // Not a delay that is cancelled: that one hops to the thread pool before anybody who waits for it among
            // others hears of it, and when it comes back is chance.
            var isOver = new TaskCompletionSource();
            using var tick = time.CreateTimer(End, isOver, timeout, Timeout.InfiniteTimeSpan);
            using var stop = cancellationToken.Register(End, isOver);
            await Task.WhenAny(_rung.Task, isOver.Task);
        }
        cancellationToken.ThrowIfCancellationRequested();
        if (_rung.Task.IsCompleted)
        {
            _rung = new TaskCompletionSource();
        }

        static void End(object? isOver) => ((TaskCompletionSource)isOver!).TrySetResult();
    }
}
