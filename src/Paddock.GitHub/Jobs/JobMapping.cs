using Paddock.Core.Facts;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Ports;

namespace Paddock.GitHub.Jobs;

/// <summary>From what GitHub says about a job to the fact it is.</summary>
internal static class JobMapping
{
    /// <summary>More than GitHub takes for a runner; a job that asks for more can never be served.</summary>
    private const int LabelsMax = 100;

    /// <summary>GitHub's own limit for a label.</summary>
    private const int LabelCharsMax = 256;

    /// <summary>Stands for a label that is empty or missing.</summary>
    private const string NoLabel = "\uFFFD";

    private const int UrlCharsMax = 1_000;

    /// <summary>By status, as the REST API lists it. What is not known to want a runner now is held.</summary>
    public static JobObservation FromStatus(JobPayload job, JobOrigin origin) => job.Status switch
    {
        "queued" => Queued(job, origin),
        "in_progress" => Started(job, origin),
        "completed" => Finished(job, origin),
        _ => Held(job, origin),
    };

    /// <summary>
    /// By the action of a <c>workflow_job</c> event; null for one we do not know. A job announced as <c>queued</c>
    /// whose status is anything else (GitHub sends <c>waiting</c> for a protected environment) wants no runner yet.
    /// </summary>
    public static JobObservation? FromAction(string action, JobPayload job, JobOrigin origin) => action switch
    {
        "queued" => job.Status is "queued" or null ? Queued(job, origin) : Held(job, origin),
        "waiting" => Held(job, origin),
        "in_progress" => Started(job, origin),
        "completed" => Finished(job, origin),
        _ => null,
    };

    /// <summary>A job GitHub does not know any more, in a repository that we can see.</summary>
    public static JobFinished Vanished(JobRow row, DateTimeOffset at) =>
        new(at, row.Key, row.Details, row.Runner, "not_found", FinishedAt: null);

    private static JobHeld Held(JobPayload job, JobOrigin origin) =>
        new(origin.At, KeyOf(job, origin), DetailsOf(job, origin));

    private static JobQueued Queued(JobPayload job, JobOrigin origin) =>
        new(origin.At, KeyOf(job, origin), DetailsOf(job, origin), job.CreatedAt ?? job.StartedAt);

    private static JobStarted Started(JobPayload job, JobOrigin origin) =>
        new(origin.At, KeyOf(job, origin), DetailsOf(job, origin), RunnerOf(job), job.StartedAt);

    private static JobFinished Finished(JobPayload job, JobOrigin origin) =>
        new(
            origin.At, KeyOf(job, origin), DetailsOf(job, origin), RunnerOf(job), ConclusionOf(job), job.CompletedAt);

    private static string ConclusionOf(JobPayload job) =>
        string.IsNullOrEmpty(job.Conclusion) ? "unknown" : Plain.Line(job.Conclusion);

    private static JobKey KeyOf(JobPayload job, JobOrigin origin) => new(origin.Host, job.Id);

    private static string? RunnerOf(JobPayload job) =>
        string.IsNullOrEmpty(job.RunnerName) ? null : Plain.Line(job.RunnerName);

    private static JobDetails DetailsOf(JobPayload job, JobOrigin origin) => new(
        origin.Repository,
        job.RunId,
        job.RunAttempt ?? 1,
        Plain.Line(job.WorkflowName ?? origin.Workflow),
        Plain.Line(job.Name),
        LabelsOf(job),
        Plain.Line(job.HtmlUrl, UrlCharsMax)) { FromFork = origin.FromFork };

    /// <summary>
    /// Labels are a workflow author's free text. What no runner could have is changed into something else no runner
    /// has, never left out: with fewer labels the job would match where it does not.
    /// </summary>
    private static LabelSet LabelsOf(JobPayload job)
    {
        var labels = job.Labels ?? [];
        var texts = labels.Take(LabelsMax)
            .Select(label => string.IsNullOrWhiteSpace(label) ? NoLabel
                : label.Any(Plain.IsSteering) ? NoLabel + Plain.Line(label, LabelCharsMax)
                : Plain.Line(label, LabelCharsMax));
        return new LabelSet(labels.Count > LabelsMax ? texts.Append($"… and {labels.Count - LabelsMax} more") : texts);
    }
}
