using System.Text.Json.Serialization;
using Paddock.GitHub.Http;

namespace Paddock.GitHub.Jobs;

/// <summary>
/// A job as both the REST API and the <c>workflow_job</c> event give it. Status and conclusion stay texts: the
/// published lists are incomplete. Old payloads lack <c>run_attempt</c>, <c>created_at</c> and <c>workflow_name</c>.
/// </summary>
internal sealed record JobPayload
{
    public long Id { get; init; }

    public long RunId { get; init; }

    public int? RunAttempt { get; init; }

    public string? Name { get; init; }

    public string? WorkflowName { get; init; }

    public string? Status { get; init; }

    public string? Conclusion { get; init; }

    public IReadOnlyList<string?>? Labels { get; init; }

    /// <summary>Null or empty until a runner has the job, and for a job that never had one.</summary>
    public string? RunnerName { get; init; }

    public string? HtmlUrl { get; init; }

    [JsonConverter(typeof(TolerantTime))]
    public DateTimeOffset? CreatedAt { get; init; }

    [JsonConverter(typeof(TolerantTime))]
    public DateTimeOffset? StartedAt { get; init; }

    [JsonConverter(typeof(TolerantTime))]
    public DateTimeOffset? CompletedAt { get; init; }
}

internal sealed record RepositoryPayload
{
    public long Id { get; init; }

    public string? Name { get; init; }

    public OwnerPayload? Owner { get; init; }

    public bool Private { get; init; }

    public bool? Fork { get; init; }

    /// <summary>In events and single answers only.</summary>
    public int? ForksCount { get; init; }

    public bool Archived { get; init; }

    public bool Disabled { get; init; }

    /// <summary>In lists only. Schedules, dispatches and re-runs do not move it.</summary>
    [JsonConverter(typeof(TolerantTime))]
    public DateTimeOffset? PushedAt { get; init; }
}

internal sealed record OwnerPayload(string? Login);
