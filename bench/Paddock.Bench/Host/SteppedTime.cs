namespace Paddock.Bench.Host;

/// <summary>A clock that is moved by hand; its timers run on real time, and nothing here waits for one.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private long _ticks = new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero).UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(GetTimestamp(), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public void Step(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
