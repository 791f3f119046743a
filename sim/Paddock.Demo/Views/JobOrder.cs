using Paddock.App.Api;

namespace Paddock.Demo.Views;

/// <summary>Which jobs are worth a line: those that wait, those that run, and those that have just ended.</summary>
internal static class JobOrder
{
    public static IEnumerable<JobReply> Of(IReadOnlyList<JobReply> jobs) =>
        jobs.OrderBy(Rank).ThenByDescending(job => job.FinishedAt ?? DateTimeOffset.MinValue)
            .ThenBy(job => job.QueuedAt)
            .ThenBy(job => job.Id);

    private static int Rank(JobReply job) => job.State switch
    {
        "running" => 0,
        "done" => 2,
        _ => 1,
    };
}
