using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Paddock.GitHubModel;
using Paddock.GitHubStandIn.Http;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.RunnerSide;

/// <summary>
/// The long poll of a listener. The request is held until there is news or the hold is over: listeners ask again at
/// once, so an empty answer given early would be a busy loop.
/// </summary>
internal static class Messages
{
    /// <summary>What a look at the model brought: an answer, or the next moment at which to look again.</summary>
    private readonly record struct Look(int Status, JsonObject? Body, Task? Wake);

    public static async Task ServeAsync(HttpContext context)
    {
        if (await Protocol.ClaimsAsync(context, "message") is not { } claims)
        {
            return;
        }
        var world = RequestNote.Of(context).World;
        var time = world.Options.Time;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, world.Ended);
        var over = Task.Delay(world.Options.PollHold, time, ended.Token);
        Look look;
        while ((look = world.Do((state, now) => LookUp(context, state, now, claims))).Wake is { } wake)
        {
            if (await Task.WhenAny(wake, over) == over)
            {
                context.RequestAborted.ThrowIfCancellationRequested();
                look = new Look(202, null, null);
                break;
            }
        }
        await ended.CancelAsync();
        await Protocol.WriteAsync(context, look.Status, look.Body);
    }

    private static Look LookUp(HttpContext context, GitHubWorld world, DateTimeOffset now, RunnerClaims claims)
    {
        var runner = Protocol.RunnerOf(context, world, claims);
        if (world.RunnerFaults.Take("message", runner?.Name) is { } fault)
        {
            if (fault == "RunnerSessionInvalid" && runner is { Session: { } forgotten })
            {
                // A session that is said to be invalid is gone, so that the listener can open another.
                world.Model.CloseSession(runner.Id, forgotten, now);
            }
            var status = int.TryParse(fault, out var code) ? code : StatusOf(fault);
            return Answer(status, Protocol.BrokerError(fault, status));
        }
        if (runner is null)
        {
            return claims.ClientId is { } client && world.Listeners.IsFinished(client)
                ? new Look(0, null, world.Wakeups.Next(0))
                : Answer(404, Protocol.BrokerError("RunnerNotFound", 404));
        }
        var wake = world.Wakeups.Next(runner.Id);
        _ = Guid.TryParse(context.Request.Query["sessionId"], out var session);
        var isBusy = string.Equals(context.Request.Query["status"], "busy", StringComparison.OrdinalIgnoreCase);
        return world.Model.Poll(runner.Id, session, now) switch
        {
            PollReply.RunnerNotFound => Answer(404, Protocol.BrokerError("RunnerNotFound", 404)),
            PollReply.SessionInvalid => Answer(403, Protocol.BrokerError("RunnerSessionInvalid", 403)),
            PollReply.Offer offer when !isBusy =>
                Answer(200, Message(world, "RunnerJobRequest", Reference(world, offer.Job))),
            PollReply.Cancel cancel when world.Listeners.Tell(session, cancel.Job.RequestId) =>
                Answer(200, Message(world, "JobCancellation", Cancellation(cancel.Job))),
            _ => new Look(0, null, wake),
        };
    }

    private static Look Answer(int status, JsonObject body) => new(status, body, null);

    private static int StatusOf(string kind) => kind == "RunnerNotFound" ? 404 : 403;

    private static JsonObject Message(GitHubWorld world, string type, JsonObject body) => new()
    {
        ["messageId"] = world.Listeners.NextMessage(), ["messageType"] = type, ["body"] = body.ToJsonString(),
    };

    private static JsonObject Reference(GitHubWorld world, ModelJob job) => new()
    {
        ["id"] = job.RequestId.ToString(),
        ["runner_request_id"] = job.RequestId.ToString(),
        ["should_acknowledge"] = world.Options.AsksForAcknowledgement,
        ["run_service_url"] = world.Site.RunService,
        ["billing_owner_id"] = "O_1",
    };

    private static JsonObject Cancellation(ModelJob job) =>
        new() { ["jobId"] = job.RequestId.ToString(), ["timeout"] = "00:05:00" };
}
