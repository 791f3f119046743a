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
    /// Returns when the bell was rung since the last return, or when <paramref name="timeout"/> has passed.
    /// </summary>
    public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        pump.Check();
        if (!_rung.Task.IsCompleted && timeout > TimeSpan.Zero)
        {
            using var tick = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(_rung.Task, Task.Delay(timeout, time, tick.Token));
            tick.Cancel();
        }
        cancellationToken.ThrowIfCancellationRequested();
        if (_rung.Task.IsCompleted)
        {
            _rung = new TaskCompletionSource();
        }
    }
}
