namespace Paddock.GitHubModel;

/// <summary>GitHub's limits for one identity (GitHub docs, "Rate limits for the REST API").</summary>
public sealed record RateRules
{
    /// <summary>Requests in an hour.</summary>
    public int RequestsPerHourMax { get; init; } = 5000;

    /// <summary>The secondary limit: a read costs one point, a write five.</summary>
    public int PointsPerMinuteMax { get; init; } = 900;

    public int ConcurrentMax { get; init; } = 100;
}

/// <summary>What an identity has left in this hour.</summary>
public readonly record struct RateBudget(int Limit, int Used, DateTimeOffset ResetAt)
{
    public int Remaining => Math.Max(0, Limit - Used);
}

public enum RateVerdict
{
    Granted,

    /// <summary>The hour's requests are used up.</summary>
    PrimaryLimit,

    /// <summary>Too many points in a minute, or too many requests at once.</summary>
    SecondaryLimit,
}

/// <summary>What a request costs: points of the minute, and whether it counts for the hour.</summary>
public enum RateCost
{
    Read,
    Write,

    /// <summary>Asking what is left: a point, and answered even when nothing is.</summary>
    Inquiry,
}

/// <summary>Counts the requests of every identity: all tokens of one user share one budget.</summary>
public sealed class RateBook
{
    private sealed class Account
    {
        public required RateRules Rules { get; set; }

        public required DateTimeOffset ResetAt { get; set; }

        public int Used { get; set; }

        public int Concurrent { get; set; }

        public Queue<(DateTimeOffset At, int Points)> Recent { get; } = new();

        public int RecentPoints { get; set; }
    }

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly RateRules _rules;
    private readonly Dictionary<string, Account> _accounts = [];

    public RateBook(RateRules rules) => _rules = rules;

    public RateBudget BudgetOf(string identity, DateTimeOffset now)
    {
        var account = AccountOf(identity, now);
        return new RateBudget(account.Rules.RequestsPerHourMax, account.Used, account.ResetAt);
    }

    /// <summary>Leaves an identity exactly so many requests until <paramref name="resetAt"/>.</summary>
    public void Leave(string identity, int remaining, DateTimeOffset resetAt, DateTimeOffset now)
    {
        var account = AccountOf(identity, now);
        account.Used = account.Rules.RequestsPerHourMax - remaining;
        account.ResetAt = resetAt;
    }

    public void SetRules(string identity, RateRules rules, DateTimeOffset now) =>
        AccountOf(identity, now).Rules = rules;

    /// <summary>A request comes in. Once it was granted, <see cref="End"/> must follow.</summary>
    public RateVerdict Begin(string identity, RateCost cost, DateTimeOffset now)
    {
        var account = AccountOf(identity, now);
        var points = cost == RateCost.Write ? 5 : 1;
        if (cost != RateCost.Inquiry && account.Used >= account.Rules.RequestsPerHourMax)
        {
            return RateVerdict.PrimaryLimit;
        }
        if (account.RecentPoints + points > account.Rules.PointsPerMinuteMax
            || account.Concurrent >= account.Rules.ConcurrentMax)
        {
            return RateVerdict.SecondaryLimit;
        }
        account.Used += cost == RateCost.Inquiry ? 0 : 1;
        account.Concurrent++;
        account.Recent.Enqueue((now, points));
        account.RecentPoints += points;
        return RateVerdict.Granted;
    }

    /// <param name="refund">A 304 costs nothing of the hour's budget, but its point stays counted.</param>
    public void End(string identity, bool refund, DateTimeOffset now)
    {
        var account = AccountOf(identity, now);
        account.Concurrent--;
        if (refund && account.Used > 0)
        {
            account.Used--;
        }
    }

    private Account AccountOf(string identity, DateTimeOffset now)
    {
        if (!_accounts.TryGetValue(identity, out var account))
        {
            _accounts[identity] = account = new Account { Rules = _rules, ResetAt = now + Hour };
        }
        if (now >= account.ResetAt)
        {
            account.Used = 0;
            account.ResetAt = now + Hour;
        }
        while (account.Recent.TryPeek(out var oldest) && now >= oldest.At + Minute)
        {
            account.Recent.Dequeue();
            account.RecentPoints -= oldest.Points;
        }
        return account;
    }
}
