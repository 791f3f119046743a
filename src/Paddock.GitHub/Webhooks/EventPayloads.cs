using Paddock.GitHub.Jobs;

namespace Paddock.GitHub.Webhooks;

// The parts of events that are read (GitHub docs, "Webhook events and payloads").

internal sealed record WorkflowJobEventPayload
{
    public string? Action { get; init; }

    public JobPayload? WorkflowJob { get; init; }

    public RepositoryPayload? Repository { get; init; }
}

internal sealed record PingEventPayload
{
    public HookPayload? Hook { get; init; }
}

internal sealed record HookPayload
{
    public IReadOnlyList<string?>? Events { get; init; }

    public HookConfigPayload? Config { get; init; }
}

internal sealed record HookConfigPayload(string? ContentType);
