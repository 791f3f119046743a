using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Planning;

namespace Paddock.App.Boards;

/// <summary>What there is to say about one job, in one sentence: where it stands, and whose turn it is.</summary>
internal static class Verdict
{
    public static string Of(JobRow job, Picture picture) => job.Rank switch
    {
        JobRank.Held => $"GitHub holds it back since {Age(job.WaitingSince, picture)}: a protection rule or a "
            + "concurrency group decides when it may run (GitHub's turn)",
        JobRank.Queued => Waiting(job, picture),
        JobRank.InProgress => $"runs on {job.Runner ?? "a runner"} for "
            + $"{Age(job.StartedAt ?? job.WaitingSince, picture)}{Waited(job)}",
        _ => Done(job),
    };

    /// <summary>Why it waits; for a job that no pool serves, what exactly is in the way.</summary>
    public static string Detail(Wait wait, JobRow job, Picture picture) =>
        wait.Reason == WaitReason.NoPool ? Unmatched(job, picture) : wait.Detail;

    private static string Waiting(JobRow job, Picture picture)
    {
        var age = Age(job.WaitingSince, picture);
        var limit = picture.View.Policy.Times.QueueLimit;
        if (picture.View.At - job.WaitingSince >= limit)
        {
            return $"queued {age}: GitHub gives a job up after {Span.Text(limit)}, so no runner is made for it; "
                + "re-run it if it is still wanted (your turn)";
        }
        return picture.WaitOf(job) is { } wait
            ? $"queued {age}, {Detail(wait, job, picture)} ({Possessive(wait.Reason.Turn())} turn)"
            : $"queued {age}, and the next planning pass will look at it (Paddock's turn)";
    }

    private static string Unmatched(JobRow job, Picture picture)
    {
        var details = job.Details;
        var near = PoolMatching.Nearest(picture.View.Policy, job.Key.Host, details.Repository, details.Labels);
        return near switch
        {
            null => "there is no pool",
            { InScope: false, Missing.Count: 0 } =>
                $"pool {near.Pool} has all its labels, but its scopes leave {details.Repository.FullName} out",
            { InScope: false } =>
                $"no pool's scopes take in {details.Repository.FullName}; "
                + $"the nearest, {near.Pool}, also lacks {near.Missing}",
            _ => $"no pool has all its labels; the nearest, {near.Pool}, lacks {near.Missing}",
        };
    }

    private static string Possessive(Turn turn) => turn switch
    {
        Turn.GitHub => "GitHub's",
        Turn.Provider => "the provider's",
        Turn.Paddock => "Paddock's",
        _ => "your",
    };

    private static string Done(JobRow job)
    {
        var conclusion = job.Conclusion ?? "no conclusion";
        if (job.Runner is null)
        {
            return job.FinishedAt is { } over
                ? $"ended without running: {conclusion}, {Span.Text(over - job.WaitingSince)} after it was queued"
                : $"ended without running: {conclusion}";
        }
        var took = job is { StartedAt: { } started, FinishedAt: { } finished }
            ? $" after {Span.Text(finished - started)}"
            : "";
        return $"ended with {conclusion}{took} on {job.Runner}{Waited(job)}";
    }

    private static string Waited(JobRow job) =>
        job is { StartedAt: { } started } ? $"; it had waited {Span.Text(started - job.WaitingSince)}" : "";

    private static string Age(DateTimeOffset since, Picture picture) => Span.Text(picture.View.At - since);
}
