using System.Text;
using System.Text.Json;
using Paddock.Ports;

namespace Paddock.GitHub.Http;

/// <summary>
/// The body of an error: <c>{"message": "…", "errors": ["…" or {"resource", "field", "code", "message"}]}</c>. Anything
/// else, such as a proxy's page, has no message of GitHub's.
/// </summary>
internal sealed record GitHubError(string Message)
{
    private const int BytesMax = 64 * 1024;

    public static GitHubError Of(HttpResponseMessage response) =>
        Of(BytesOf(response)) ?? new GitHubError($"status {(int)response.StatusCode} without an explanation");

    /// <summary>The body as it came: some of GitHub's limits speak HTML.</summary>
    public static string TextOf(HttpResponseMessage response) => Encoding.UTF8.GetString(BytesOf(response));

    /// <summary>The content is in memory already, see <c>AttemptHandler</c>.</summary>
    private static byte[] BytesOf(HttpResponseMessage response)
    {
        var body = response.Content.ReadAsStream();
        body.Position = 0;
        var bytes = new byte[Math.Min(body.Length, BytesMax)];
        body.ReadExactly(bytes);
        return bytes;
    }

    private static GitHubError? Of(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || StringOf(root, "message") is not { } message)
            {
                return null;
            }
            var details = root.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array
                ? errors.EnumerateArray().Select(Describe).Where(detail => detail.Length > 0).Take(5)
                : [];
            return new GitHubError(Plain.Line(string.Join("; ", details.Prepend(message))));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Describe(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.String => error.GetString()!,
        JsonValueKind.Object =>
            StringOf(error, "message") ?? $"{StringOf(error, "field")} {StringOf(error, "code")}".Trim(),
        _ => "",
    };

    private static string? StringOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
