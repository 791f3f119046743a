namespace Paddock.Core.Policy;

/// <summary>Schedules that cannot be meant as they stand: parts in each other's way, or on for ever.</summary>
internal static class ScheduleRules
{
    private const int DaysOfWeek = 7;

    /// <summary>Looked up in a winter week and a summer week: two zones may agree in one of them only.</summary>
    private static readonly DateTimeOffset[] Weeks =
        [new(2026, 1, 7, 0, 0, 0, TimeSpan.Zero), new(2026, 7, 8, 0, 0, 0, TimeSpan.Zero)];

    /// <param name="path">That of <c>idle</c>.</param>
    public static void Check(IdlePolicy idle, string path, List<PolicyFault> faults)
    {
        var schedule = idle.Schedule;
        for (var i = 0; i < schedule.Count; i++)
        {
            CheckPart(schedule, i, $"{path}.schedule[{i}]", faults);
        }
        if ((idle.Min != 0 || idle.Max is not null) && IsForEver(schedule) && !schedule.Any(part => IsForEver([part])))
        {
            faults.Add(new($"{path}.{(idle.Min != 0 ? "min" : "max")}",
                "The parts of the schedule fill the whole week, so min and max beside it never count.",
                "Leave them out, or leave some hours to them.", IsWarning: true));
        }
    }

    private static void CheckPart(IReadOnlyList<IdleWindow> schedule, int index, string path, List<PolicyFault> faults)
    {
        var part = schedule[index];
        if (part.Days.Count == 0)
        {
            faults.Add(new($"{path}.days", "A part of the schedule without a day never counts.",
                "Name days like mon-fri or [sat, sun], or leave the key out for every day."));
        }
        if (part.Min < 0 || part.Max < part.Min)
        {
            faults.Add(new(path, $"min is {part.Min} and max {part.Max}: min must not be negative nor above max.",
                "Swap or raise them."));
        }
        if (IsForEver([part]))
        {
            faults.Add(new(path, "This part is on at all times: it never ends, and nothing beside or behind it counts.",
                "Give it days and hours, or write its min and max beside the schedule.", IsWarning: true));
            return;
        }
        CheckEarlier([.. schedule.Take(index)], part, path, faults);
    }

    private static void CheckEarlier(
        IReadOnlyList<IdleWindow> earlier, IdleWindow part, string path, List<PolicyFault> faults)
    {
        var number = 1 + Enumerable.Range(0, earlier.Count).FirstOrDefault(i => Overlap(earlier[i], part), -1);
        if (number == 0)
        {
            return;
        }
        var isHidden = Array.TrueForAll(
            Weeks, week => part.Around(week).All(span => Covers(earlier, week, span.From, span.To)));
        faults.Add(isHidden
            ? new(path, "Whenever this part of the schedule is on, one before it is on too, so this never counts.",
                "Put the narrower part first, or remove it.", IsWarning: true)
            : new(path, $"This overlaps part {number} of the schedule, which then counts alone.",
                "Make their hours follow each other.", IsWarning: true));
    }

    private static bool IsForEver(IReadOnlyList<IdleWindow> parts) =>
        Array.TrueForAll(Weeks, week => Covers(parts, week, week, week.AddDays(DaysOfWeek)));

    private static bool Overlap(IdleWindow left, IdleWindow right) => Weeks.Any(week =>
        left.Around(week).Any(a => right.Around(week).Any(b => a.From < b.To && b.From < a.To)));

    /// <summary>Is one of them on at any time between two moments near a week?</summary>
    private static bool Covers(
        IReadOnlyList<IdleWindow> parts, DateTimeOffset week, DateTimeOffset from, DateTimeOffset to)
    {
        var reached = from;
        foreach (var span in parts.SelectMany(part => Spans(part, week)).OrderBy(span => span.From))
        {
            if (span.From <= reached && span.To > reached)
            {
                reached = span.To;
            }
        }
        return reached >= to;
    }

    /// <summary>A week more at both ends, because what is asked about may itself begin before and end after.</summary>
    private static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Spans(IdleWindow part, DateTimeOffset week) =>
        part.Around(week.AddDays(-DaysOfWeek)).Concat(part.Around(week)).Concat(part.Around(week.AddDays(DaysOfWeek)));
}
