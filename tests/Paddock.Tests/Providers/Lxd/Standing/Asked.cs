using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>Who asks.</summary>
/// <param name="Fingerprint">Of the client's certificate; null over the socket or without one.</param>
/// <param name="Projects">What a restricted certificate may see; null: everything.</param>
internal sealed record Caller(bool IsTrusted, string? Fingerprint, byte[]? Certificate, IReadOnlyList<string>? Projects)
{
    public bool MaySee(string project) => Projects is null || Projects.Contains(project);
}

/// <summary>A request, taken apart.</summary>
/// <param name="Json">The body; null where it is not a JSON object.</param>
internal sealed record Asked(
    string Method,
    string[] Path,
    IReadOnlyDictionary<string, string> Query,
    IReadOnlyDictionary<string, string> Headers,
    byte[] Body,
    JsonObject? Json,
    Caller Caller)
{
    public string Project => Query.GetValueOrDefault("project") ?? "default";

    public bool IsOfAllProjects => Query.GetValueOrDefault("all-projects") is "true" or "1";

    public int Recursion => int.TryParse(Query.GetValueOrDefault("recursion"), out var deep) ? deep : 0;

    public string? Text(string key) => Json?[key] is JsonValue value && value.TryGetValue<string>(out var text)
        ? text
        : null;

    public bool Flag(string key) => Json?[key] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    public IReadOnlyList<string>? Texts(string key) =>
        (Json?[key] as JsonArray)?.Select(item => (string)item!).ToList();

    /// <summary>Files carry a body that is nobody's JSON.</summary>
    public bool NeedsJson => Method is "POST" or "PUT" or "PATCH" && Path is not [.., "files"];

    public static JsonObject? Parse(byte[] body)
    {
        try
        {
            return JsonNode.Parse(Encoding.UTF8.GetString(body)) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
