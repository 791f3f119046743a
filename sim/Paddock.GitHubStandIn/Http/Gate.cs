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
        var (who, refusal) = note.World.Do((world, now) => Admit(context, operation, world, now));
        var identity = who.Identity;
        (note.Who, note.Caller) = (who, identity);
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
                (world, now) => Handle(operation, new RestCall(world, now, context.Request, body), handler));
        }
        finally
        {
            note.World.Do((world, now) => world.Rates.End(identity, refund: reply.Status == 304, now));
        }
        await WriteAsync(context, note, reply);
    }

    /// <summary>A request nothing is mapped to.</summary>
    public static Task NotFoundAsync(HttpContext context) => ReplyWriter.WriteAsync(context, Reply.NotFound());

    private static (Caller Who, Reply? Refusal) Admit(
        HttpContext context, Operation operation, GitHubWorld world, DateTimeOffset now)
    {
        var request = context.Request;
        if (request.Headers.UserAgent.Count == 0)
        {
            return (Caller.Anonymous, Refusals.NoUserAgent());
        }
        if (request.Headers["X-GitHub-Api-Version"] is [{ } version] && !Versions.Contains(version))
        {
            return (Caller.Anonymous, Refusals.UnknownVersion(version));
        }
        var who = Caller.Of(request, operation, world, now);
        if (who.Refusal is { } refusal)
        {
            return (who, refusal);
        }
        return (who, world.Rates.Begin(who.Identity, CostOf(operation), now) switch
        {
            RateVerdict.PrimaryLimit =>
                Refusals.PrimaryLimit(who.Identity, world.Rates.BudgetOf(who.Identity, now).ResetAt),
            RateVerdict.SecondaryLimit => Refusals.SecondaryLimit(),
            _ => null,
        });
    }

    private static RateCost CostOf(Operation operation) =>
        operation.IsWrite ? RateCost.Write
        : operation.Id == "rate-limit/get" ? RateCost.Inquiry
        : RateCost.Read;

    private static Reply Handle(Operation operation, RestCall call, Func<RestCall, Reply> handler)
    {
        if (Find(call, out var repository) is { } missing)
        {
            return missing;
        }
        if (Permissions.Refusal(operation, call, repository) is { } refusal)
        {
            return refusal;
        }
        if (repository is { IsArchived: true } && operation.IsWrite)
        {
            return Refusals.Archived();
        }
        var reply = Run(call, handler);
        return IsUnchanged(call.Request, reply, out var tag)
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

    private static async Task WriteAsync(HttpContext context, RequestNote note, Reply reply)
    {
        var headers = context.Response.Headers;
        var (budget, now, requestId) = note.World.Do((world, now) =>
            (world.Rates.BudgetOf(note.Caller, now), now, world.Dice.NextGuid()));

        // The web server's own would be this machine's clock, which need not be this world's.
        headers.Date = now.ToString("R");
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
        if (note.Who.Token?.Scopes is { } scopes)
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
