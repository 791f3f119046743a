using Paddock.App.Api;
using Paddock.Core.Facts;
using Paddock.Core.Model;

namespace Paddock.App.Boards;

/// <summary>Jobs as the API tells them.</summary>
internal static class JobBoard
{
    public static JobReply Of(JobRow job, Picture picture) => new(
        job.Key.Host, job.Key.Id, job.Details.Repository.FullName, job.Details.Workflow, job.Details.Name,
        job.Details.Labels.Texts, job.Details.Url, job.Details.RunId, job.Details.RunAttempt, StateOf(job.Rank),
        job.Conclusion, job.Runner, picture.PoolOf(job)?.Value, job.WaitingSince, job.StartedAt, job.FinishedAt,
        WaitOf(job, picture));

    /// <summary>The open jobs of a state, or all: those that wait, the longest first, then those that run.</summary>
    public static JobsReply Open(Picture picture, JobRank? rank, int jobsMax)
    {
        var jobs = picture.View.Snapshot.Jobs
            .Where(job => job.IsOpen && (rank is null || job.Rank == rank))
            .OrderBy(job => job.Rank == JobRank.InProgress)
            .ThenBy(job => job.WaitingSince)
            .ThenBy(job => job.Key.Id)
            .ToList();
        return new JobsReply([.. jobs.Take(jobsMax).Select(job => Of(job, picture))]) { Total = jobs.Count };
    }

    public static string StateOf(JobRank rank) => rank switch
    {
        JobRank.Held => "held",
        JobRank.Queued => "waiting",
        JobRank.InProgress => "running",
        _ => "done",
    };

    private static WaitReply? WaitOf(JobRow job, Picture picture) => picture.WaitOf(job) is { } wait
        ? new WaitReply(
            FactText.Code(wait.Reason), Verdict.TurnOf(wait, picture).ToString().ToLowerInvariant(),
            Verdict.Detail(wait, job, picture))
        : null;
}
