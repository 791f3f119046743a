namespace Paddock.GitHubModel;

/// <summary>GitHub's rules as pure functions: who may take what, and what a run's jobs make of the run.</summary>
internal static class Rules
{
    /// <summary>
    /// A runner takes a job when it reaches the repository, its group lets the repository in, and it has every label
    /// of <c>runs-on</c>, without case (GitHub docs, "Choosing the runner for a job").
    /// </summary>
    public static bool MayTake(ModelRunner runner, ModelGroup? group, ModelRepository repository, ModelJob job)
    {
        var isRepositoryRunner = Same(runner.Scope, $"repos/{repository.FullName}");
        var reaches = isRepositoryRunner
            || (repository.OwnerIsOrganization && Same(runner.Scope, $"orgs/{repository.Owner}"))
            || runner.Scope.StartsWith("enterprises/", StringComparison.Ordinal);
        return reaches
            && (job.Template.Labels.Count > 0 || job.Template.Group is not null)
            && (isRepositoryRunner || group?.MayServe(repository) == true)
            && (job.Template.Group is null || (group is not null && Same(group.Name, job.Template.Group)))
            && job.Template.Labels.All(label => runner.Labels.Contains(label, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Held beats running, and running beats queued; a run is over when no job is left to come.</summary>
    public static (string Status, string? Conclusion) StatusOf(ModelRun run, List<ModelJob> jobs)
    {
        if (jobs.Count > 0 && run.Pending.Count == 0 && jobs.TrueForAll(job => job.Status == JobStatus.Completed))
        {
            return (JobStatus.Completed, ConclusionOf(run, jobs));
        }
        var status = jobs.Exists(job => job.Status == JobStatus.Waiting) ? JobStatus.Waiting
            : jobs.Exists(job => job.Status is JobStatus.InProgress or JobStatus.Completed) ? JobStatus.InProgress
            : JobStatus.Queued;
        return (status, null);
    }

    private static string ConclusionOf(ModelRun run, List<ModelJob> jobs) =>
        run.IsCancelled || jobs.Exists(job => job.Conclusion == "cancelled") ? "cancelled"
        : jobs.Exists(job => job.Conclusion == "failure") ? "failure"
        : "success";

    /// <summary>Ids that follow from the number alone, so that a replay has the same ones.</summary>
    public static Guid RequestIdOf(long number) =>
        new((int)(number & 0x7FFFFFFF), 0x10B, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 1);

    public static string ClientIdOf(long number) =>
        new Guid((int)number, 0xC11, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 2).ToString();

    private static bool Same(string left, string right) =>
        string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
