namespace Paddock.Engine.Watching;

/// <summary>
/// How GitHub has answered lately on one connection, and what follows. It is out of order when three calls or more, and
/// more than half of all, have failed within minutes; in order again once that has not been so for as long as runners
/// need to find back to it. In between, what was decided stands: one good answer among failures is no end of an outage.
/// Every scope speaks with one voice, however often it was asked: where one of two fails for reasons of its own, it is
/// not GitHub that is out of order. Arithmetic without a clock of its own.
/// </summary>
internal sealed class GitHubRecord(bool isDown, DateTimeOffset since, DateTimeOffset now)
{
    /// <summary>Older answers tell nothing about now.</summary>
    public static readonly TimeSpan Lately = TimeSpan.FromMinutes(5);

    /// <summary>
    /// A runner that lost its connection tries again within a minute (actions/runner backs off up to 60 s); after three
    /// every runner that can has reported, and the jobs that piled up have been assigned.
    /// </summary>
    public static readonly TimeSpan Calm = TimeSpan.FromMinutes(3);

    /// <summary>The end of an outage is read from these: what failed before it must not count for long.</summary>
    private static readonly TimeSpan Newest = TimeSpan.FromMinutes(2);

    private const int FailuresMin = 3;
    private const int AnswersMax = 256;

    private readonly Queue<Heard> _answers = new();
    private DateTimeOffset _heardAt = now;
    private DateTimeOffset? _calmSince;
    private bool _isFailing;
    private int _failures;

    private readonly record struct Heard(DateTimeOffset At, string Scope, bool IsGood);

    public bool IsDown { get; private set; } = isDown;

    /// <summary>When it became what it is.</summary>
    public DateTimeOffset Since { get; private set; } = since;

    /// <summary>What the newest failure said.</summary>
    public string Message { get; set; } = "";

    /// <summary>Somebody should ask again soon: the newest call failed, or only answers can end the verdict.</summary>
    public bool IsTroubled => IsDown || _isFailing;

    /// <summary>Takes one answer in. True when the verdict has changed by it.</summary>
    public bool Hear(DateTimeOffset now, string scope, bool isGood, string message)
    {
        Forget(now);
        if (_answers.Count == AnswersMax)
        {
            Drop();
        }
        _answers.Enqueue(new Heard(now, scope, isGood));
        (_heardAt, _isFailing) = (now, !isGood);
        if (!isGood)
        {
            _failures++;
            Message = message;
        }
        _calmSince = MostFail(now - Newest) ? null : _calmSince ?? now;
        return Turn(now, IsDown
            ? !(now - _calmSince >= Calm)
            : _failures >= FailuresMin && MostFail(now - Lately));
    }

    /// <summary>
    /// Lets a verdict go that nothing has spoken for lately: nobody could ask, since a rate limit is waited out or no
    /// scope is left. True when the verdict has changed by it.
    /// </summary>
    public bool Lapse(DateTimeOffset now) => IsDown && now - _heardAt >= Lately && Turn(now, isDown: false);

    /// <summary>Which part of the calls of the last minutes failed; null without calls.</summary>
    public double? ErrorRatio(DateTimeOffset now)
    {
        Forget(now);
        return _answers.Count == 0 ? null : (double)_failures / _answers.Count;
    }

    private bool Turn(DateTimeOffset now, bool isDown)
    {
        if (isDown == IsDown)
        {
            return false;
        }
        (IsDown, Since) = (isDown, now);
        return true;
    }

    /// <summary>More than half of what was asked after that has failed, by the mean of the scopes.</summary>
    private bool MostFail(DateTimeOffset since) => _answers
        .Where(answer => answer.At > since)
        .GroupBy(answer => answer.Scope, StringComparer.Ordinal)
        .Select(of => of.Average(answer => answer.IsGood ? 0.0 : 1.0))
        .DefaultIfEmpty(0)
        .Average() > 0.5;

    private void Forget(DateTimeOffset now)
    {
        while (_answers.TryPeek(out var oldest) && now - oldest.At >= Lately)
        {
            Drop();
        }
    }

    private void Drop() => _failures -= _answers.Dequeue().IsGood ? 0 : 1;
}
