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
    private volatile Course _course;
    private long _tick;

    public EngineClock(TimeProvider time)
    {
        _time = time;
        _wallAtStart = time.GetUtcNow();
        _startedAt = time.GetTimestamp();
        _course = new Course(TimeSpan.Zero, TimeSpan.Zero, _startedAt);
    }

    /// <summary>The lease's epoch; set once it is held.</summary>
    public int Epoch { get; set; }

    /// <summary>May be read from any thread; all else here belongs to the pump.</summary>
    public DateTimeOffset Now => Monotonic + CorrectionOf(_course);

    public AsOf NextAsOf() => new(Epoch, ++_tick, Now);

    /// <summary>
    /// Compares with the wall clock and heads for it. Returns how far the wall clock has stepped since the last look,
    /// if that is more than drift; else null.
    /// </summary>
    public TimeSpan? Slew()
    {
        var course = _course;
        var apart = _time.GetUtcNow() - Monotonic;
        var step = apart - course.Apart;
        var isStep = step.Duration() > StepMin;
        _course = new Course(CorrectionOf(course), isStep ? apart : course.Apart, _time.GetTimestamp());
        return isStep ? step : null;
    }

    private DateTimeOffset Monotonic => _wallAtStart + _time.GetElapsedTime(_startedAt);

    private TimeSpan CorrectionOf(Course course)
    {
        var most = _time.GetElapsedTime(course.SlewedAt) * SlewRate;
        var left = course.Apart - course.Correction;
        return left.Duration() <= most ? course.Apart : course.Correction + (left > TimeSpan.Zero ? most : -most);
    }

    /// <summary>Where the clock was at the last look, and where it heads. Swapped whole.</summary>
    private sealed record Course(TimeSpan Correction, TimeSpan Apart, long SlewedAt);
}
