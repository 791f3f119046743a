using Microsoft.AspNetCore.Http;
using Paddock.App.Api;
using Paddock.App.Boards;
using Paddock.App.Composition;
using Paddock.Core.Model;

namespace Paddock.App.Http.Admin;

/// <summary>Everything that is only asked.</summary>
internal sealed class FleetQuestions(FleetDesk desk, Pictures pictures)
{
    public const int JobsUsual = 500;
    public const int JobsMax = 5_000;
    public const int RunnersMax = 10_000;

    public static IReadOnlyList<string> JobStates { get; } = ["waiting", "running", "held", "done", "all"];

    public Task<Answer> StatusAsync(HttpContext context) => Task.FromResult(
        pictures.Current is { } picture
            ? Answer.Json(StatusBoard.Of(picture, Standing.Of(desk)), ApiJson.Default.StatusReply)
            : Problems.NotReady);

    public async Task<Answer> JobsAsync(HttpContext context)
    {
        if (pictures.Current is not { } picture)
        {
            return Problems.NotReady;
        }
        if (context.Number("limit", JobsUsual, JobsMax) is not { } limit)
        {
            return Problems.BadQuery("limit", context.Text("limit"), $"Use a number from 1 to {JobsMax}.");
        }
        JobsReply? reply = context.Text("state") switch
        {
            "" => JobBoard.Open(picture, null, limit),
            "waiting" => JobBoard.Open(picture, JobRank.Queued, limit),
            "running" => JobBoard.Open(picture, JobRank.InProgress, limit),
            "held" => JobBoard.Open(picture, JobRank.Held, limit),
            "done" => await DoneAsync(picture, limit, context.RequestAborted),
            "all" => Join(
                JobBoard.Open(picture, null, limit), await DoneAsync(picture, limit, context.RequestAborted), limit),
            _ => null,
        };
        return reply is not null
            ? Answer.Json(reply, ApiJson.Default.JobsReply)
            : Problems.BadQuery(
                "state", context.Text("state"), Suggestion.Of(context.Text("state"), JobStates, ""));
    }

    public async Task<Answer> ExplainAsync(HttpContext context)
    {
        if (pictures.Current is not { } picture)
        {
            return Problems.NotReady;
        }
        var host = context.Request.RouteValues["host"] as string;
        var (job, problem) = await JobLookup.FindAsync(
            picture, desk.Store, host, context.PathValue("id"), context.RequestAborted);
        if (job is null)
        {
            return problem!;
        }
        var story = await Story.TellAsync(desk.Store, job, context.RequestAborted);
        return Answer.Json(
            new ExplainReply(
                JobBoard.Of(job, picture),
                Verdict.Of(job, picture, Undertakings.Of(desk.Providers), desk.Time.GetUtcNow()), story),
            ApiJson.Default.ExplainReply);
    }

    public Task<Answer> RunnersAsync(HttpContext context) => Task.FromResult(
        pictures.Current is { } picture
            ? Answer.Json(RunnerBoard.Open(picture, RunnersMax), ApiJson.Default.RunnersReply)
            : Problems.NotReady);

    public Task<Answer> PlanAsync(HttpContext context) => Task.FromResult(
        desk.Engine.View is { } view
            ? Answer.Json(PlanBoard.Of(view, desk.DryRun), ApiJson.Default.PlanReply)
            : Problems.NotReady);

    /// <summary>Asks for one more than is wanted: whether there are more is all that is said of the rest.</summary>
    private async Task<JobsReply> DoneAsync(Picture picture, int limit, CancellationToken cancellationToken)
    {
        var rows = await desk.Store.RecentAsync(SubjectKind.Job, isClosedOnly: true, limit + 1, cancellationToken);
        return new JobsReply([.. rows.Take(limit).Cast<JobRow>().Select(job => JobBoard.Of(job, picture))])
        {
            Total = rows.Count,
        };
    }

    private static JobsReply Join(JobsReply open, JobsReply done, int limit) =>
        new([.. open.Jobs.Concat(done.Jobs).Take(limit)]) { Total = open.Total + done.Total };
}
