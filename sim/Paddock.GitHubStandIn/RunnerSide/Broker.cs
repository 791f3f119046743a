using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Paddock.GitHubModel;
using Paddock.GitHubStandIn.Http;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.RunnerSide;

/// <summary>
/// Sessions of listeners, and the acknowledgement of a job reference. The messages have a class of their own.
/// </summary>
internal static class Broker
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/_runner/broker/session", (RequestDelegate)OpenAsync);
        app.MapDelete("/_runner/broker/session", (RequestDelegate)CloseAsync);
        app.MapGet("/_runner/broker/message", (RequestDelegate)Messages.ServeAsync);
        app.MapPost("/_runner/broker/acknowledge", (RequestDelegate)AcknowledgeAsync);
    }

    private static async Task OpenAsync(HttpContext context)
    {
        if (await Protocol.ClaimsAsync(context, "session") is not { } claims)
        {
            return;
        }
        var body = await Protocol.ReadAsync(context, RunnerBodies.Default.JsonObject) ?? [];
        var status = RequestNote.Of(context).World.Do((world, now) => Open(context, world, now, claims, body));
        await Protocol.WriteAsync(
            context, status, status == 200 ? body : new JsonObject { ["message"] = "No session." });
    }

    /// <summary>The reply is the request with a session id in it, so the body is completed in place.</summary>
    private static int Open(
        HttpContext context, GitHubWorld world, DateTimeOffset now, RunnerClaims claims, JsonObject body)
    {
        var runner = Protocol.RunnerOf(context, world, claims);
        if (world.RunnerFaults.Take("session", runner?.Name) is { } fault)
        {
            return fault switch
            {
                "conflict" => 409,
                "forbidden" => 403,
                _ => int.TryParse(fault, out var code) ? code : 500,
            };
        }
        if (runner is null)
        {
            return 403;
        }
        var session = world.Dice.NextGuid();
        var version = (string?)body["agent"]?["version"];
        switch (world.Model.OpenSession(runner.Id, session, version, now))
        {
            case SessionReply.Opened:
                body["sessionId"] = session.ToString();
                body["useFipsEncryption"] = false;
                return 200;
            case SessionReply.Conflict:
                return 409;
            default:
                return 403;
        }
    }

    /// <summary>Succeeds for a runner that is gone, too: the session is as closed as can be.</summary>
    private static async Task CloseAsync(HttpContext context)
    {
        if (await Protocol.ClaimsAsync(context, "session-end") is not { } claims)
        {
            return;
        }
        RequestNote.Of(context).World.Do((world, now) =>
        {
            if (Protocol.RunnerOf(context, world, claims) is { Session: { } session } runner)
            {
                world.Model.CloseSession(runner.Id, session, now);
            }
        });
        await Protocol.WriteAsync(context, 204);
    }

    /// <summary>Only good manners so far: the offer stands until it is acquired or a minute is over.</summary>
    private static async Task AcknowledgeAsync(HttpContext context)
    {
        if (await Protocol.ClaimsAsync(context, "acknowledge") is not { } claims)
        {
            return;
        }
        var fault = RequestNote.Of(context).World.Do((world, _) =>
            world.RunnerFaults.Take("acknowledge", Protocol.RunnerOf(context, world, claims)?.Name));
        if (fault is null)
        {
            await Protocol.WriteAsync(context, 200, new JsonObject());
        }
        else
        {
            var status = int.TryParse(fault, out var code) ? code : 404;
            await Protocol.WriteAsync(context, status, Protocol.BrokerError(fault, status));
        }
    }
}
