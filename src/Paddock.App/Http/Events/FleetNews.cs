using Paddock.App.Composition;
using Paddock.Engine;

namespace Paddock.App.Http.Events;

/// <summary>
/// Tells any number of listeners that something changed: an entry was committed, a pass was made. It carries no news,
/// so a slow listener costs nothing; it looks for itself when it is ready. Any thread.
/// </summary>
internal sealed class FleetNews : IDisposable
{
    private readonly FleetDesk _desk;
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _seq;
    private long _passedAt;

    public FleetNews(FleetDesk desk)
    {
        _desk = desk;
        desk.Engine.Published += OnPublished;
        desk.Store.Committed += OnCommitted;
    }

    /// <summary>Completes with the next change after it was read.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>The newest entry anybody here has heard of.</summary>
    public long Seq => Math.Max(Interlocked.Read(ref _seq), _desk.Engine.View?.Snapshot.Seq ?? 0);

    /// <summary>Since the last pass; null before the first that was seen from here.</summary>
    public TimeSpan? PassAge =>
        Interlocked.Read(ref _passedAt) is var at and not 0 ? _desk.Time.GetElapsedTime(at) : null;

    public void Dispose()
    {
        _desk.Engine.Published -= OnPublished;
        _desk.Store.Committed -= OnCommitted;
    }

    private void OnPublished(FleetView view)
    {
        Interlocked.Exchange(ref _passedAt, _desk.Time.GetTimestamp());
        Tell();
    }

    private void OnCommitted(long seq)
    {
        Interlocked.Exchange(ref _seq, seq);
        Tell();
    }

    private void Tell() =>
        Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))
            .TrySetResult();
}
