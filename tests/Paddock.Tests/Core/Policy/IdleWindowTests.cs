using System.Globalization;
using Paddock.Core.Policy;

namespace Paddock.Tests.Core.Policy;

/// <summary>When a part of a schedule is on, also on the two days a year that have no 24 hours.</summary>
public sealed class IdleWindowTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("08:00", "18:00", "2026-01-07T06:59:59Z", false)]
    [InlineData("08:00", "18:00", "2026-01-07T07:00:00Z", true)]
    [InlineData("08:00", "18:00", "2026-01-07T16:59:59Z", true)]
    [InlineData("08:00", "18:00", "2026-01-07T17:00:00Z", false)]
    [InlineData("08:00", "18:00", "2026-07-08T06:00:00Z", true)]
    [InlineData("22:00", "06:00", "2026-01-08T04:59:59Z", true)]
    [InlineData("22:00", "06:00", "2026-01-08T05:00:00Z", false)]
    [InlineData("00:00", "00:00", "2026-01-07T22:59:59Z", true)]
    [InlineData("00:00", "00:00", "2026-01-07T23:00:00Z", false)]
    public void A_window_of_a_wednesday_is_on_by_the_clocks_of_its_zone(
        string from, string to, string now, bool isOn) =>
        IsOn(Window(DayOfWeek.Wednesday, from, to), At(now)).ShouldBe(isOn);

    [Theory]
    [InlineData("02:30", "04:00", "2026-03-29T00:59:59Z", false)]
    [InlineData("02:30", "04:00", "2026-03-29T01:00:00Z", true)]
    [InlineData("01:00", "02:30", "2026-03-29T00:59:59Z", true)]
    [InlineData("01:00", "02:30", "2026-03-29T01:00:00Z", false)]
    public void What_begins_or_ends_in_the_hour_that_is_missing_does_so_when_it_is_over(
        string from, string to, string now, bool isOn) =>
        IsOn(Window(DayOfWeek.Sunday, from, to), At(now)).ShouldBe(isOn);

    [Theory]
    [InlineData("02:30", "04:00", "2026-10-25T00:29:59Z", false)]
    [InlineData("02:30", "04:00", "2026-10-25T00:30:00Z", true)]
    [InlineData("02:30", "04:00", "2026-10-25T02:59:59Z", true)]
    [InlineData("01:00", "02:30", "2026-10-25T00:30:00Z", false)]
    public void What_begins_or_ends_in_the_hour_that_comes_twice_does_so_the_first_time(
        string from, string to, string now, bool isOn) =>
        IsOn(Window(DayOfWeek.Sunday, from, to), At(now)).ShouldBe(isOn);

    [Fact]
    public void The_first_part_that_is_on_counts_and_without_any_the_plain_numbers_do()
    {
        var idle = new IdlePolicy(1, 2)
        {
            Schedule =
            [
                Window(DayOfWeek.Wednesday, "08:00", "18:00") with { Min = 5, Max = 6 },
                Window(DayOfWeek.Wednesday, "12:00", "20:00") with { Min = 7 },
            ],
        };

        idle.RangeAt(At("2026-01-07T13:00:00Z")).ShouldBe(new IdleRange(5, 6));
        idle.RangeAt(At("2026-01-07T18:30:00Z")).ShouldBe(new IdleRange(7, null));
        idle.RangeAt(At("2026-01-07T20:00:00Z")).ShouldBe(new IdleRange(1, 2));
        idle.MinMost.ShouldBe(7);
    }

    [Theory]
    [InlineData("2026-01-07T06:00:00Z", "2026-01-07T07:00:00Z")]
    [InlineData("2026-01-07T07:00:00Z", "2026-01-07T17:00:00Z")]
    [InlineData("2026-01-07T17:00:00Z", "2026-01-14T07:00:00Z")]
    [InlineData("2026-03-26T12:00:00Z", "2026-04-01T06:00:00Z")]
    public void The_next_change_is_known_a_week_ahead(string now, string next) =>
        new IdlePolicy { Schedule = [Window(DayOfWeek.Wednesday, "08:00", "18:00")] }
            .ChangesAfter(At(now)).ShouldBe(At(next));

    private static bool IsOn(IdleWindow window, DateTimeOffset now) =>
        new IdlePolicy { Schedule = [window with { Min = 1 }] }.RangeAt(now).Min == 1;

    private static IdleWindow Window(DayOfWeek day, string from, string to) => new(
        new SortedSet<DayOfWeek> { day }, Time(from), Time(to), Berlin, Min: 0, Max: null);

    private static TimeOnly Time(string text) => TimeOnly.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
