using Paddock.GitHubStandIn.Control;

namespace Paddock.Demo.Story;

/// <summary>What became of jobs between two scenes, in words.</summary>
internal static class JobNews
{
    public static IEnumerable<string> Between(Scene? before, Scene after)
    {
        var known = before?.GitHub.Jobs.ToDictionary(job => job.Id, job => job.Status) ?? [];
        return after.GitHub.Jobs
            .Where(job => known.GetValueOrDefault(job.Id, "queued") != job.Status)
            .Select(Of)
            .OfType<string>();
    }

    /// <summary>How a job is called here: repositories all have the same owner.</summary>
    public static string Name(string repository, string job) => $"{repository.Split('/')[^1]} {job}";

    private static string? Of(JobState job) => job switch
    {
        { Status: "in_progress", StartedAt: { } started } =>
            $"{Name(job)} runs on {job.RunnerName} after {(started - job.QueuedAt).TotalSeconds:0.0} s",
        { Status: "completed", RunnerName: null } => $"{Name(job)} ended without running: {job.Conclusion}",
        { Status: "completed" } => $"{Name(job)} ended: {job.Conclusion}",
        _ => null,
    };

    private static string Name(JobState job) => Name(job.Repository, job.Name);
}
