using Paddock.Simulator.World;

namespace Paddock.Simulator.Checkers;

/// <summary>
/// No request is sent knowing that its budget is exhausted (P8): once an engine has heard "not before then" from
/// GitHub or a provider, nothing goes there before then, whatever for. After a refusal one request tries whether the
/// pause is over; the others follow when it has been served.
/// </summary>
public sealed class RateChecks
{
    private readonly Watchdog _watchdog;
    private readonly SimTime _time;
    private readonly string _place;
    private TimeSpan _notBefore;
    private bool _isUntried;
    private int _tries;
    private long _lastSent;

    /// <summary>What was sent up to then was sent before the engine heard of the limit.</summary>
    private long _refusedAfter;

    public RateChecks(Watchdog watchdog, SimTime time, RequestLog requests, string place)
    {
        (_watchdog, _time, _place) = (watchdog, time, place);
        requests.Sent += Sent;
        requests.Heard += Heard;
    }

    /// <summary>An engine starts, and has been told nothing yet.</summary>
    public void Started()
    {
        (_notBefore, _isUntried, _tries) = (TimeSpan.Zero, false, 0);
        _refusedAfter = _lastSent;
    }

    private void Sent(long request)
    {
        _lastSent = request;
        if (_time.Elapsed < _notBefore)
        {
            _watchdog.Bark("P8", $"a request is sent to {_place}, which has said: not before {_notBefore}");
        }
        if (_isUntried && ++_tries > 1)
        {
            _watchdog.Bark("P8", $"{_tries} requests try at once whether the pause of {_place} is over");
        }
    }

    private void Heard(long request, LimitWord? word)
    {
        if (_isUntried && request > _refusedAfter)
        {
            _tries--;
            _isUntried = word is not { IsRefusal: false };
        }
        if (word?.NotBefore > _notBefore)
        {
            _notBefore = word.Value.NotBefore!.Value;
        }
        if (word is { IsRefusal: true })
        {
            (_isUntried, _tries, _refusedAfter) = (true, 0, _lastSent);
        }
    }
}
