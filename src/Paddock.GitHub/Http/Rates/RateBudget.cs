using Paddock.Core.Planning;

namespace Paddock.GitHub.Http.Rates;

/// <summary>
/// One identity's budget: counters in, verdicts out, without a clock, a lock or a request of its own. Three things
/// bound it. Our own window of a minute keeps us below the limit GitHub does not report. The hourly limit comes with
/// every answer. And when GitHub says no, the whole identity pauses, then sends one request to try the water, so that
/// the end of a pause is not the start of the next.
/// </summary>
internal sealed class RateBudget(RateRules rules)
{
    private readonly Queue<(DateTimeOffset At, int Points)> _spent = new();
    private int _pointsSpent;
    private int _underWay;
    private (int Limit, int Remaining, DateTimeOffset ResetAt)? _hourly;
    private (DateTimeOffset Began, DateTimeOffset Until, string Why)? _pause;
    private bool _isUntried;
    private bool _isProbing;
    private int _streak;
    private DateTimeOffset _limitedAt;
    private DateTimeOffset _wroteAt = DateTimeOffset.MinValue;

    public RateVerdict Ask(CallPurpose purpose, bool isWrite, DateTimeOffset now)
    {
        Forget(now);
        if (LimitOf(purpose, now) is { } limited)
        {
            return limited;
        }
        if (_isProbing)
        {
            return new RateVerdict.Wait(now + rules.ProbePace, "another request tries whether the pause is over");
        }
        if (isWrite && _streak > 0 && _wroteAt + rules.WriteSpacing is var spacedAt && spacedAt > now)
        {
            return new RateVerdict.Wait(spacedAt, "writes keep their distance after a secondary rate limit");
        }
        var points = rules.PointsOf(isWrite);
        var roomAt = RoomAt(purpose, points, now);
        return roomAt > now
            ? new RateVerdict.Wait(roomAt, $"{_pointsSpent} of {rules.PointsMax} points of this minute are spent")
            : Go(points, isWrite, now);
    }

    /// <summary>What GitHub itself forbids for now; null when it forbids nothing that we know of.</summary>
    public RateVerdict.Limited? LimitOf(CallPurpose purpose, DateTimeOffset now)
    {
        if (_pause is { } pause && pause.Until > now)
        {
            return new RateVerdict.Limited(pause.Until, pause.Why);
        }
        if (_hourly is { } hourly && hourly.ResetAt + rules.ResetSlack > now)
        {
            // Requests under way are not in GitHub's number yet.
            var reserve = purpose == CallPurpose.Read ? (int)(hourly.Limit * rules.HourlyReserve) : 0;
            if (hourly.Remaining - _underWay <= reserve)
            {
                return new RateVerdict.Limited(
                    hourly.ResetAt + rules.ResetSlack,
                    $"{hourly.Remaining} of {hourly.Limit} requests of this hour are left");
            }
        }
        return null;
    }

    /// <summary>
    /// The answer to a request that was let through; null when none came. Returns the pause if the answer is a limit.
    /// </summary>
    public RatePause? Answered(RatePass pass, RateAnswer? answer, DateTimeOffset now)
    {
        _underWay--;
        if (pass.IsProbe)
        {
            _isProbing = false;
        }
        if (answer is null)
        {
            return null;
        }
        if (answer.Hourly is { } hourly)
        {
            Note(hourly, now);
        }
        if (answer.IsLimited)
        {
            return Pause(pass, answer, now);
        }
        _isUntried &= !pass.IsProbe;
        return null;
    }

    public RateBudgetView View(string identity, DateTimeOffset now)
    {
        Forget(now);
        var isThisHour = _hourly?.ResetAt > now;
        return new RateBudgetView(identity, _pointsSpent, rules.PointsMax)
        {
            HourlyLimit = _hourly?.Limit,
            HourlyRemaining = isThisHour ? _hourly?.Remaining : null,
            HourlyResetAt = isThisHour ? _hourly?.ResetAt : null,
            PausedUntil = _pause is { } pause && pause.Until > now ? pause.Until : null,
        };
    }

    private RateVerdict.Go Go(int points, bool isWrite, DateTimeOffset now)
    {
        _spent.Enqueue((now, points));
        _pointsSpent += points;
        _underWay++;
        _isProbing = _isUntried;
        if (isWrite)
        {
            _wroteAt = now;
        }
        return new RateVerdict.Go(new RatePass(now, _isUntried));
    }

    /// <summary>When the window has room for these points, by the purpose's share of it.</summary>
    private DateTimeOffset RoomAt(CallPurpose purpose, int points, DateTimeOffset now)
    {
        var share = purpose switch
        {
            CallPurpose.Read => rules.ReadShare,
            CallPurpose.Ticket => rules.TicketShare,
            _ => 1.0,
        };
        var excess = _pointsSpent + points - (int)(rules.PointsMax * share);
        var roomAt = now;
        foreach (var (at, spent) in _spent)
        {
            if (excess <= 0)
            {
                break;
            }
            excess -= spent;
            roomAt = at + rules.Window;
        }
        return roomAt;
    }

    /// <summary>
    /// Answers overtake each other. Within one hour the smaller number is the newer one; a later end is a new hour.
    /// </summary>
    private void Note(HourlyLimit told, DateTimeOffset now)
    {
        var resetAt = now + told.ResetIn;
        var isSameHour = _hourly is { } old && (resetAt - old.ResetAt).Duration() < rules.Window;
        if (_hourly is null || isSameHour || resetAt > _hourly.Value.ResetAt)
        {
            var remaining = isSameHour ? Math.Min(told.Remaining, _hourly!.Value.Remaining) : told.Remaining;
            _hourly = (told.Limit, remaining, resetAt);
        }
    }

    /// <summary>
    /// The reaction GitHub's docs ask for: its own waiting time first, then the end of the hour, else a minute that
    /// doubles. Requests that were under way when the pause began report the same limit again, not a new one.
    /// </summary>
    private RatePause Pause(RatePass pass, RateAnswer answer, DateTimeOffset now)
    {
        var isNew = _pause is not { } pause || pass.SentAt >= pause.Began;
        if (!answer.IsHourlyLimit && isNew)
        {
            _streak++;
        }
        var wait = answer.RetryAfter
            ?? (answer.IsHourlyLimit
                ? answer.Hourly!.Value.ResetIn + rules.ResetSlack
                : Backoff.Doubling(rules.PauseFirst, rules.PauseMost, _streak));
        var why = answer.IsHourlyLimit
            ? "the requests of this hour are used up"
            : "GitHub asked for a pause (secondary rate limit)";
        var began = isNew ? now : _pause!.Value.Began;
        var until = _pause is { } earlier ? Later(earlier.Until, now + wait) : now + wait;
        _pause = (began, until, why);
        _limitedAt = now;
        _isUntried = true;
        return new RatePause(until, isNew);
    }

    private void Forget(DateTimeOffset now)
    {
        while (_spent.TryPeek(out var oldest) && oldest.At + rules.Window <= now)
        {
            _pointsSpent -= _spent.Dequeue().Points;
        }
        if (_streak > 0 && now - _limitedAt > Later(_pause?.Until - _limitedAt, TimeSpan.Zero) + rules.Calm)
        {
            _streak = 0;
        }
    }

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;

    private static TimeSpan Later(TimeSpan? left, TimeSpan right) => left > right ? left.Value : right;
}
