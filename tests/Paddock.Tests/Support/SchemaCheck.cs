using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Paddock.Tests.Support;

/// <summary>
/// Holds a value against a JSON Schema (2020-12), as far as GitHub's descriptions use it. A keyword it does not know is
/// an exception, so that nothing passes unchecked.
/// </summary>
/// <param name="document">Where <c>$ref</c> leads: only inside this document.</param>
internal sealed class SchemaCheck(JsonNode document)
{
    private static readonly HashSet<string> Ignored =
    [
        "$schema", "$comment", "$defs", "default", "title", "description", "deprecated", "x-github-breaking-changes",
    ];

    /// <summary>What is wrong with the value; empty when it fits.</summary>
    public IReadOnlyList<string> Errors(JsonNode? value, JsonNode schema)
    {
        var errors = new List<string>();
        Check(value, schema, "", errors);
        return errors;
    }

    private void Check(JsonNode? value, JsonNode schema, string at, List<string> errors)
    {
        if (schema is JsonValue always)
        {
            if (!always.GetValue<bool>())
            {
                errors.Add($"{at} must not be there");
            }
            return;
        }
        foreach (var (keyword, rule) in schema.AsObject())
        {
            CheckKeyword(value, schema.AsObject(), keyword, rule!, at, errors);
        }
    }

    private void CheckKeyword(
        JsonNode? value, JsonObject schema, string keyword, JsonNode rule, string at, List<string> errors)
    {
        switch (keyword)
        {
            case "$ref":
                Check(value, Resolve((string)rule!), at, errors);
                break;
            case "type":
                CheckType(value, rule, at, errors);
                break;
            case "enum":
                if (!rule.AsArray().Any(allowed => JsonNode.DeepEquals(allowed, value)))
                {
                    errors.Add($"{at} is {Show(value)}, which is none of {rule.ToJsonString()}");
                }
                break;
            case "format":
                CheckFormat(value, (string)rule!, at, errors);
                break;
            case "required":
                CheckRequired(value, rule, at, errors);
                break;
            case "properties":
                CheckProperties(value, rule, at, errors);
                break;
            case "additionalProperties":
                CheckAdditional(value, schema, rule, at, errors);
                break;
            case "items":
                CheckItems(value, rule, at, errors);
                break;
            case "minItems" or "maxItems":
                CheckCount(value, keyword, (int)rule!, at, errors);
                break;
            case "allOf" or "anyOf" or "oneOf":
                CheckChoice(value, keyword, rule, at, errors);
                break;
            default:
                if (!Ignored.Contains(keyword))
                {
                    throw new NotSupportedException($"The keyword {keyword} is not known here.");
                }
                break;
        }
    }

    private void CheckChoice(JsonNode? value, string keyword, JsonNode rule, string at, List<string> errors)
    {
        if (keyword == "allOf")
        {
            foreach (var part in rule.AsArray())
            {
                Check(value, part!, at, errors);
            }
            return;
        }
        var tries = rule.AsArray().Select(part => Errors(value, part!)).ToList();
        var fitting = tries.Count(found => found.Count == 0);
        if (fitting == 0 || (keyword == "oneOf" && fitting > 1))
        {
            var best = tries.MinBy(found => found.Count)!;
            errors.Add($"{at} fits {fitting} of {keyword}; nearest: {string.Join("; ", best)}");
        }
    }

    private static void CheckType(JsonNode? value, JsonNode rule, string at, List<string> errors)
    {
        var allowed = rule is JsonArray several ? several.Select(one => (string)one!).ToList() : [(string)rule!];
        var actual = TypeOf(value);
        if (!allowed.Contains(actual) && !(actual == "integer" && allowed.Contains("number")))
        {
            errors.Add($"{at} is {Show(value)}, not {string.Join(" or ", allowed)}");
        }
    }

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        _ => decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number == decimal.Truncate(number)
                ? "integer"
                : "number",
    };

    private static void CheckFormat(JsonNode? value, string format, string at, List<string> errors)
    {
        if (TypeOf(value) != "string")
        {
            return;
        }
        var text = (string)value!;
        var fits = format switch
        {
            "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                && text.Contains('T'),
            "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", out _),
            "uri" => Uri.TryCreate(text, UriKind.Absolute, out _) && !text.Contains('{'),
            "email" => text.Contains('@'),
            "uri-template" or "int64" => true,
            _ => throw new NotSupportedException($"The format {format} is not known here."),
        };
        if (!fits)
        {
            errors.Add($"{at} is {Show(value)}, not a {format}");
        }
    }

    private static void CheckRequired(JsonNode? value, JsonNode rule, string at, List<string> errors)
    {
        if (value is JsonObject shape)
        {
            errors.AddRange(rule.AsArray().Select(name => (string)name!).Where(name => !shape.ContainsKey(name))
                .Select(name => $"{at}/{name} is missing"));
        }
    }

    private void CheckProperties(JsonNode? value, JsonNode rule, string at, List<string> errors)
    {
        if (value is not JsonObject shape)
        {
            return;
        }
        foreach (var (name, schema) in rule.AsObject())
        {
            if (shape.TryGetPropertyValue(name, out var property))
            {
                Check(property, schema!, $"{at}/{name}", errors);
            }
        }
    }

    private void CheckAdditional(JsonNode? value, JsonObject schema, JsonNode rule, string at, List<string> errors)
    {
        if (value is not JsonObject shape)
        {
            return;
        }
        foreach (var (name, property) in shape)
        {
            if (schema["properties"]?.AsObject().ContainsKey(name) != true)
            {
                Check(property, rule, $"{at}/{name}", errors);
            }
        }
    }

    private void CheckItems(JsonNode? value, JsonNode rule, string at, List<string> errors)
    {
        if (value is JsonArray items)
        {
            for (var i = 0; i < items.Count; i++)
            {
                Check(items[i], rule, $"{at}/{i}", errors);
            }
        }
    }

    private static void CheckCount(JsonNode? value, string keyword, int limit, string at, List<string> errors)
    {
        if (value is JsonArray items && (keyword == "minItems" ? items.Count < limit : items.Count > limit))
        {
            errors.Add($"{at} has {items.Count} items, against {keyword} {limit}");
        }
    }

    /// <summary>A pointer inside the document: <c>#/components/schemas/runner</c>.</summary>
    public JsonNode Resolve(string reference)
    {
        var node = document;
        foreach (var part in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            node = node[part.Replace("~1", "/", StringComparison.Ordinal)]
                ?? throw new InvalidOperationException($"{reference} leads nowhere.");
        }
        return node;
    }

    private static string Show(JsonNode? value)
    {
        var text = value?.ToJsonString() ?? "null";
        return text.Length > 80 ? text[..80] + "…" : text;
    }
}
