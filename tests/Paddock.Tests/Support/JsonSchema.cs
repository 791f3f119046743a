using System.Text.Json;
using System.Text.RegularExpressions;

namespace Paddock.Tests.Support;

/// <summary>
/// As much of JSON Schema 2020-12 as GitHub's descriptions use. No library for it can be restored here; this one is
/// held against GitHub's own examples and payloads, good and bad.
/// </summary>
internal sealed class JsonSchema(JsonElement root)
{
    /// <summary>What is wrong with the instance, each with its place; empty when nothing is.</summary>
    public IReadOnlyList<string> Check(JsonElement schema, JsonElement instance)
    {
        var problems = new List<string>();
        Check(schema, instance, "", problems);
        return problems;
    }

    /// <summary>Follows <c>#/components/…</c> and <c>#/$defs/…</c>.</summary>
    public JsonElement Resolve(JsonElement schema)
    {
        while (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$ref", out var reference))
        {
            schema = reference.GetString()!.Split('/').Skip(1)
                .Aggregate(root, (at, name) => at.GetProperty(name.Replace("~1", "/").Replace("~0", "~")));
        }
        return schema;
    }

    private void Check(JsonElement schema, JsonElement instance, string at, List<string> problems)
    {
        schema = Resolve(schema);
        if (schema.ValueKind != JsonValueKind.Object)
        {
            if (schema.ValueKind == JsonValueKind.False)
            {
                problems.Add($"{at} is not allowed");
            }
            return;
        }
        foreach (var keyword in schema.EnumerateObject())
        {
            Check(schema, keyword, instance, at, problems);
        }
    }

    private void Check(
        JsonElement schema, JsonProperty keyword, JsonElement instance, string at, List<string> problems)
    {
        switch (keyword.Name)
        {
            case "type" when !Types(keyword.Value).Any(type => IsOfType(instance, type)):
                problems.Add($"{at} is {instance.ValueKind}, not {keyword.Value}");
                break;
            case "enum" when !keyword.Value.EnumerateArray().Any(value => JsonElement.DeepEquals(value, instance)):
                problems.Add($"{at} is {instance}, not one of {keyword.Value}");
                break;
            case "required" when instance.ValueKind == JsonValueKind.Object:
                problems.AddRange(keyword.Value.EnumerateArray()
                    .Where(name => !instance.TryGetProperty(name.GetString()!, out _))
                    .Select(name => $"{at} lacks {name}"));
                break;
            case "properties" when instance.ValueKind == JsonValueKind.Object:
                CheckMembers(keyword.Value, instance, at, problems);
                break;
            case "additionalProperties" when instance.ValueKind == JsonValueKind.Object:
                CheckOthers(schema, keyword.Value, instance, at, problems);
                break;
            case "items" when instance.ValueKind == JsonValueKind.Array:
                var index = 0;
                foreach (var item in instance.EnumerateArray())
                {
                    Check(keyword.Value, item, $"{at}/{index++}", problems);
                }
                break;
            case "minItems" when LengthOf(instance) < keyword.Value.GetInt32():
            case "maxItems" when LengthOf(instance) > keyword.Value.GetInt32():
                problems.Add($"{at} has {LengthOf(instance)} items");
                break;
            case "anyOf" or "oneOf" when keyword.Value.EnumerateArray().All(part => Check(part, instance).Count > 0):
                problems.Add($"{at} fits none of {keyword.Name}");
                break;
            case "allOf":
                foreach (var part in keyword.Value.EnumerateArray())
                {
                    Check(part, instance, at, problems);
                }
                break;
            case "pattern" when instance.ValueKind == JsonValueKind.String
                && !Regex.IsMatch(instance.GetString()!, keyword.Value.GetString()!):
                problems.Add($"{at} does not match {keyword.Value}");
                break;
            case "minimum" when instance.ValueKind == JsonValueKind.Number
                && instance.GetDouble() < keyword.Value.GetDouble():
                problems.Add($"{at} is below {keyword.Value}");
                break;
            case "format" when !FitsFormat(keyword.Value.GetString()!, instance):
                problems.Add($"{at} is no {keyword.Value}");
                break;
        }
    }

    private void CheckMembers(JsonElement members, JsonElement instance, string at, List<string> problems)
    {
        foreach (var member in members.EnumerateObject())
        {
            if (instance.TryGetProperty(member.Name, out var value))
            {
                Check(member.Value, value, $"{at}/{member.Name}", problems);
            }
        }
    }

    private void CheckOthers(
        JsonElement schema, JsonElement rule, JsonElement instance, string at, List<string> problems)
    {
        var hasMembers = schema.TryGetProperty("properties", out var members);
        var patterns = schema.TryGetProperty("patternProperties", out var others)
            ? others.EnumerateObject().Select(pattern => pattern.Name).ToList()
            : [];
        foreach (var other in instance.EnumerateObject())
        {
            var isNamed = (hasMembers && members.TryGetProperty(other.Name, out _))
                || patterns.Exists(pattern => Regex.IsMatch(other.Name, pattern));
            if (!isNamed)
            {
                Check(rule, other.Value, $"{at}/{other.Name}", problems);
            }
        }
    }

    private static IEnumerable<string> Types(JsonElement type) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Select(name => name.GetString()!)
        : [type.GetString()!];

    private static bool IsOfType(JsonElement instance, string type) => type switch
    {
        "object" => instance.ValueKind == JsonValueKind.Object,
        "array" => instance.ValueKind == JsonValueKind.Array,
        "string" => instance.ValueKind == JsonValueKind.String,
        "number" => instance.ValueKind == JsonValueKind.Number,
        "integer" => instance.ValueKind == JsonValueKind.Number && instance.TryGetInt64(out _),
        "boolean" => instance.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => instance.ValueKind == JsonValueKind.Null,
        _ => throw new InvalidOperationException($"Unknown type {type}."),
    };

    private static int? LengthOf(JsonElement instance) =>
        instance.ValueKind == JsonValueKind.Array ? instance.GetArrayLength() : null;

    private static bool FitsFormat(string format, JsonElement instance) => format switch
    {
        _ when instance.ValueKind != JsonValueKind.String => true,
        "date-time" => instance.TryGetDateTimeOffset(out _),
        "uri" => Uri.TryCreate(instance.GetString(), UriKind.Absolute, out _),
        _ => true,
    };
}
