namespace Paddock.GitHub.Http;

/// <summary>
/// Wall time at start plus monotonic time since: a clock set back by an hour must not close a window of a minute for
/// an hour.
/// </summary>
internal sealed class SteadyClock(TimeProvider time)
{
    private readonly DateTimeOffset _began = time.GetUtcNow();
    private readonly long _start = time.GetTimestamp();

    public TimeProvider Time => time;

    public DateTimeOffset Now => _began + time.GetElapsedTime(_start);

    /// <summary>
    /// Timers count whole milliseconds and round down, so one more makes sure that the time has come.
    /// </summary>
    public Task WaitUntilAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        var wait = until - Now;
        return wait <= TimeSpan.Zero
            ? Task.CompletedTask
            : Task.Delay(wait + TimeSpan.FromMilliseconds(1), time, cancellationToken);
    }
}
