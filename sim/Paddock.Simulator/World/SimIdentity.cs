using Paddock.Core.Model;
using Paddock.GitHub.Http.Rates;
using Paddock.GitHubModel;
using Paddock.Ports;
using Paddock.Simulator.Faults;

namespace Paddock.Simulator.World;

/// <summary>
/// What GitHub knows about the one identity that every engine asks with: what it has spent, by the same books as the
/// stand-in's. Outlives every engine.
/// </summary>
public sealed class SimIdentity
{
    private const string Name = "paddock";

    /// <summary>The rate gate's longest pause after a limit that names no time, and a little more.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(16);

    private readonly SimTime _time;
    private readonly SimDice _dice;
    private readonly FaultBox _faults;
    private RateBook? _book;
    private TimeSpan _doubtedUntil = TimeSpan.MinValue;

    public SimIdentity(SimTime time, SimDice dice, FaultBox faults, GitHubLimits? limits)
    {
        (_time, _dice, _faults) = (time, dice, faults);
        if (limits is not null)
        {
            _book = new RateBook(new()
            {
                RequestsPerHourMax = limits.RequestsPerHour, PointsPerMinuteMax = limits.PointsPerMinute,
            });
            _book.Leave(Name, limits.RequestsPerHour, time.True + limits.FirstHourLeft, time.True);
        }
    }

    /// <summary>
    /// Until then whoever keeps to the limits may have to hold requests back. Reads are to leave a share of the hour to
    /// the rest, so for them it is over before the last request is spent. Null where that has never come to be.
    /// </summary>
    public TimeSpan? HeldUntil { get; private set; }

    /// <summary>Nothing is limited any more; what engines have been told they still believe.</summary>
    public void Lift() => _book = null;

    /// <summary>Why GitHub refuses a request that it would have the budget for; null when it serves it.</summary>
    internal Fault? Doubt()
    {
        if (_faults.Strikes("bad credentials for a while", _faults.Rates.BadCredentials))
        {
            _doubtedUntil = _time.Elapsed + _dice.Seconds(1, 60);
        }
        return _time.Elapsed < _doubtedUntil ? new Fault(FaultKind.Unauthorized, "Bad credentials.")
            : _faults.Strikes("forbidden", _faults.Rates.Forbidden)
                ? new Fault(FaultKind.Unauthorized, "Resource not accessible.")
            : null;
    }

    /// <summary>Counts a request that has arrived, and says what its answer tells about limits.</summary>
    internal (RateAnswer Says, LimitWord Means) Count(bool isWrite)
    {
        if (_book is null)
        {
            return (new RateAnswer(false, false, RetryAfter: null, Hourly: null, false), default);
        }
        var verdict = _book.Begin(Name, isWrite ? RateCost.Write : RateCost.Read, _time.True);
        if (verdict == GitHubModel.RateVerdict.Granted)
        {
            _book.End(Name, refund: false, _time.True);
        }
        var budget = _book.BudgetOf(Name, _time.True);
        var hourly = new HourlyLimit(budget.Limit, budget.Remaining, budget.ResetAt - _time.True);
        var says = Answer(verdict, hourly);
        Hold(says, hourly);
        return (says, new LimitWord(says.IsRefusal, NotBefore(says, hourly)));
    }

    /// <summary>With or without a time to wait, as 403 or as 429: GitHub does each of these.</summary>
    private RateAnswer Answer(GitHubModel.RateVerdict verdict, HourlyLimit hourly)
    {
        var isTooMany = _dice.Chance(0.5);
        switch (verdict)
        {
            case GitHubModel.RateVerdict.PrimaryLimit:
                _faults.Count("hourly limit");
                return new RateAnswer(
                    IsRefusal: true, isTooMany, _dice.Chance(0.3) ? hourly.ResetIn : null, hourly,
                    SaysSecondary: false);
            case GitHubModel.RateVerdict.SecondaryLimit:
                var isTold = _dice.Chance(0.5);
                _faults.Count(isTold ? "secondary limit" : "secondary limit without a time");
                return new RateAnswer(
                    IsRefusal: true, isTooMany, isTold ? _dice.Seconds(20, 90) : null, hourly,
                    SaysSecondary: !isTooMany);
            default:
                return new RateAnswer(IsRefusal: false, IsTooMany: false, RetryAfter: null, hourly, false);
        }
    }

    private TimeSpan? NotBefore(RateAnswer says, HourlyLimit hourly)
    {
        var wait = says.RetryAfter ?? (says.IsRefusal && hourly.Remaining > 0 ? TimeSpan.FromMinutes(1) : null);
        if (hourly.Remaining == 0 && !(wait > hourly.ResetIn))
        {
            wait = hourly.ResetIn;
        }
        return _time.Elapsed + wait;
    }

    private void Hold(RateAnswer says, HourlyLimit hourly)
    {
        var isShort = hourly.Remaining <= hourly.Limit / 4;
        TimeSpan? wait = isShort ? hourly.ResetIn : says.IsRefusal ? LongestPause : null;
        if (_time.Elapsed + wait is { } until && !(HeldUntil > until))
        {
            HeldUntil = until;
        }
    }
}
