namespace Paddock.Engine;

/// <summary>
/// Keeps a burst from choosing our pace (decision D20): a ring after <paramref name="width"/> of quiet is answered at
/// once, later ones at most once per <paramref name="width"/>. A single job never waits for it. Where a pass takes
/// long, because tens of thousands of jobs wait, the window is wider: deliveries still get most of the machine.
/// </summary>
public sealed class Window(TimeSpan width, TimeProvider time)
{
    /// <summary>A pass may take one part in so many of the time.</summary>
    private const int Share = 4;

    /// <summary>Never wider: a pass that took long because the whole machine slept must not cost more.</summary>
    private static readonly TimeSpan WidthMax = TimeSpan.FromMilliseconds(250);

    private long? _openedAt;

    /// <param name="passTook">What the pass of the last opening took.</param>
    public async Task OpenAsync(TimeSpan passTook, CancellationToken cancellationToken)
    {
        var needed = passTook * Share;
        var wide = needed < width ? width : needed > WidthMax ? WidthMax : needed;
        if (_openedAt is { } last && wide - time.GetElapsedTime(last) is { Ticks: > 0 } left)
        {
            await Task.Delay(left, time, cancellationToken);
        }
        _openedAt = time.GetTimestamp();
    }
}
