using System.Text.Json;

namespace Paddock.Tests.Support;

/// <summary>Holds requests and answers against GitHub's own description of its REST API.</summary>
internal sealed class OpenApi
{
    public static OpenApi GitHub { get; } = new(Fixture.Json("openapi/github-actions-subset.json"));

    private readonly JsonElement _root;
    private readonly JsonSchema _schemas;

    private OpenApi(JsonElement root)
    {
        _root = root;
        _schemas = new JsonSchema(root);
    }

    /// <summary>What GitHub would not know or take; empty when nothing is wrong.</summary>
    public IReadOnlyList<string> CheckRequest(SeenRequest request)
    {
        if (Find(request.Method, request.Path) is not { } operation)
        {
            return [$"{request} is no operation of GitHub's"];
        }
        return [.. CheckQuery(operation, request), .. CheckBody(operation, request)];
    }

    /// <summary>What is wrong with an answer; empty when it is as described.</summary>
    /// <param name="path">Without base path and query.</param>
    public IReadOnlyList<string> CheckAnswer(string method, string path, int status, string body)
    {
        if (Find(method, path) is not { } operation)
        {
            return [$"{method} {path} is not described"];
        }
        if (status == 304)
        {
            return body.Length == 0 ? [] : ["304 has no body"];
        }
        var isDeclared = operation.GetProperty("responses").TryGetProperty(status.ToString(), out var answer);
        if (!isDeclared && status is < 400 and not 301)
        {
            return [$"{method} {path} does not answer {status}"];
        }
        var schema = isDeclared ? SchemaOf(_schemas.Resolve(answer)) : BasicError;
        if (schema is not { } wanted)
        {
            return body.Length == 0 || status >= 400 || body == "{}" ? [] : [$"a body where none belongs: {body}"];
        }
        return body.Length == 0 ? [$"{status} has a body, but here is none"] : _schemas.Check(wanted, Parse(body));
    }

    /// <summary>Errors nobody declared are held against GitHub's ordinary error body.</summary>
    private JsonElement BasicError => _root.GetProperty("components").GetProperty("schemas").GetProperty("basic-error");

    private static JsonElement? SchemaOf(JsonElement response) =>
        response.TryGetProperty("content", out var content)
            ? content.GetProperty("application/json").GetProperty("schema")
            : null;

    /// <summary>The operation whose path fits; the one with the most literal segments if several do.</summary>
    private JsonElement? Find(string method, string path)
    {
        // A slash at the end is a segment more: GitHub answers it with 404.
        var segments = path.Split('/');
        return _root.GetProperty("paths").EnumerateObject()
            .Where(entry => Fits(entry.Name.Split('/'), segments)
                && entry.Value.TryGetProperty(method.ToLowerInvariant(), out _))
            .OrderBy(entry => entry.Name.Count(c => c == '{'))
            .Select(entry => (JsonElement?)entry.Value.GetProperty(method.ToLowerInvariant()))
            .FirstOrDefault();
    }

    private static bool Fits(string[] template, string[] segments) =>
        template.Length == segments.Length
        && template.Zip(segments, (known, given) => known.StartsWith('{') ? given.Length > 0 : known == given)
            .All(fits => fits);

    private IEnumerable<string> CheckQuery(JsonElement operation, SeenRequest request)
    {
        var known = operation.GetProperty("parameters").EnumerateArray().Select(_schemas.Resolve)
            .Where(parameter => parameter.GetProperty("in").GetString() == "query")
            .ToDictionary(
                parameter => parameter.GetProperty("name").GetString()!,
                parameter => parameter.GetProperty("schema"));
        foreach (var pair in request.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = (pair.Split('=')[0], Uri.UnescapeDataString(pair.Split('=')[1]));
            if (!known.TryGetValue(name, out var schema))
            {
                yield return $"{request}: no parameter {name}";
                continue;
            }
            var isBare = int.TryParse(value, out _) || value is "true" or "false";
            var typed = isBare ? value : JsonSerializer.Serialize(value);
            foreach (var problem in _schemas.Check(schema, Parse(typed)))
            {
                yield return $"{request}: {name}{problem}";
            }
        }
    }

    private IEnumerable<string> CheckBody(JsonElement operation, SeenRequest request)
    {
        if (!operation.TryGetProperty("requestBody", out var body))
        {
            return request.Body.Length == 0 ? [] : [$"{request}: a body where none belongs"];
        }
        var schema = body.GetProperty("content").GetProperty("application/json").GetProperty("schema");
        return _schemas.Check(schema, Parse(request.Body)).Select(problem => $"{request}: {problem}");
    }

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
