namespace Paddock.Engine.Watching;

/// <summary>What we make of GitHub on one connection, from our own observations alone.</summary>
public enum GitHubVerdict
{
    Good,

    /// <summary>It answers, and what it tells or assigns comes late.</summary>
    Late,

    /// <summary>
    /// More than half of what it is asked fails. What only its silence would justify is not done until it has been in
    /// order for a while.
    /// </summary>
    Down,
}

/// <summary>The verdict on one connection with what it rests on.</summary>
/// <param name="Detail">For people; empty when all is well.</param>
/// <param name="Since">When the verdict became what it is.</param>
/// <param name="ErrorRatio">Which part of the calls of the last minutes failed, 0 to 1; null without calls.</param>
/// <param name="WebhookLag">
/// From the queueing of a job to the arrival of its delivery, by GitHub's clock and ours: the median of the last
/// deliveries. Null when none came lately.
/// </param>
/// <param name="AssignmentDelay">For how long the job that waits longest has waited beside an idle runner.</param>
public sealed record GitHubHealth(
    string Connection, GitHubVerdict Verdict, string Detail, DateTimeOffset Since, double? ErrorRatio,
    TimeSpan? WebhookLag, TimeSpan? AssignmentDelay);
