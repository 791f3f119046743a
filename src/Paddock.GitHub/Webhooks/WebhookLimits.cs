namespace Paddock.GitHub.Webhooks;

/// <summary>The receiver's numbers.</summary>
public sealed record WebhookLimits
{
    /// <summary>GitHub sends no larger payload (GitHub docs, "Webhook events and payloads").</summary>
    public int BodyBytesMax { get; init; } = 25 * 1024 * 1024;

    /// <summary>GitHub gives up after ten seconds; two of them are for storing.</summary>
    public TimeSpan ReadLimit { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>For asking GitHub about a delivery that does not say enough, within the same ten.</summary>
    public TimeSpan AskLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>All bodies being received at once (decision D22).</summary>
    public long BytesInFlightMax { get; init; } = 64 * 1024 * 1024;
}
