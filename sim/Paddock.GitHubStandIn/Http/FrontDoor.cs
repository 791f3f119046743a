using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Paddock.GitHubStandIn.Faults;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.Http;

/// <summary>
/// What every request passes first and last: faults are drawn, moved repositories found, calls counted.
/// </summary>
internal sealed class FrontDoor(Func<GitHubWorld> world)
{
    [SuppressMessage(
        "Design", "CA1031", Justification = "A defect of a stand-in must be seen in the test that met it.")]
    public async Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await ServeCountedAsync(context, next);
        }
        catch (Exception defect) when (!context.RequestAborted.IsCancellationRequested)
        {
            world().Do(
                (state, _) => state.Counters.CountError($"{context.Request.Method} {context.Request.Path}", defect));
            context.Response.StatusCode = 500;
        }
    }

    private async Task ServeCountedAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments("/_standin"))
        {
            await next(context);
            return;
        }
        var note = new RequestNote(world());
        context.Features.Set(note);
        var request = $"{context.Request.Method} {context.Request.Path}";
        note.Fault = note.World.Do((state, _) => state.RouteFaults.Take(request));
        FollowRepositoryId(context, note.World);
        var isAnswered = await ServeFaultyAsync(context, note, next);
        note.World.Do((state, _) =>
        {
            state.Counters.Count(note.Route, note.Caller, isAnswered ? context.Response.StatusCode : 0);
            if (note.Route == "unknown" && note.Fault is null)
            {
                state.Counters.CountUnexpected(request);
            }
        });
    }

    /// <summary>False when the caller got no answer.</summary>
    private static async Task<bool> ServeFaultyAsync(HttpContext context, RequestNote note, RequestDelegate next)
    {
        switch (note.Fault?.Kind)
        {
            case RouteFaultKind.Refuse:
                context.Abort();
                return false;
            case RouteFaultKind.LoseReply:
                context.Response.Body = Stream.Null;
                await CarryOutAsync(context, next);
                context.Abort();
                return false;
            case RouteFaultKind.Status or RouteFaultKind.PrimaryLimit or RouteFaultKind.SecondaryLimit:
                await note.DelayAsync(context.RequestAborted);
                await ReplyWriter.WriteAsync(context, ReplyTo(note.Fault, note.World.Now));
                return true;
            default:
                return await CarryOutAsync(context, next);
        }
    }

    private static async Task<bool> CarryOutAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
            return true;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // A listener drops its poll whenever its state changes: nothing went wrong.
            return false;
        }
    }

    private static Reply ReplyTo(RouteFault fault, DateTimeOffset now)
    {
        var reply = fault.Kind switch
        {
            RouteFaultKind.PrimaryLimit => Refusals.PrimaryLimit("somebody", now + TimeSpan.FromHours(1))
                .With("x-ratelimit-limit", "5000").With("x-ratelimit-resource", "core"),
            RouteFaultKind.SecondaryLimit => Refusals.SecondaryLimit(),
            _ => Reply.Error(fault.Status, fault.Message ?? "Server Error"),
        };
        if (fault.Status == 429)
        {
            // Both limits come as 403 or as 429, and callers have to know either.
            reply = reply with { Status = 429 };
        }
        return fault.RetryAfterSeconds is { } seconds ? reply.With("Retry-After", seconds.ToString()) : reply;
    }

    /// <summary>A renamed repository answers 301 to its number's address; here that address leads to it.</summary>
    private static void FollowRepositoryId(HttpContext context, GitHubWorld world)
    {
        if (context.Request.Path.Value!.Split('/', 4) is not ["", "repositories", var number, .. var rest]
            || !long.TryParse(number, out var id))
        {
            return;
        }
        if (world.Do((state, _) => state.Model.Repository(id)) is { } repository)
        {
            context.Request.Path = "/" + string.Join('/', ["repos", repository.Owner, repository.Name, .. rest]);

            // A base path makes the framework choose the endpoint before this: let it choose again.
            context.SetEndpoint(null);
        }
    }
}
