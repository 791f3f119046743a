using Paddock.App.Configuration.Keys;
using Paddock.App.Configuration.Reading;
using Paddock.Storage.Sqlite;

namespace Paddock.App.Configuration.Sections;

/// <summary><c>store.retention:</c>, how much history is kept (decision D16).</summary>
internal static class RetentionSection
{
    /// <summary>GitHub drops a waiting job after a day; until then somebody may ask why it waits.</summary>
    private static readonly TimeSpan JournalShortest = TimeSpan.FromDays(1);

    /// <summary>Some 40,000 facts; less would be gone within an hour of a busy day.</summary>
    private const long JournalBytesLeast = 16 << 20;

    public static StoreRetention Read(View top)
    {
        var at = top.At("store").At("retention");
        var usual = new StoreRetention();
        var retention = new StoreRetention
        {
            ClosedRows = Jobs(at.At("jobs")) ?? usual.ClosedRows,
            Journal = Journal(at.At("journal")) ?? usual.Journal,
            JournalBytesMax = JournalBytes(at.At("journal_size")) ?? usual.JournalBytesMax,
        };
        WarnOfLostStories(at, retention);
        return retention;
    }

    private static TimeSpan? Jobs(View at)
    {
        if (at.Duration is not { } kept || kept >= StoreRetention.Shortest)
        {
            return at.Duration;
        }
        at.Error(
            $"{at.Path} is {at.Word}, and jobs have to be known for 3d at least: GitHub delivers again for three days, "
            + "and a job that is forgotten would get another machine.",
            "Write 3d or more.");
        return null;
    }

    private static TimeSpan? Journal(View at)
    {
        if (at.Duration is { } kept && kept < JournalShortest)
        {
            at.Error($"{at.Path} is {at.Word}: a job may wait for a day, and nothing could tell why it does.",
                "Write 1d or more; journal_size bounds the disk it takes.");
        }
        return at.Duration;
    }

    private static long? JournalBytes(View at)
    {
        if (at.Size is { } bytes && bytes < JournalBytesLeast)
        {
            at.Error($"{at.Path} is {at.Word}, which a busy hour fills.", "Write 16MiB or more.");
        }
        return at.Size;
    }

    private static void WarnOfLostStories(View at, StoreRetention retention)
    {
        var (jobs, journal) = (at.At("jobs"), at.At("journal"));
        if (retention.Journal >= retention.ClosedRows || at.Context.Faults.IsSpoilt(at.Path))
        {
            return;
        }
        var (keptJobs, keptJournal) = (
            jobs.Word ?? StoreKeys.JobsUsual, journal.Word ?? StoreKeys.JournalUsual);
        (journal.IsThere ? journal : jobs).Warn(
            $"Jobs are kept for {keptJobs} and the journal for {keptJournal}, so the older ones have no story.",
            $"Set {journal.Path} to {keptJobs} or more.");
    }
}
