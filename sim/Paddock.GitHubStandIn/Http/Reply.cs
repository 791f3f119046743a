using System.Text.Json.Nodes;

namespace Paddock.GitHubStandIn.Http;

/// <summary>An answer of the REST API before it is written.</summary>
internal sealed record Reply(int Status, JsonNode? Body = null)
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Headers { get; init; } = None;

    public static Reply NoContent { get; } = new(204);

    public static Reply Ok(JsonNode body) => new(200, body);

    public static Reply Created(JsonNode body) => new(201, body);

    /// <summary>202 or 201 with the empty object that GitHub sends for things done later.</summary>
    public static Reply Empty(int status) => new(status, new JsonObject());

    public static Reply NotFound() => Error(404, "Not Found");

    /// <summary>GitHub's error body. <c>status</c> is a text in it.</summary>
    public static Reply Error(int status, string message) => new(status, new JsonObject
    {
        ["message"] = message,
        ["documentation_url"] = "https://docs.github.com/rest",
        ["status"] = status.ToString(),
    });

    /// <summary>422 for one field; shaped like GitHub's <c>validation-error</c>.</summary>
    public static Reply Invalid(string resource, string message) => new(422, new JsonObject
    {
        ["message"] = "Validation Failed",
        ["errors"] = new JsonArray(new JsonObject
        {
            ["resource"] = resource, ["code"] = "custom", ["message"] = message,
        }),
        ["documentation_url"] = "https://docs.github.com/rest",
        ["status"] = "422",
    });

    public Reply With(string header, string value) =>
        this with { Headers = new Dictionary<string, string>(Headers) { [header] = value } };
}
