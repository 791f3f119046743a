using Microsoft.AspNetCore.Http;
using Paddock.GitHubModel;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.Http;

/// <summary>
/// The REST API's entrance, in GitHub's order: who is it, how much is left, does the thing exist, may they. Then the
/// handler, as the only one in the world; then the tag that lets an unchanged answer be free.
/// </summary>
internal static class Gate
{
    private static readonly string[] Versions = ["2022-11-28", "2026-03-10"];

    public static async Task ServeAsync(HttpContext context, Operation operation, Func<RestCall, Reply> handler)
    {
        var note = RequestNote.Of(context);
        note.Route = operation.Id;
        var body = await ReadBodyAsync(context);
        var (identity, refusal) = note.World.Do((world, now) => Admit(context, operation, world, now));
        note.Caller = identity;
        if (refusal is not null)
        {
            await WriteAsync(context, note, refusal);
            return;
        }
        var reply = Reply.NoContent;
        try
        {
            await note.DelayAsync(context.RequestAborted);
            reply = note.World.Do(
                (world, now) => Handle(context, operation, new RestCall(world, now, context.Request, body), handler));
        }
        finally
        {
            note.World.Do((world, now) => world.Rates.End(identity, refund: reply.Status == 304, now));
        }
        await WriteAsync(context, note, reply);
    }

    /// <summary>A request nothing is mapped to.</summary>
    public static Task NotFoundAsync(HttpContext context) => ReplyWriter.WriteAsync(context, Reply.NotFound());

    private static (string Identity, Reply? Refusal) Admit(
        HttpContext context, Operation operation, GitHubWorld world, DateTimeOffset now)
    {
        var request = context.Request;
        if (request.Headers.UserAgent.Count == 0)
        {
            return (GitHubWorld.AnonymousLogin, Refusals.NoUserAgent());
        }
        if (request.Headers["X-GitHub-Api-Version"] is [{ } version] && !Versions.Contains(version))
        {
            return (GitHubWorld.AnonymousLogin, Refusals.UnknownVersion(version));
        }
        var token = TokenOf(request, world);
        if (token is null && request.Headers.Authorization.Count > 0)
        {
            return (GitHubWorld.AnonymousLogin, Refusals.BadCredentials());
        }
        var identity = token?.Login ?? GitHubWorld.AnonymousLogin;
        return (identity, world.Rates.Begin(identity, CostOf(operation), now) switch
        {
            RateVerdict.PrimaryLimit => Refusals.PrimaryLimit(identity, world.Rates.BudgetOf(identity, now).ResetAt),
            RateVerdict.SecondaryLimit => Refusals.SecondaryLimit(),
            _ => null,
        });
    }

    private static RateCost CostOf(Operation operation) =>
        operation.IsWrite ? RateCost.Write
        : operation.Id == "rate-limit/get" ? RateCost.Inquiry
        : RateCost.Read;

    private static Reply Handle(HttpContext context, Operation operation, RestCall call, Func<RestCall, Reply> handler)
    {
        if (Find(call, out var repository) is { } missing)
        {
            return missing;
        }
        if (Permissions.Refusal(operation, TokenOf(context.Request, call.World), repository) is { } refusal)
        {
            return refusal;
        }
        var reply = Run(call, handler);
        return IsUnchanged(context.Request, reply, out var tag)
            ? new Reply(304) { Headers = reply.Headers }.With("ETag", tag)
            : reply;
    }

    private static Reply Run(RestCall call, Func<RestCall, Reply> handler)
    {
        try
        {
            return handler(call);
        }
        catch (BadRequestException fault)
        {
            return Reply.Error(400, fault.Message);
        }
    }

    /// <summary>Looks up the owner and repository in the path; a reply when there is none of that name.</summary>
    private static Reply? Find(RestCall call, out ModelRepository? repository)
    {
        repository = null;
        if (call.Request.Path.Value!.EndsWith('/'))
        {
            return Reply.NotFound();
        }
        if (call.TryRoute("repo") is { } name)
        {
            var owner = call.Route("owner");
            repository = call.Model.Repository(owner, name);
            if (repository is not null)
            {
                call.Repository = repository;
                return null;
            }
            return call.Model.Moved(owner, name) is { } moved
                ? Refusals.Moved(LocationOf(call, moved))
                : Reply.NotFound();
        }
        return call.TryRoute("org") is { } org && !call.Model.IsOrganization(org) ? Reply.NotFound() : null;
    }

    private static string LocationOf(RestCall call, ModelRepository moved)
    {
        var rest = call.Request.Path.Value!.Split('/', 5) is [_, _, _, _, var tail] ? $"/{tail}" : "";
        return $"{call.Site.Api}/repositories/{moved.Id}{rest}{call.Request.QueryString}";
    }

    private static bool IsUnchanged(HttpRequest request, Reply reply, out string tag)
    {
        tag = request.Headers.IfNoneMatch.ToString();
        return reply is { Status: 200, Body: not null }
            && request.Method == "GET"
            && tag.Length > 0
            && tag == ReplyWriter.Render(reply).Tag;
    }

    private static StandInToken? TokenOf(HttpRequest request, GitHubWorld world)
    {
        var given = request.Headers.Authorization.ToString();
        var value = given.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? given[7..]
            : given.StartsWith("token ", StringComparison.OrdinalIgnoreCase) ? given[6..]
            : null;
        return world.Tokens.Find(token => token.Value == value);
    }

    private static async Task WriteAsync(HttpContext context, RequestNote note, Reply reply)
    {
        var headers = context.Response.Headers;
        var (budget, token, requestId) = note.World.Do((world, now) =>
            (world.Rates.BudgetOf(note.Caller, now), TokenOf(context.Request, world), world.Dice.NextGuid()));
        headers["x-ratelimit-limit"] = budget.Limit.ToString();
        headers["x-ratelimit-remaining"] = budget.Remaining.ToString();
        headers["x-ratelimit-used"] = budget.Used.ToString();
        headers["x-ratelimit-reset"] = budget.ResetAt.ToUnixTimeSeconds().ToString();
        headers["x-ratelimit-resource"] = "core";
        headers["X-GitHub-Request-Id"] = requestId.ToString("N").ToUpperInvariant();
        headers["X-GitHub-Media-Type"] = "github.v3; format=json";
        if (reply.Status is 200 or 304 && context.Request.Method == "GET")
        {
            headers.CacheControl = "private, max-age=60, s-maxage=60";
        }
        if (token?.Scopes is { } scopes)
        {
            headers["X-OAuth-Scopes"] = string.Join(", ", scopes);
        }
        await ReplyWriter.WriteAsync(context, reply);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpContext context)
    {
        if (context.Request.ContentLength is null or 0 && !context.Request.Headers.ContainsKey("Transfer-Encoding"))
        {
            return default;
        }
        using var memory = new MemoryStream();
        await context.Request.Body.CopyToAsync(memory, context.RequestAborted);
        return memory.ToArray();
    }
}
