using System.Text.Json.Nodes;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>Small turns between values and JSON.</summary>
internal static class Json
{
    public static JsonArray Of(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];

    public static JsonObject Of(IEnumerable<KeyValuePair<string, string>> pairs) =>
        new(pairs.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    public static SortedDictionary<string, string> Texts(JsonNode? json) => new(
        (json as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => pair.Value?.ToString() ?? ""),
        StringComparer.Ordinal);

    /// <summary>A PATCH: objects are joined one level down, everything else is replaced.</summary>
    public static void Merge(JsonObject into, JsonObject from)
    {
        foreach (var (key, value) in from)
        {
            if (value is JsonObject inner && into[key] is JsonObject present)
            {
                foreach (var (innerKey, innerValue) in inner)
                {
                    present[innerKey] = innerValue?.DeepClone();
                }
            }
            else
            {
                into[key] = value?.DeepClone();
            }
        }
    }

    /// <summary>A list as the server gives it: addresses, or what is behind them.</summary>
    public static JsonArray List(Asked asked, IEnumerable<(string Url, JsonObject Whole)> items) =>
        [.. items.Select(item => asked.Recursion > 0 ? (JsonNode)item.Whole : JsonValue.Create(item.Url))];
}
