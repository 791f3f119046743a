namespace Paddock.GitHub.Http.Rates;

/// <summary>
/// The numbers of decision D25, from GitHub docs, "Rate limits for the REST API": 900 points a minute, of which a read
/// takes one and a write five, and an hourly number of requests that every answer tells.
/// </summary>
internal sealed record RateRules
{
    public static RateRules Default { get; } = new();

    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(60);

    public int PointsMax { get; init; } = 900;

    /// <summary>
    /// How much of the window each purpose may fill. Tickets leave a fifth to removals, so that a burst of jobs does
    /// not keep finished machines alive (144 tickets at once); reads leave another fifth to tickets.
    /// </summary>
    public double ReadShare { get; init; } = 0.6;

    public double TicketShare { get; init; } = 0.8;

    /// <summary>The part of the hourly limit that reads leave to tickets and removals.</summary>
    public double HourlyReserve { get; init; } = 0.2;

    public int WritesMax { get; init; } = 16;

    /// <summary>The pause after a secondary limit that names none, doubling from the first to the most.</summary>
    public TimeSpan PauseFirst { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan PauseMost { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>GitHub's clock and ours may differ by this much when it says when an hour ends.</summary>
    public TimeSpan ResetSlack { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>So long without a limited answer, and the last one is forgotten.</summary>
    public TimeSpan Calm { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Between two writes until then.</summary>
    public TimeSpan WriteSpacing { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After a pause one request tries the water; others look again after this long.</summary>
    public TimeSpan ProbePace { get; init; } = TimeSpan.FromMilliseconds(500);

    public int ReadPoints { get; init; } = 1;

    public int WritePoints { get; init; } = 5;

    public int PointsOf(bool isWrite) => isWrite ? WritePoints : ReadPoints;
}
