using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Paddock.App.Api;

namespace Paddock.App.Http.Description;

/// <summary>
/// The admin API as OpenAPI 3.1 describes it, made from the list of routes and the models themselves: there is nothing
/// that could be forgotten to be kept in step.
/// </summary>
internal static partial class ApiDescription
{
    private static readonly JsonSerializerOptions _readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = ApiJson.Default,
    };

    public static string Write(IReadOnlyList<Route> routes)
    {
        var schemas = new ModelSchemas();
        var paths = new JsonObject();
        foreach (var group in routes.Where(route => route.Summary is not null).GroupBy(route => route.Pattern))
        {
            paths[group.Key] = new JsonObject(group.Select(route =>
                KeyValuePair.Create(route.Method.ToLowerInvariant(), (JsonNode?)Operation(route, schemas))));
        }
        schemas.Add(ApiJson.Default.BoardReply);
        schemas.Add(ApiJson.Default.ResetReply);
        var description = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Paddock's admin API",
                ["version"] = "1",
                ["description"] = "Additive only: a member may be added, none is renamed or removed. Times are in UTC. "
                    + "On the unix socket nothing is asked for; over TCP the admin token is.",
            },
            ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" },
                },
                ["schemas"] = schemas.ToJson(),
            },
        };
        return description.ToJsonString(_readable) + "\n";
    }

    private static JsonObject Operation(Route route, ModelSchemas schemas)
    {
        var operation = new JsonObject { ["summary"] = route.Summary };
        var parameters = Parameters(route);
        if (parameters.Count > 0)
        {
            operation["parameters"] = parameters;
        }
        if (route.Body is { } body)
        {
            operation["requestBody"] = new JsonObject { ["content"] = Content("application/json", schemas.Add(body)) };
        }
        var responses = new JsonObject { ["200"] = Success(route.Reply, schemas) };
        foreach (var status in route.Problems)
        {
            responses[status.ToString()] = new JsonObject
            {
                ["description"] = ReasonPhrases.GetReasonPhrase(status),
                ["content"] = Content("application/problem+json", schemas.Add(ApiJson.Default.ProblemReply)),
            };
        }
        operation["responses"] = responses;
        return operation;
    }

    private static JsonObject Success(JsonTypeInfo? reply, ModelSchemas schemas) => new()
    {
        ["description"] = "OK",
        ["content"] = reply is null
            ? Content("text/event-stream", new JsonObject { ["type"] = "string" })
            : Content("application/json", schemas.Add(reply)),
    };

    private static JsonArray Parameters(Route route)
    {
        var inPath = PathParameter().Matches(route.Pattern).Select(match => (JsonNode)new JsonObject
        {
            ["name"] = match.Groups[1].Value,
            ["in"] = "path",
            ["required"] = true,
            ["schema"] = new JsonObject { ["type"] = "string" },
        });
        var inQuery = route.Query.Select(query => (JsonNode)new JsonObject
        {
            ["name"] = query.Name,
            ["in"] = "query",
            ["description"] = query.Text,
            ["schema"] = query.Values is null
                ? new JsonObject { ["type"] = "integer" }
                : new JsonObject
                {
                    ["type"] = "string",
                    ["enum"] = new JsonArray([.. query.Values.Select(value => (JsonNode)JsonValue.Create(value)!)]),
                },
        });
        return new JsonArray([.. inPath, .. inQuery]);
    }

    private static JsonObject Content(string type, JsonNode schema) =>
        new() { [type] = new JsonObject { ["schema"] = schema } };

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathParameter();
}
