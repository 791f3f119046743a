using Paddock.Core.Policy;

namespace Paddock.Simulator.Faults;

/// <summary>
/// Hours with other warm stock than usual, drawn so that they begin or end within the run, often in the very hour that
/// is missing or comes twice.
/// </summary>
public static class Schedules
{
    private static readonly TimeOnly ChangingHour = new(2, 30);

    public static IReadOnlyList<IdleWindow> Draw(SimDice dice, DateTimeOffset start) =>
        [.. Enumerable.Range(0, dice.Between(1, 2)).Select(_ => DrawWindow(dice, start))];

    /// <summary>
    /// What the clock on the wall asks for, read off it without the product's arithmetic. In the hour that comes twice
    /// the wall does not tell which of the two it is.
    /// </summary>
    public static IdleRange RangeAt(IdlePolicy idle, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, Seasons.Zone);
        return idle.Schedule.FirstOrDefault(window => IsOn(window, local)) is { } on
            ? new IdleRange(on.Min, on.Max)
            : new IdleRange(idle.Min, idle.Max);
    }

    private static bool IsOn(IdleWindow window, DateTimeOffset local)
    {
        var time = TimeOnly.FromTimeSpan(local.TimeOfDay);
        var (isToday, isYesterday) =
            (window.Days.Contains(local.DayOfWeek), window.Days.Contains(local.AddDays(-1).DayOfWeek));
        return window.To > window.From
            ? isToday && window.From <= time && time < window.To
            : (isToday && window.From <= time) || (isYesterday && time < window.To);
    }

    private static IdleWindow DrawWindow(SimDice dice, DateTimeOffset start)
    {
        var local = TimeZoneInfo.ConvertTime(start, Seasons.Zone);
        var from = dice.Chance(0.3) ? ChangingHour : Quarter(local.AddMinutes(dice.Between(-300, 120)));
        var to = dice.Chance(0.3) ? ChangingHour : from.AddMinutes(dice.Between(2, 24) * 15);
        var min = dice.Between(0, 2);
        return new IdleWindow(
            DrawDays(dice, local), from, to, Seasons.Zone, min, dice.Chance(0.3) ? min + dice.Between(0, 2) : null);
    }

    private static HashSet<DayOfWeek> DrawDays(SimDice dice, DateTimeOffset local) =>
        dice.Chance(0.5) ? [.. Enum.GetValues<DayOfWeek>()] : [local.DayOfWeek, local.AddDays(1).DayOfWeek];

    private static TimeOnly Quarter(DateTimeOffset at) => new(at.Hour, at.Minute / 15 * 15);
}
