using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Paddock.Engine;

/// <summary>
/// The one thread that decides (decision D1). Everything in this project runs on it, one continuation at a time, so
/// there is nothing to lock; doors hop off it and their results come back to it as posted work. Production drains it
/// on a thread of its own, the simulator between two moments of simulated time: the same pump, the same order.
/// </summary>
public sealed class Pump : SynchronizationContext, IDisposable
{
    private readonly ConcurrentQueue<(SendOrPostCallback Work, object? State)> _queue = new();
    private readonly ManualResetEventSlim _posted = new();
    private volatile bool _isClosed;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (_isClosed)
        {
            return;
        }
        _queue.Enqueue((d, state));
        _posted.Set();
    }

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("Nobody waits for the pump; post to it.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>
    /// Fails if the caller is not on the pump. An engine field touched off it is a race that no test would find, so
    /// this is checked in release builds too.
    /// </summary>
    public void Check()
    {
        if (!ReferenceEquals(Current, this))
        {
            throw new InvalidOperationException("Engine state was touched off the pump.");
        }
    }

    /// <summary>Does one piece of work; false when there is none. For the simulator, which owns the thread.</summary>
    public bool TryStep()
    {
        if (!_queue.TryDequeue(out var item))
        {
            return false;
        }
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            item.Work(item.State);
        }
        finally
        {
            SetSynchronizationContext(before);
        }
        return true;
    }

    /// <summary>
    /// Starts <paramref name="main"/> on the pump and drains it on the calling thread until that ends.
    /// </summary>
    public void Run(Func<Task> main)
    {
        Task? running = null;
        Post(_ => running = main(), null);
        while (running is not { IsCompleted: true })
        {
            // Reset before looking: work posted in between sets the event again and the wait returns at once.
            _posted.Reset();
            if (!TryStep())
            {
                _posted.Wait();
            }
        }
        if (running.Exception?.InnerException is { } defect)
        {
            ExceptionDispatchInfo.Throw(defect);
        }
    }

    /// <summary>
    /// Drops all work, queued and to come: what a crash does. Only the simulator closes a pump that still runs.
    /// </summary>
    public void Close()
    {
        _isClosed = true;
        _queue.Clear();
    }

    public void Dispose() => _posted.Dispose();
}
