using Paddock.Core.Facts;
using Paddock.Core.Model;

namespace Paddock.Core.Folding;

internal static class JobFold
{
    /// <summary>What is asked about a job that nobody has reported is asked in vain.</summary>
    public static JobRow? Apply(JobRow? row, Fact fact) => fact switch
    {
        JobObservation report => Apply(row, report),
        JobAsked asked when row is not null => row with { Asked = Newer(row.Asked, asked) },
        _ => row,
    };

    private static JobRow Apply(JobRow? row, JobObservation fact)
    {
        var rank = RankOf(fact);
        var old = row ?? new JobRow(fact.Job) { Rank = rank, Details = fact.Details, FirstSeenAt = fact.At };
        var next = old with
        {
            Rank = rank > old.Rank ? rank : old.Rank,
            Details = Told(
                rank > old.Rank ? fact.Details
                    : rank == old.Rank ? Merge(old.Details, fact.Details)
                    : old.Details,
                Either(old.Details.FromFork, fact.Details.FromFork)),
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

    private static JobAsking Newer(JobAsking? old, JobAsked asked)
    {
        return old is not null
            && Fold.IsLater(old.At, $"{old.Wish} {old.By}", asked.At, $"{asked.Wish} {asked.By}")
                ? old
                : new JobAsking(asked.Wish, asked.At, asked.By);
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
    /// every order of arrival shows the same one matters for replay. So the larger text wins. Two things are no part of
    /// that: what was said of where the run comes from is kept, and a repository that was said to be public counts as
    /// public, which keeps it out where no rule lets it in.
    /// </summary>
    private static JobDetails Merge(JobDetails left, JobDetails right)
    {
        var (one, other) = (Plain(left), Plain(right));
        var larger = one.Equals(other) || string.CompareOrdinal(one.ToString(), other.ToString()) >= 0 ? left : right;
        var isPrivate = left.Repository.Private && right.Repository.Private;
        return larger.Repository.Private == isPrivate
            ? larger
            : larger with { Repository = larger.Repository with { Private = isPrivate } };
    }

    /// <summary>Without what is merged by rules of its own.</summary>
    private static JobDetails Plain(JobDetails details) =>
        Told(details, null) with { Repository = details.Repository with { Private = true } };

    private static JobDetails Told(JobDetails details, bool? fromFork) =>
        details.FromFork == fromFork ? details : details with { FromFork = fromFork };

    /// <summary>
    /// A run does not change where it comes from, so most reports just do not know. Should two contradict each other,
    /// the one that keeps it out counts.
    /// </summary>
    private static bool? Either(bool? left, bool? right) =>
        left == true || right == true ? true : left ?? right;

    private static string? Merge(string? left, string? right) =>
        string.CompareOrdinal(left, right) >= 0 ? left : right;
}
