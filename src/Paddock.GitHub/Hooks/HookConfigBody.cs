using System.Text.Json.Serialization;

namespace Paddock.GitHub.Hooks;

/// <summary>
/// As part of a new hook, or by itself to change what it names; what is null stays as it is. A class, because a record
/// would print the secret.
/// </summary>
internal sealed class HookConfigBody
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Url { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ContentType { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? InsecureSsl { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Secret { get; init; }
}
