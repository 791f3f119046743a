using System.Text.Json;
using System.Text.Json.Serialization;
using Paddock.GitHub.Http;

namespace Paddock.GitHub.Deliveries;

// A hook's log as GitHub's API gives it (GitHub REST, "Repository webhook deliveries").

/// <summary>One attempt, as the list has it: without what was sent.</summary>
internal sealed record DeliveryPayload
{
    public long Id { get; init; }

    /// <summary>The same for all attempts of one event; the receiver's <c>X-GitHub-Delivery</c>.</summary>
    public string? Guid { get; init; }

    [JsonConverter(typeof(TolerantTime))]
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary><c>OK</c>, or GitHub's words for the failure.</summary>
    public string? Status { get; init; }

    /// <summary>The receiver's answer; 0 when there was none.</summary>
    public int? StatusCode { get; init; }

    public string? Event { get; init; }

    /// <summary>
    /// By the code as well: the text is a description, and a failure to connect has no code that would say otherwise.
    /// </summary>
    [JsonIgnore]
    public bool Arrived => Status == "OK" || StatusCode is >= 200 and < 300;
}

internal sealed record FullDeliveryPayload
{
    public SentPayload? Request { get; init; }
}

/// <param name="Payload">An object, also where the hook sends forms.</param>
internal sealed record SentPayload(JsonElement? Payload);
