namespace Paddock.Simulator.Faults;

/// <summary>
/// What GitHub allows the one identity that everything is asked with: much less than the real GitHub does, so that it
/// binds within a run.
/// </summary>
/// <param name="FirstHourLeft">How soon after the start of the run GitHub's hour ends for the first time.</param>
public sealed record GitHubLimits(int RequestsPerHour, int PointsPerMinute, TimeSpan FirstHourLeft)
{
    public static GitHubLimits Draw(SimDice dice) =>
        new(dice.Between(30, 300), dice.Between(15, 150), dice.Seconds(60, 3600));
}
