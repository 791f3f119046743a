namespace Paddock.Simulator.Faults;

/// <summary>
/// When runs begin, and the time zone of their schedules: the rules of central Europe, made here, so that a seed does
/// not depend on the machine's time zone data.
/// </summary>
public static class Seasons
{
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.CreateCustomTimeZone(
        "simulated", TimeSpan.FromHours(1), "simulated", "simulated winter", "simulated summer",
        [
            TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
                DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1),
                LastSunday(month: 3, hour: 2), LastSunday(month: 10, hour: 3)),
        ]);

    /// <summary>An ordinary Friday morning.</summary>
    public static DateTimeOffset Friday { get; } = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    /// <summary>At most two hours before the clocks are put back, or forward.</summary>
    public static DateTimeOffset DrawNearChange(SimDice dice) =>
        dice.Pick(
            [
                new DateTimeOffset(2026, 10, 25, 1, 0, 0, TimeSpan.Zero),
                new DateTimeOffset(2027, 3, 28, 1, 0, 0, TimeSpan.Zero),
            ])
        - dice.Seconds(0, 7200);

    private static TimeZoneInfo.TransitionTime LastSunday(int month, int hour) =>
        TimeZoneInfo.TransitionTime.CreateFloatingDateRule(
            new DateTime(1, 1, 1, hour, 0, 0), month, week: 5, DayOfWeek.Sunday);
}
