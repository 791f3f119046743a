using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Planning;

namespace Paddock.App.Boards;

/// <summary>What there is to say about one job, in one sentence: where it stands, and whose turn it is.</summary>
internal static class Verdict
{
    public static string Of(JobRow job, Picture picture, Undertakings works, DateTimeOffset now) => job.Rank switch
    {
        JobRank.Held => $"GitHub holds it back since {Age(job.WaitingSince, now)}: a protection rule or a "
            + "concurrency group decides when it may run (GitHub's turn)",
        JobRank.Queued => Waiting(job, picture, works, now),
        JobRank.InProgress => $"runs on {job.Runner ?? "a runner"} for "
            + $"{Age(job.StartedAt ?? job.WaitingSince, now)}{Waited(job)}",
        _ => Done(job),
    };

    /// <summary>Why it waits; for a job that no pool serves, what exactly is in the way.</summary>
    public static string Detail(Wait wait, JobRow job, Picture picture) => wait.Reason switch
    {
        WaitReason.NoPool => Unmatched(job, picture),
        WaitReason.RepositoryDenied or WaitReason.RepositoryPublic or WaitReason.RepositoryFork =>
            $"{job.Details.Repository.FullName} may not use these runners: {wait.Detail}",
        WaitReason.JobIgnored when job.Asked is { } asked =>
            $"{asked.By} asked for no runner to be made for it; paddock jobs retry {job.Key} takes that back",
        WaitReason.RunnerStarting when picture.View.IsDryRun => "a runner would be started for it; this is a dry run",
        WaitReason.ScopeCoolingDown or WaitReason.OffersCoolingDown
            when picture.PlaceOf(wait) is { Message: { Length: > 0 } said } => $"{wait.Detail}: {said.TrimEnd('.')}",
        _ => wait.Detail,
    };

    /// <summary>
    /// With how far that is what it waits for, which a refusal by an offer that is busy with it told long ago.
    /// </summary>
    private static string Detail(Wait wait, JobRow job, Picture picture, Undertakings works) =>
        works.For(wait, picture) is not { } work ? Detail(wait, job, picture)
        : picture.PlaceOf(wait)?.Fault == FaultKind.Busy ? $"{wait.Detail}: {work}"
        : $"{Detail(wait, job, picture)}: {work}";

    /// <summary>A cool-down is waited out, but a missing right is not: somebody has to give it.</summary>
    public static Turn TurnOf(Wait wait, Picture picture) =>
        picture.PlaceOf(wait)?.Fault is FaultKind.Unauthorized or FaultKind.NotFound
            ? Turn.Operator
            : wait.Reason.Turn();

    private static string Waiting(JobRow job, Picture picture, Undertakings works, DateTimeOffset now)
    {
        var age = Age(job.WaitingSince, now);
        var limit = picture.View.Policy.Times.QueueLimit;
        if (job.IsGivenUp(limit, picture.View.At))
        {
            return $"queued {age}: GitHub gives a job up after {Span.Text(limit)}, so no runner is made for it; "
                + "re-run it if it is still wanted (your turn)";
        }
        return picture.WaitOf(job) is { } wait
            ? $"queued {age}, {Detail(wait, job, picture, works)} ({Possessive(TurnOf(wait, picture))} turn)"
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

    private static string Age(DateTimeOffset since, DateTimeOffset now) => Span.Text(now - since);
}
