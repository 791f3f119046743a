namespace Paddock.GitHub.Http.Rates;

/// <summary>One identity's budget at a moment, for metrics and <c>doctor</c>.</summary>
/// <param name="Identity">Whose: <c>github.com/user:alice</c>; holds no part of a token.</param>
/// <param name="PointsUsed">Spent within the last minute; a read is one point, a write five.</param>
public sealed record RateBudgetView(string Identity, int PointsUsed, int PointsMax)
{
    /// <summary>GitHub's number of requests per hour; null before the first answer that told one.</summary>
    public int? HourlyLimit { get; init; }

    /// <summary>Null when the hour it was told for is over.</summary>
    public int? HourlyRemaining { get; init; }

    public DateTimeOffset? HourlyResetAt { get; init; }

    /// <summary>Nothing is sent for this identity before then; null when it is not paused.</summary>
    public DateTimeOffset? PausedUntil { get; init; }
}
