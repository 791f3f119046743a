using System.Text.Json.Nodes;

namespace Paddock.Tests.Support;

/// <summary>GitHub's description of its REST API (the fixture's subset), as a judge of answers.</summary>
internal static class OpenApi
{
    private static readonly JsonNode Document = JsonNode.Parse(
        File.ReadAllText(RepositoryFiles.Fixture("openapi/github-actions-subset.json")))!;

    private static readonly SchemaCheck Check = new(Document);

    /// <summary>What is wrong with an answer; empty when it is as described.</summary>
    /// <param name="path">Without base path and query.</param>
    public static IReadOnlyList<string> Errors(string method, string path, int status, string body)
    {
        if (Find(method, path) is not { } operation)
        {
            return [$"{method} {path} is not described"];
        }
        if (status == 304)
        {
            return body.Length == 0 ? [] : ["304 has no body"];
        }
        var declared = operation["responses"]![status.ToString()];
        if (declared is null && status is < 400 and not 301)
        {
            return [$"{method} {path} does not answer {status}"];
        }
        var schema = SchemaOf(declared);
        if (schema is null)
        {
            return body.Length == 0 || status >= 400 || body == "{}"
                ? []
                : [$"{status} has no body, but here is {body}"];
        }
        return body.Length == 0
            ? [$"{status} has a body, but here is none"]
            : Check.Errors(JsonNode.Parse(body), schema);
    }

    /// <summary>Errors nobody declared are held against GitHub's ordinary error body.</summary>
    private static JsonNode? SchemaOf(JsonNode? response)
    {
        if (response is null)
        {
            return Check.Resolve("#/components/schemas/basic-error");
        }
        var resolved = (string?)response["$ref"] is { } reference ? Check.Resolve(reference) : response;
        return resolved["content"]?["application/json"]?["schema"];
    }

    private static JsonNode? Find(string method, string path)
    {
        var parts = path.Split('/');
        return Document["paths"]!.AsObject()
            .Where(entry => Fits(entry.Key.Split('/'), parts) && entry.Value![method.ToLowerInvariant()] is not null)

            // A fixed word beats a parameter: /runners/downloads is no runner's id.
            .OrderBy(entry => entry.Key.Count(letter => letter == '{'))
            .Select(entry => entry.Value![method.ToLowerInvariant()])
            .FirstOrDefault();
    }

    private static bool Fits(string[] template, string[] parts) =>
        template.Length == parts.Length
            && template.Zip(parts).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);
}
