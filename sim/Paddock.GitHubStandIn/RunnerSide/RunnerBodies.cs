using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Paddock.GitHubStandIn.RunnerSide;

// What runners send, as far as this side reads it. Names differ between the services, so each is written out.

internal sealed record SessionBody([property: JsonPropertyName("agent")] AgentBody? Agent);

internal sealed record AgentBody([property: JsonPropertyName("version")] string? Version);

internal sealed record RegistrationBody(
    [property: JsonPropertyName("url")] Uri? Url, [property: JsonPropertyName("runner_event")] string? Event);

internal sealed record RegisterBody(
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("group_id")] long? GroupId,
    [property: JsonPropertyName("labels")] IReadOnlyList<LabelBody>? Labels,
    [property: JsonPropertyName("public_key")] string? PublicKey);

internal sealed record LabelBody([property: JsonPropertyName("name")] string? Name);

internal sealed record AcquireBody([property: JsonPropertyName("jobMessageId")] string? JobMessageId);

internal sealed record RenewBody([property: JsonPropertyName("jobId")] Guid JobId);

internal sealed record CompleteBody(
    [property: JsonPropertyName("jobId")] Guid JobId,
    [property: JsonPropertyName("conclusion")] string? Conclusion,
    [property: JsonPropertyName("stepResults")] IReadOnlyList<FinalStepBody>? StepResults);

/// <summary>A step in <c>completejob</c>: outcomes are words.</summary>
internal sealed record FinalStepBody(
    [property: JsonPropertyName("number")] int? Number,
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("conclusion")] string? Conclusion,
    [property: JsonPropertyName("started_at")] string? StartedAt,
    [property: JsonPropertyName("completed_at")] string? CompletedAt);

/// <summary>A step in <c>WorkflowStepsUpdate</c>: outcomes are numbers.</summary>
internal sealed record LiveStepBody(
    [property: JsonPropertyName("external_id")] string? ExternalId,
    [property: JsonPropertyName("number")] int Number,
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("status")] int Status,
    [property: JsonPropertyName("conclusion")] int Conclusion,
    [property: JsonPropertyName("started_at")] string? StartedAt,
    [property: JsonPropertyName("completed_at")] string? CompletedAt);

internal sealed record StepsUpdateBody(
    [property: JsonPropertyName("workflow_job_run_backend_id")] Guid JobId,
    [property: JsonPropertyName("steps")] IReadOnlyList<LiveStepBody>? Steps);

internal sealed record BlobBody(
    [property: JsonPropertyName("workflow_job_run_backend_id")] Guid JobId,
    [property: JsonPropertyName("step_backend_id")] string? StepId);

[JsonSerializable(typeof(SessionBody))]
[JsonSerializable(typeof(RegistrationBody))]
[JsonSerializable(typeof(RegisterBody))]
[JsonSerializable(typeof(AcquireBody))]
[JsonSerializable(typeof(RenewBody))]
[JsonSerializable(typeof(CompleteBody))]
[JsonSerializable(typeof(StepsUpdateBody))]
[JsonSerializable(typeof(BlobBody))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class RunnerBodies : JsonSerializerContext;
