using System.Text.Json;
using Paddock.Core.Facts;
using Paddock.GitHub.Http;
using Paddock.GitHub.Jobs;
using Paddock.Ports;

namespace Paddock.GitHub.Deliveries;

/// <summary>From a delivery that was read back to the fact the receiver would have made of it.</summary>
internal static class ReadBack
{
    /// <summary>As <see cref="JobEvent.Read"/>.</summary>
    public static JobObservation? Fact(
        FullDeliveryPayload delivery, DateTimeOffset now, string host, out string problem)
    {
        try
        {
            if (delivery.Request?.Payload is { ValueKind: JsonValueKind.Object } payload
                && payload.Deserialize(GitHubJson.Default.JobEventPayload) is { } read)
            {
                return JobEvent.Read(read, now, host, out problem);
            }
            problem = "it has no payload";
        }
        catch (JsonException broken)
        {
            problem = $"the payload is not what was expected at {Plain.Line(broken.Path ?? "its start", 100)}";
        }
        return null;
    }
}
