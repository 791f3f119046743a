using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paddock.Providers.Lxd.Api;

/// <summary>What <c>lxc config trust add</c> prints: base64 of who it is for and which server it is of.</summary>
internal sealed record TrustToken([property: JsonPropertyName("fingerprint")] string? Fingerprint)
{
    /// <summary>Null for a text that is none, such as a trust password.</summary>
    public static TrustToken? TryParse(string text)
    {
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text.Trim(), bytes, out var length))
        {
            return null;
        }
        try
        {
            var token = JsonSerializer.Deserialize(bytes.AsSpan(0, length), LxdJson.Default.TrustToken);
            return token?.Fingerprint is { Length: > 0 } ? token : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
