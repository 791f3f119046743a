using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Paddock.GitHubModel;
using Paddock.GitHubStandIn.Http;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.RunnerSide;

/// <summary>Where a job is taken, held and given back: acquire, renew, complete.</summary>
internal static class RunService
{
    /// <summary>A refusal has a message, an answer has a body; completing has neither.</summary>
    private readonly record struct Outcome(int Status, string? Refusal = null, JsonObject? Body = null);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/_runner/run/acquirejob", (RequestDelegate)AcquireAsync);
        app.MapPost("/_runner/run/renewjob", (RequestDelegate)RenewAsync);
        app.MapPost("/_runner/run/completejob", (RequestDelegate)CompleteAsync);
    }

    private static async Task AcquireAsync(HttpContext context)
    {
        if (await Protocol.ClaimsAsync(context, "acquire") is not { } claims)
        {
            return;
        }
        var body = await Protocol.ReadAsync(context, RunnerBodies.Default.AcquireBody);
        await WriteAsync(context, (world, now) => Acquire(context, world, now, claims, body?.JobMessageId));
    }

    private static Outcome Acquire(
        HttpContext context, GitHubWorld world, DateTimeOffset now, RunnerClaims claims, string? request)
    {
        var runner = Protocol.RunnerOf(context, world, claims);
        if (Faulty(world, "acquire", runner?.Name) is { } fault)
        {
            return fault;
        }
        if (runner is null || !Guid.TryParse(request, out var requestId))
        {
            return new Outcome(404, "No such job.");
        }
        switch (world.Model.Acquire(runner.Id, requestId, now))
        {
            case AcquireReply.Acquired:
                return new Outcome(200, Body: JobMessage.Of(world, world.Model.JobByRequest(requestId)!));
            case AcquireReply.Conflict:
                return new Outcome(409, "The job has another runner.");
            default:
                return new Outcome(404, "No such job.");
        }
    }

    private static async Task RenewAsync(HttpContext context)
    {
        if (await Protocol.ClaimsAsync(context, "renew") is not { } claims)
        {
            return;
        }
        var body = await Protocol.ReadAsync(context, RunnerBodies.Default.RenewBody);
        await WriteAsync(context, (world, now) =>
        {
            var job = JobOf(context, world, claims, body?.JobId);
            if (Faulty(world, "renew", job?.RunnerName) is { } fault)
            {
                return fault;
            }
            return job is not null && world.Model.Renew(job.Id, now) is { } until
                ? new Outcome(200, Body: new JsonObject { ["lockedUntil"] = until.UtcDateTime.ToString("O") })
                : new Outcome(404, "The job is not running.");
        });
    }

    private static async Task CompleteAsync(HttpContext context)
    {
        if (await Protocol.ClaimsAsync(context, "complete") is not { } claims)
        {
            return;
        }
        var body = await Protocol.ReadAsync(context, RunnerBodies.Default.CompleteBody);
        await WriteAsync(context, (world, now) =>
        {
            var job = JobOf(context, world, claims, body?.JobId);
            if (Faulty(world, "complete", job?.RunnerName) is { } fault)
            {
                return fault;
            }
            return job is not null && Complete(world, now, job, body!)
                ? new Outcome(200, Body: [])
                : new Outcome(404, "The job is not running.");
        });
    }

    private static bool Complete(GitHubWorld world, DateTimeOffset now, ModelJob job, CompleteBody body)
    {
        if (job.RunnerId is { } runnerId && world.Model.Runner(runnerId) is { } runner)
        {
            world.Listeners.Finish(runner.ClientId);
        }
        return world.Model.Complete(
            job.Id, Words.Conclusion(body.Conclusion), Words.Steps(body.StepResults ?? []), now);
    }

    /// <summary>
    /// The job in question, if the token may speak of it: the job's own, or that of the runner that has it.
    /// </summary>
    private static ModelJob? JobOf(HttpContext context, GitHubWorld world, RunnerClaims claims, Guid? jobId)
    {
        if (jobId is not { } id || world.Model.JobByRequest(id) is not { } job)
        {
            return null;
        }
        RequestNote.Of(context).Caller = job.RunnerName ?? "gone";
        var isItsRunner = claims.ClientId is { } client && world.Model.RunnerByClient(client)?.Id == job.RunnerId;
        return claims.JobId == id || isItsRunner ? job : null;
    }

    private static Outcome? Faulty(GitHubWorld world, string where, string? runner) =>
        world.RunnerFaults.Take(where, runner) is { } kind
            ? new Outcome(int.TryParse(kind, out var status) ? status : 500, "A fault was asked for.")
            : null;

    private static Task WriteAsync(HttpContext context, Func<GitHubWorld, DateTimeOffset, Outcome> work)
    {
        var outcome = RequestNote.Of(context).World.Do(work);
        return outcome.Refusal is { } refusal
            ? Protocol.RefuseAsync(context, outcome.Status, refusal)
            : Protocol.WriteAsync(context, outcome.Status, outcome.Body);
    }
}
