using Paddock.Core.Model;

namespace Paddock.Engine;

/// <summary>
/// The engine's time (decision D15): the wall clock at the start, carried on by the monotonic clock, so that a step of
/// the wall clock moves no deadline. <see cref="Slew"/> brings it back to the wall clock slowly. Also deals the ticks
/// that order all looks and effects of an epoch.
/// </summary>
public sealed class EngineClock(TimeProvider time)
{
    /// <summary>A smaller difference is the ordinary drift of two clocks.</summary>
    private static readonly TimeSpan StepMin = TimeSpan.FromSeconds(5);

    private readonly DateTimeOffset _wallAtStart = time.GetUtcNow();
    private readonly long _startedAt = time.GetTimestamp();
    private TimeSpan _correction;
    private TimeSpan _told;
    private long _tick;

    /// <summary>The lease's epoch; set once it is held.</summary>
    public int Epoch { get; set; }

    public DateTimeOffset Now => _wallAtStart + time.GetElapsedTime(_startedAt) + _correction;

    public AsOf NextAsOf() => new(Epoch, ++_tick, Now);

    /// <summary>
    /// Moves a tenth of the way towards the wall clock. Returns how far the wall clock has stepped away from the
    /// monotonic one since the last step that was told, if that is more than drift; else null.
    /// </summary>
    public TimeSpan? Slew()
    {
        var apart = time.GetUtcNow() - (_wallAtStart + time.GetElapsedTime(_startedAt));
        _correction += (apart - _correction) / 10;
        var step = apart - _told;
        if (step.Duration() <= StepMin)
        {
            return null;
        }
        _told = apart;
        return step;
    }
}
