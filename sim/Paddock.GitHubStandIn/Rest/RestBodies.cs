using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paddock.GitHubStandIn.Rest;

// What callers send. Everything may be missing: a handler says what it misses.

internal sealed record JitBody(string? Name, long? RunnerGroupId, IReadOnlyList<string>? Labels, string? WorkFolder);

internal sealed record HookBody(string? Name, bool? Active, IReadOnlyList<string>? Events, HookConfigBody? Config);

/// <param name="InsecureSsl">A text or a number.</param>
internal sealed record HookConfigBody(string? Url, string? ContentType, string? Secret, JsonElement? InsecureSsl);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(JitBody))]
[JsonSerializable(typeof(HookBody))]
[JsonSerializable(typeof(HookConfigBody))]
internal sealed partial class RestJson : JsonSerializerContext;
