using Paddock.Core.Facts;
using Paddock.Core.Model;

namespace Paddock.Core.Folding;

internal static class JobFold
{
    public static JobRow Apply(JobRow? row, JobObservation fact)
    {
        var rank = RankOf(fact);
        var old = row ?? new JobRow(fact.Job) { Rank = rank, Details = fact.Details, FirstSeenAt = fact.At };
        var next = old with
        {
            Rank = rank > old.Rank ? rank : old.Rank,
            Details = rank > old.Rank ? fact.Details
                : rank == old.Rank ? Merge(old.Details, fact.Details)
                : old.Details,
            FirstSeenAt = Fold.Earlier(old.FirstSeenAt, fact.At),
        };
        return fact switch
        {
            JobQueued queued => next with
            {
                QueuedAt = Fold.Earlier(old.QueuedAt, queued.QueuedAt),
                ToldQueuedAt = Fold.Earlier(old.ToldQueuedAt, queued.At),
            },
            JobStarted started => next with
            {
                StartedAt = Fold.Earlier(old.StartedAt, started.StartedAt ?? started.At),
                Runner = Merge(old.Runner, started.Runner),
            },
            JobFinished finished => next with
            {
                FinishedAt = Fold.Earlier(old.FinishedAt, finished.FinishedAt ?? finished.At),
                Runner = Merge(old.Runner, finished.Runner),
                Conclusion = Merge(old.Conclusion, finished.Conclusion),
            },
            _ => next,
        };
    }

    private static JobRank RankOf(JobObservation fact) => fact switch
    {
        JobHeld => JobRank.Held,
        JobQueued => JobRank.Queued,
        JobStarted => JobRank.InProgress,
        _ => JobRank.Completed,
    };

    /// <summary>
    /// Two descriptions of one rank differ only after a rename in between. Which of them is shown matters little; that
    /// every order of arrival shows the same one matters for replay. So the larger text wins.
    /// </summary>
    private static JobDetails Merge(JobDetails left, JobDetails right) =>
        left.Equals(right) || string.CompareOrdinal(left.ToString(), right.ToString()) >= 0 ? left : right;

    private static string? Merge(string? left, string? right) =>
        string.CompareOrdinal(left, right) >= 0 ? left : right;
}
