using Paddock.Core.Policy;
using Paddock.Tests.Core.Planning;

namespace Paddock.Tests.Core.Policy;

/// <summary>Schedules of parts written like <c>mon-fri 08-18</c>.</summary>
public sealed class ScheduleRulesTests
{
    private const string Workdays = "mon tue wed thu fri";
    private const string Weekend = "sat sun";
    private const string EveryDay = $"{Workdays} {Weekend}";

    [Fact]
    public void Parts_that_follow_each_other_are_sound() =>
        Faults(Part(Workdays, 8, 18), Part(Workdays, 18, 22), Part(Weekend, 10, 12)).ShouldBeEmpty();

    [Fact]
    public void Parts_may_fill_the_week_where_nothing_stands_beside_them() =>
        Faults(Part(Workdays, 0, 24), Part(Weekend, 0, 24)).ShouldBeEmpty();

    [Fact]
    public void Numbers_beside_a_schedule_that_fills_the_week_never_count()
    {
        IdleWindow[] schedule = [Part(Workdays, 0, 24), Part(Weekend, 0, 24)];

        Faults(new IdlePolicy(Min: 1) { Schedule = schedule }).ShouldBe(["idle.min never count"]);
        Faults(new IdlePolicy(Max: 1) { Schedule = schedule }).ShouldBe(["idle.max never count"]);
        Faults(new IdlePolicy(Min: 1) { Schedule = [schedule[0], Part(Weekend, 0, 23)] }).ShouldBeEmpty();
    }

    [Fact]
    public void A_part_that_is_on_at_all_times_never_ends()
    {
        Faults(Part(EveryDay, 0, 24)).ShouldBe(["idle.schedule[0] never ends"]);
        Faults(Part(EveryDay, 8, 8)).ShouldBe(["idle.schedule[0] never ends"]);
        Faults(Part(EveryDay, 8, 7)).ShouldBeEmpty();
        Faults(Part(Workdays, 8, 18), Part(EveryDay, 0, 24)).ShouldBe(["idle.schedule[1] never ends"]);
    }

    [Theory]
    [InlineData("mon", 9, 10)]
    [InlineData("fri", 8, 18)]
    [InlineData("tue wed", 17, 20)]
    public void What_is_only_on_while_earlier_parts_are_never_counts(string days, int from, int to) =>
        Faults(Part(Workdays, 8, 18), Part(Workdays, 18, 22), Part(days, from, to))
            .ShouldBe(["idle.schedule[2] never counts"]);

    [Theory]
    [InlineData("mon", 7, 9)]
    [InlineData("fri sat", 9, 10)]
    [InlineData("sun", 22, 9)]
    public void What_is_partly_on_with_an_earlier_part_is_told_which(string days, int from, int to) =>
        Faults(Part(Workdays, 8, 18), Part(days, from, to)).ShouldBe(["idle.schedule[1] overlaps part 1"]);

    [Fact]
    public void Zones_count()
    {
        var tokyo = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo");

        Faults(Part(Workdays, 8, 16), Part(Workdays, 17, 24) with { Zone = tokyo }).ShouldNotBeEmpty();
        Faults(Part(Workdays, 0, 8), Part(Workdays, 17, 24) with { Zone = tokyo }).ShouldBeEmpty();
    }

    private static IdleWindow Part(string days, int from, int to) => new(
        new SortedSet<DayOfWeek>(days.Split(' ').Select(day =>
            Enum.GetValues<DayOfWeek>().Single(name => $"{name}".StartsWith(day, StringComparison.OrdinalIgnoreCase)))),
        new TimeOnly(from % 24, 0), new TimeOnly(to % 24, 0), TimeZoneInfo.Utc, 1, null);

    private static List<string> Faults(params IdleWindow[] schedule) => Faults(new IdlePolicy { Schedule = schedule });

    /// <summary>The place, and the words that tell one fault from another.</summary>
    private static List<string> Faults(IdlePolicy idle)
    {
        string[] marks = ["never ends", "never counts", "never count", "overlaps part 1", "overlaps part 2"];
        var faults = PolicyRules.Check(TestPolicy.Of(TestPolicy.Pool() with { Idle = idle }));
        faults.ShouldAllBe(fault => fault.IsWarning);
        return
        [
            .. faults.Select(fault =>
                $"{fault.Path["pools[0].".Length..]} {marks.First(mark => fault.Message.Contains(mark))}"),
        ];
    }
}
