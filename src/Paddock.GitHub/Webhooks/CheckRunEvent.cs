using Paddock.Core.Model;
using Paddock.GitHub.Jobs;

namespace Paddock.GitHub.Webhooks;

/// <summary>
/// A <c>check_run</c> event: what there was before <c>workflow_job</c>. It names the job and nothing that tells which
/// runner it wants, so it is only a reason to ask (GitHub docs, "Webhook events and payloads": check_run).
/// </summary>
internal static class CheckRunEvent
{
    public const string Name = "check_run";

    /// <summary>
    /// The job, whose id is the check run's; null when it is no job of Actions or does not wait. Its other news are not
    /// sent as events of this kind, or come too late to matter: the sweep tells them.
    /// </summary>
    public static (Repository Repository, long Job)? WaitingJobOf(CheckRunEventPayload payload) =>
        payload is { Action: "created", CheckRun: { Id: > 0, Status: "queued", App.Slug: "github-actions" } run }
        && JobOrigin.RepositoryOf(payload.Repository) is { } repository
            ? (repository, run.Id)
            : null;
}

/// <summary>The parts of the event that are read.</summary>
internal sealed record CheckRunEventPayload
{
    public string? Action { get; init; }

    public CheckRunPayload? CheckRun { get; init; }

    public RepositoryPayload? Repository { get; init; }
}

internal sealed record CheckRunPayload
{
    public long Id { get; init; }

    public string? Status { get; init; }

    public CheckRunAppPayload? App { get; init; }
}

internal sealed record CheckRunAppPayload(string? Slug);
