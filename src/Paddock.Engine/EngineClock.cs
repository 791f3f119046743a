using Paddock.Core.Model;

namespace Paddock.Engine;

/// <summary>
/// The engine's time (decision D15): the wall clock at the start, carried on by the monotonic clock, so that a step of
/// the wall clock moves no deadline. <see cref="Slew"/> lets it run a tenth faster or slower until it meets the wall
/// clock again; it never jumps. Also deals the ticks that order all looks and effects of an epoch.
/// </summary>
public sealed class EngineClock
{
    /// <summary>A smaller difference is the ordinary drift of two clocks.</summary>
    private static readonly TimeSpan StepMin = TimeSpan.FromSeconds(5);

    private const double SlewRate = 0.1;

    private readonly TimeProvider _time;
    private readonly DateTimeOffset _wallAtStart;
    private readonly long _startedAt;
    private TimeSpan _correction;
    private TimeSpan _apart;
    private long _slewedAt;
    private long _tick;

    public EngineClock(TimeProvider time)
    {
        _time = time;
        _wallAtStart = time.GetUtcNow();
        _startedAt = _slewedAt = time.GetTimestamp();
    }

    /// <summary>The lease's epoch; set once it is held.</summary>
    public int Epoch { get; set; }

    public DateTimeOffset Now => Monotonic + Correction;

    public AsOf NextAsOf() => new(Epoch, ++_tick, Now);

    /// <summary>
    /// Compares with the wall clock and heads for it. Returns how far the wall clock has stepped since the last look,
    /// if that is more than drift; else null.
    /// </summary>
    public TimeSpan? Slew()
    {
        (_correction, _slewedAt) = (Correction, _time.GetTimestamp());
        var apart = _time.GetUtcNow() - Monotonic;
        var step = apart - _apart;
        if (step.Duration() <= StepMin)
        {
            return null;
        }
        _apart = apart;
        return step;
    }

    private DateTimeOffset Monotonic => _wallAtStart + _time.GetElapsedTime(_startedAt);

    private TimeSpan Correction
    {
        get
        {
            var most = _time.GetElapsedTime(_slewedAt) * SlewRate;
            var left = _apart - _correction;
            return left.Duration() <= most ? _apart : _correction + (left > TimeSpan.Zero ? most : -most);
        }
    }
}
