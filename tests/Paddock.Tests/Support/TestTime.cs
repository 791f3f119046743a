namespace Paddock.Tests.Support;

/// <summary>A clock that stands still until a test moves it, with the timers of everybody who waits on it.</summary>
internal sealed class TestTime : TimeProvider
{
    private static readonly TimeSpan RealLimit = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<TestTimer> _timers = [];
    private readonly List<(TimeSpan Within, TaskCompletionSource Seen)> _lookouts = [];
    private DateTimeOffset _now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <summary>Moves the clock and runs what falls due, in order.</summary>
    public void Advance(TimeSpan by)
    {
        var end = GetUtcNow() + by;
        while (TakeDue(end) is { } due)
        {
            due.Fire();
        }
        lock (_lock)
        {
            _now = end;
        }
    }

    /// <summary>Returns when somebody waits for a time that is at most so far away.</summary>
    public Task TimerWithinAsync(TimeSpan within)
    {
        lock (_lock)
        {
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _lookouts.Add((within, seen));
            Look_NeedsLock();
            return seen.Task.WaitAsync(RealLimit);
        }
    }

    /// <summary>How many wait for the moment that is exactly so far away.</summary>
    public int CountDueIn(TimeSpan span)
    {
        lock (_lock)
        {
            return _timers.Count(timer => timer.DueAt == _now + span);
        }
    }

    /// <summary>
    /// Waits until somebody waits for a time so near, moves the clock there, and tells how far that was.
    /// </summary>
    public async Task<TimeSpan> AdvanceToTimerAsync(TimeSpan within)
    {
        await TimerWithinAsync(within);
        var by = NextIn();
        Advance(by);
        return by;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new TestTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private TimeSpan NextIn()
    {
        lock (_lock)
        {
            return _timers.Min(timer => timer.DueAt) - _now;
        }
    }

    private TestTimer? TakeDue(DateTimeOffset end)
    {
        lock (_lock)
        {
            var due = _timers.Where(timer => timer.DueAt <= end).MinBy(timer => timer.DueAt);
            if (due is not null)
            {
                _now = due.DueAt > _now ? due.DueAt : _now;
                _timers.Remove(due);
            }
            return due;
        }
    }

    private void Set(TestTimer timer, TimeSpan dueTime)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                timer.DueAt = _now + dueTime;
                _timers.Add(timer);
                Look_NeedsLock();
            }
        }
    }

    private void Look_NeedsLock()
    {
        foreach (var (within, seen) in _lookouts)
        {
            if (_timers.Exists(timer => timer.DueAt <= _now + within))
            {
                seen.TrySetResult();
            }
        }
        _lookouts.RemoveAll(lookout => lookout.Seen.Task.IsCompleted);
    }

    private sealed class TestTimer(TestTime time, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset DueAt { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Set(this, dueTime);
            return true;
        }

        public void Dispose() => time.Set(this, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
