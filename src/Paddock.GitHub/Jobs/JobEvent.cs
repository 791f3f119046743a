using Paddock.Core.Facts;

namespace Paddock.GitHub.Jobs;

/// <summary>
/// A <c>workflow_job</c> event as a fact, whichever way it came: delivered to us, or read back from the log.
/// </summary>
internal static class JobEvent
{
    public const string Name = "workflow_job";

    /// <summary>
    /// Null with a <paramref name="problem"/> when the payload lacks what a fact needs, and without one when its action
    /// is none we know.
    /// </summary>
    public static JobObservation? Read(JobEventPayload payload, DateTimeOffset at, string host, out string problem)
    {
        problem = "";
        if (payload is not { Action: { } action, WorkflowJob: { Id: > 0 } job }
            || JobOrigin.RepositoryOf(payload.Repository) is not { } repository)
        {
            problem = "the payload lacks action, workflow_job.id or repository";
            return null;
        }
        return JobMapping.FromAction(action, job, new JobOrigin(
            at, host, repository, FromFork: JobOrigin.FromForkOf(payload.Repository)));
    }
}

/// <summary>The parts of the event that are read (GitHub docs, "Webhook events and payloads").</summary>
internal sealed record JobEventPayload
{
    public string? Action { get; init; }

    public JobPayload? WorkflowJob { get; init; }

    public RepositoryPayload? Repository { get; init; }
}
