namespace Paddock.Engine.Watching;

/// <summary>
/// How GitHub has answered lately on one connection, and what follows. It is out of order when three calls or more, and
/// at least half of all, have failed within minutes; in order again once hardly any has failed for as long as runners
/// need to find back to it. In between, what was decided stands: one good answer among failures is no end of an outage.
/// Arithmetic without a clock of its own.
/// </summary>
internal sealed class GitHubRecord(bool isDown, DateTimeOffset since)
{
    /// <summary>Older answers tell nothing about now.</summary>
    public static readonly TimeSpan Lately = TimeSpan.FromMinutes(5);

    /// <summary>
    /// A runner that lost its connection tries again within a minute (actions/runner backs off up to 60 s); after three
    /// every runner that can has reported, and the jobs that piled up have been assigned.
    /// </summary>
    public static readonly TimeSpan Calm = TimeSpan.FromMinutes(3);

    /// <summary>Whether it answers well now is read from the answers of the last minute.</summary>
    private static readonly TimeSpan Now = TimeSpan.FromMinutes(1);

    private const int FailuresMin = 3;
    private const int AnswersMax = 256;

    private readonly Queue<Heard> _answers = new();
    private DateTimeOffset? _calmSince;
    private int _failures;

    private readonly record struct Heard(DateTimeOffset At, bool IsGood);

    public bool IsDown { get; private set; } = isDown;

    /// <summary>When it became what it is.</summary>
    public DateTimeOffset Since { get; private set; } = since;

    /// <summary>What the newest failure said.</summary>
    public string Message { get; private set; } = "";

    /// <summary>Somebody should ask again soon: the newest call failed, or only answers can end the verdict.</summary>
    public bool IsTroubled => IsDown || _isFailing;

    private bool _isFailing;

    /// <summary>Takes one answer in. True when the verdict has changed by it.</summary>
    public bool Hear(DateTimeOffset now, bool isGood, string message)
    {
        Forget(now);
        if (_answers.Count == AnswersMax)
        {
            Drop();
        }
        _answers.Enqueue(new Heard(now, isGood));
        _isFailing = !isGood;
        if (!isGood)
        {
            _failures++;
            Message = message;
        }
        _calmSince = IsCalm(now) ? _calmSince ?? now : null;
        var isDown = IsDown
            ? !(now - _calmSince >= Calm)
            : _failures >= FailuresMin && _failures * 2 >= _answers.Count;
        if (isDown == IsDown)
        {
            return false;
        }
        (IsDown, Since) = (isDown, now);
        return true;
    }

    /// <summary>Which part of the calls of the last minutes failed; null without calls.</summary>
    public double? ErrorRatio(DateTimeOffset now)
    {
        Forget(now);
        return _answers.Count == 0 ? null : (double)_failures / _answers.Count;
    }

    /// <summary>Fewer than a quarter of the newest answers are failures.</summary>
    private bool IsCalm(DateTimeOffset now)
    {
        var (all, failures) = (0, 0);
        foreach (var answer in _answers)
        {
            if (now - answer.At < Now)
            {
                all++;
                failures += answer.IsGood ? 0 : 1;
            }
        }
        return failures * 4 < all;
    }

    private void Forget(DateTimeOffset now)
    {
        while (_answers.TryPeek(out var oldest) && now - oldest.At >= Lately)
        {
            Drop();
        }
    }

    private void Drop() => _failures -= _answers.Dequeue().IsGood ? 0 : 1;
}
