namespace Paddock.Engine;

/// <summary>
/// Keeps a burst from choosing our pace (decision D20): a ring after <paramref name="width"/> of quiet is answered at
/// once, later ones at most once per <paramref name="width"/>. A single job never waits for it.
/// </summary>
public sealed class Window(TimeSpan width, TimeProvider time)
{
    private long? _openedAt;

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_openedAt is { } last && width - time.GetElapsedTime(last) is { Ticks: > 0 } left)
        {
            await Task.Delay(left, time, cancellationToken);
        }
        _openedAt = time.GetTimestamp();
    }
}
