using Paddock.Simulator.Faults;

namespace Paddock.Simulator;

/// <summary>
/// Simulated time: a queue of moments. Nothing happens between two of them, and two events of one moment happen in the
/// order in which they were asked for, so a run is a function of its seed.
/// </summary>
public sealed class SimTime(DateTimeOffset start) : TimeProvider
{
    private readonly PriorityQueue<Action, (long At, long Order)> _events = new();
    private long _order;

    public SimTime()
        : this(Seasons.Friday)
    {
    }

    /// <summary>Ticks of 100 ns since the run began.</summary>
    public long Now { get; private set; }

    /// <summary>How far the wall clock has been stepped away from true time.</summary>
    public TimeSpan WallStep { get; set; }

    /// <summary>True time, which no clock step changes: what GitHub and the providers live by.</summary>
    public DateTimeOffset True => start.AddTicks(Now);

    public TimeSpan Elapsed => TimeSpan.FromTicks(Now);

    public override DateTimeOffset GetUtcNow() => True + WallStep;

    public override long GetTimestamp() => Now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void After(TimeSpan delay, Action happens) =>
        _events.Enqueue(happens, (Now + Math.Max(0, delay.Ticks), _order++));

    /// <summary>
    /// Waits, and is told at once where that is called off. A delay of the framework would tell it by way of the thread
    /// pool, at no moment of simulated time.
    /// </summary>
    public async Task PassAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var over = new TaskCompletionSource();
        await using var calledOff = cancellationToken.Register(() => over.TrySetCanceled(cancellationToken));
        After(time, () => over.TrySetResult());
        await over.Task;
    }

    /// <summary>Moves on to the next event and lets it happen; false when nothing is left to come.</summary>
    public bool TryAdvance()
    {
        if (!_events.TryDequeue(out var happens, out var at))
        {
            return false;
        }
        Now = at.At;
        happens();
        return true;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (period != Timeout.InfiniteTimeSpan && period != TimeSpan.Zero)
        {
            throw new NotSupportedException("The engine waits once at a time; nothing in it repeats by itself.");
        }
        var timer = new SimTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class SimTimer(SimTime time, TimerCallback callback, object? state) : ITimer
    {
        private int _armed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var armed = ++_armed;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                time.After(dueTime, () =>
                {
                    if (armed == _armed)
                    {
                        callback(state);
                    }
                });
            }
            return true;
        }

        public void Dispose() => _armed++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
