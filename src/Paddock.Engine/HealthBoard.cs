using Microsoft.Extensions.Logging;

namespace Paddock.Engine;

/// <summary>
/// What every door answered last. Says a change once and clearly, and is silent about repeats: an outage of an hour is
/// two log lines.
/// </summary>
internal sealed partial class HealthBoard(EngineClock clock, Bell bell, ILogger<HealthBoard> logger)
{
    private readonly Dictionary<string, DoorHealth> _doors = new(StringComparer.Ordinal);

    public void Good(string door) => Tell(door, isGood: true, "");

    public void Bad(string door, string message) => Tell(door, isGood: false, message);

    public IReadOnlyDictionary<string, DoorHealth> Copy() =>
        new Dictionary<string, DoorHealth>(_doors, StringComparer.Ordinal);

    private void Tell(string door, bool isGood, string message)
    {
        var now = clock.Now;
        if (!_doors.TryGetValue(door, out var old) || old.IsGood != isGood || old.Message != message)
        {
            if (!isGood)
            {
                LogBad(door, message);
            }
            else if (old is not null)
            {
                LogGood(door, (long)(now - old.Since).TotalSeconds);
            }
            _doors[door] = new DoorHealth(isGood, message, now, now);

            // Nothing to decide, but the next pass publishes it: whoever looks must not wait for the tick.
            bell.Ring();
            return;
        }
        _doors[door] = old with { At = now };
    }

    [LoggerMessage(EventId = 1201, EventName = "door-bad", Level = LogLevel.Warning, Message = "{Door}: {Message}")]
    private partial void LogBad(string door, string message);

    [LoggerMessage(EventId = 1202, EventName = "door-good", Level = LogLevel.Information,
        Message = "{Door} answers again after {OutageSeconds} s")]
    private partial void LogGood(string door, long outageSeconds);
}
