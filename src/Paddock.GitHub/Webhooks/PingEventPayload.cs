using Paddock.GitHub.Hooks;

namespace Paddock.GitHub.Webhooks;

/// <summary>The part of a ping that is read (GitHub docs, "Webhook events and payloads").</summary>
internal sealed record PingEventPayload
{
    public HookPayload? Hook { get; init; }
}
