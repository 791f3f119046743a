namespace Paddock.Core.Policy;

/// <summary>
/// Hours of some days of the week, in a time zone, in which a pool keeps other warm stock than usual.
/// </summary>
/// <param name="Days">On which its hours begin.</param>
/// <param name="From">The local time it begins at.</param>
/// <param name="To">
/// The local time it ends at; the next day's when it is not later than <paramref name="From"/>.
/// </param>
public sealed record IdleWindow(
    IReadOnlySet<DayOfWeek> Days, TimeOnly From, TimeOnly To, TimeZoneInfo Zone, int Min, int? Max)
{
    /// <summary>Far enough ahead to find the next of any day of the week.</summary>
    private const int DaysAhead = 8;

    /// <summary>
    /// Its times around a moment, in order: those that may not be over yet, and the next to come. Where the clocks are
    /// put forward, what would begin or end in the missing hour does so when that hour is over; where they are put
    /// back, at the first of the two.
    /// </summary>
    public IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Around(DateTimeOffset moment)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Zone).DateTime);
        for (var day = today.AddDays(-1); day <= today.AddDays(DaysAhead); day = day.AddDays(1))
        {
            if (Days.Contains(day.DayOfWeek))
            {
                yield return (At(day, From), At(To > From ? day : day.AddDays(1), To));
            }
        }
    }

    private DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        if (Zone.IsInvalidTime(local))
        {
            // An hour is missing, or in one or two places of the world half of one.
            do
            {
                local = local.AddMinutes(1);
            }
            while (Zone.IsInvalidTime(local));
        }
        var offset = Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max() : Zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
