using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Paddock.Ports;

namespace Paddock.GitHub.Webhooks;

/// <summary>
/// Reads a verified payload. GitHub made it, but what is in it was written by whoever writes workflows.
/// </summary>
internal static class WebhookPayload
{
    /// <summary>The payload, or null and in one line why it cannot be read.</summary>
    public static T? Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type, out string problem) where T : class
    {
        problem = "";

        // The reader checks only the texts it is asked for; a stray byte elsewhere is no GitHub payload either.
        if (!Utf8.IsValid(json))
        {
            problem = "the payload is not UTF-8";
            return null;
        }
        try
        {
            var value = JsonSerializer.Deserialize(json, type);
            problem = value is null ? "the payload is null" : "";
            return value;
        }
        catch (JsonException broken)
        {
            problem = $"the payload is not what was expected at {Plain.Line(broken.Path ?? "its start", 100)}";
            return null;
        }
    }
}
