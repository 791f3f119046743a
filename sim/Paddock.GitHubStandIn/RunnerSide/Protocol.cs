using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Paddock.GitHubModel;
using Paddock.GitHubStandIn.Http;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.RunnerSide;

/// <summary>What all services of the runner's side share: who speaks, how an error looks, how a body is read.</summary>
internal static class Protocol
{
    /// <summary>A request with a token of ours. Null, and answered 401, without one.</summary>
    public static async Task<RunnerClaims?> ClaimsAsync(HttpContext context, string route)
    {
        var note = RequestNote.Of(context);
        note.Route = $"runner/{route}";
        await note.DelayAsync(context.RequestAborted);
        var given = context.Request.Headers.Authorization.ToString();
        var claims = given.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? note.World.RunnerTokens.Read(given[7..])
            : null;
        if (claims?.JobId is { } jobId)
        {
            note.Caller = note.World.Do((world, _) => world.Model.JobByRequest(jobId)?.RunnerName) ?? "gone";
        }
        if (claims is null)
        {
            await WriteAsync(
                context, 401, new JsonObject { ["message"] = "The token is missing, not ours or too old." });
        }
        return claims;
    }

    /// <summary>The runner a listener's token speaks for; its name is noted for the books.</summary>
    public static ModelRunner? RunnerOf(HttpContext context, GitHubWorld world, RunnerClaims claims)
    {
        var runner = claims.ClientId is { } client ? world.Model.RunnerByClient(client) : null;
        RequestNote.Of(context).Caller = runner?.Name ?? "gone";
        return runner;
    }

    /// <summary>An error of the broker; listeners act on its kind and hardly on its status.</summary>
    public static JsonObject BrokerError(string kind, int status) => new()
    {
        ["source"] = "actions-broker-listener",
        ["errorKind"] = kind,
        ["statusCode"] = status,
        ["errorMessage"] = $"The stand-in says {kind}.",
    };

    public static Task RefuseAsync(HttpContext context, int status, string message) =>
        WriteAsync(context, status, new JsonObject
    {
        ["source"] = "actions-run-service", ["statusCode"] = status, ["errorMessage"] = message,
    });

    /// <summary>Null when the body has another shape.</summary>
    public static async Task<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static async Task WriteAsync(HttpContext context, int status, JsonNode? body = null)
    {
        context.Response.StatusCode = status;
        if (body is null)
        {
            return;
        }
        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
