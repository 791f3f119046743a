using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Paddock.GitHubModel;
using Paddock.GitHubStandIn.Http;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.RunnerSide;

/// <summary>
/// What <c>config.sh</c> asks: is this token one for that page, and then, please register me with this key. All runners
/// are single-use here, whatever they say.
/// </summary>
internal static class SelfRegistration
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/actions/runner-registration", (RequestDelegate)BeginAsync);
        app.MapPost("/actions/runners/register", (RequestDelegate)RegisterAsync);
    }

    private static async Task BeginAsync(HttpContext context)
    {
        var note = RequestNote.Of(context);
        note.Route = "runner/registration";
        var body = await Protocol.ReadAsync(context, RunnerBodies.Default.RegistrationBody);
        var reply = note.World.Do((world, now) =>
            body?.Url is { } url && ScopeOf(context, world, now) is { } scope && IsPageOf(scope, url, world.Site)
                ? new JsonObject
                {
                    ["url"] = world.Site.Broker, ["token"] = "unused", ["token_schema"] = "OAuthAccessToken",
                    ["use_v2_flow"] = true,
                }
                : null);
        await AnswerAsync(context, reply);
    }

    private static async Task RegisterAsync(HttpContext context)
    {
        var note = RequestNote.Of(context);
        note.Route = "runner/register";
        var body = await Protocol.ReadAsync(context, RunnerBodies.Default.RegisterBody);
        var reply = note.World.Do((world, now) => ScopeOf(context, world, now) is { } scope && body is not null
            ? Register(world, scope, body, now)
            : null);
        note.Caller = body?.Name ?? note.Caller;
        await AnswerAsync(context, reply);
    }

    private static JsonObject? Register(GitHubWorld world, string scope, RegisterBody body, DateTimeOffset now)
    {
        var labels = (body.Labels ?? []).Select(label => label.Name ?? "").ToList();
        var reply = world.Model.Register(scope, body.Name ?? "", body.GroupId ?? 0, labels, now);
        if (reply is not JitReply.Created { Runner: var runner })
        {
            return null;
        }
        var key = RSA.Create();
        key.FromXmlString(body.PublicKey ?? "");
        world.Registrations.Keep(runner.Id, key);
        return new JsonObject
        {
            ["id"] = runner.Id,
            ["name"] = runner.Name,
            ["authorization"] = new JsonObject
            {
                ["authorization_url"] = world.Site.RunnerToken,
                ["server_url"] = world.Site.Broker,
                ["client_id"] = runner.ClientId,
            },
        };
    }

    private static string? ScopeOf(HttpContext context, GitHubWorld world, DateTimeOffset now) =>
        world.Registrations.ScopeOf(Caller.RemoteAuthOf(context.Request), now);

    /// <summary><c>https://github.example/acme/app</c>, <c>…/acme</c> or <c>…/enterprises/acme-corp</c>.</summary>
    private static bool IsPageOf(string scope, Uri url, Site site)
    {
        var path = scope.Split('/', 2) is [var kind, var name] && kind != "enterprises" ? name : scope;
        return string.Equals(url.ToString().TrimEnd('/'), $"{site.Html}/{path}", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>GitHub says of a bad token that there is nothing.</summary>
    private static Task AnswerAsync(HttpContext context, JsonObject? body) => Protocol.WriteAsync(
        context, body is null ? 404 : 200, body ?? new JsonObject { ["message"] = "Not Found" });
}
