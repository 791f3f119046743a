using Microsoft.AspNetCore.Http;
using Paddock.App.Api;
using Paddock.App.Boards;
using Paddock.App.Composition;
using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Ports.Store;

namespace Paddock.App.Http.Admin;

/// <summary>
/// What operators ask for. It is stored as an observation, with who asked, and the loop is rung: what follows is the
/// planner's, and an answer means only that it will not be forgotten.
/// </summary>
internal sealed class FleetAsks(FleetDesk desk, Pictures pictures)
{
    public Task<Answer> PauseAsync(HttpContext context) =>
        PoolAsync(context, PoolMode.Paused, "is paused: nothing new starts, what runs or idles stays");

    public Task<Answer> ResumeAsync(HttpContext context) => PoolAsync(context, PoolMode.Active, "takes jobs again");

    public Task<Answer> DrainAsync(HttpContext context) =>
        PoolAsync(context, PoolMode.Draining, "drains: nothing new starts, idle runners go, busy ones finish first");

    public async Task<Answer> RetireAsync(HttpContext context)
    {
        if (pictures.Current is not { } picture)
        {
            return Problems.NotReady;
        }
        var name = context.PathValue("name");
        var runner = picture.Runner(name)
            ?? await desk.Store.LoadAsync(Subject.Of(RunnerName.Of(name)), context.RequestAborted) as RunnerRow;
        if (runner is null)
        {
            var open = picture.View.Snapshot.Runners.Where(row => row.IsOpen).Select(row => row.Name.Value);
            return Problems.NoSuchRunner(name, [.. open]);
        }
        if (!runner.IsOpen)
        {
            return Problems.RunnerGone(name);
        }
        return await AskAsync(
            context, by => new RetireAsked(desk.Time.GetUtcNow(), runner.Name, by), name,
            runner.IsBusy ? $"runner {name} goes when its job is over" : $"runner {name} goes now");
    }

    public Task<Answer> RetryAsync(HttpContext context) => JobAsync(context, JobAsk.Retry);

    public Task<Answer> IgnoreAsync(HttpContext context) => JobAsync(context, JobAsk.Ignore);

    private async Task<Answer> JobAsync(HttpContext context, JobAsk wish)
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
        if (job.Rank is JobRank.InProgress or JobRank.Completed)
        {
            return Problems.JobTaken(job.Key.ToString(), isOver: job.Rank == JobRank.Completed);
        }
        if (job.IsGivenUp(picture.View.Policy.Times.QueueLimit, picture.View.At))
        {
            return Problems.JobGivenUp(job.Key.ToString());
        }

        // The newest asking counts, also where the clock was put back since the last one.
        var now = desk.Engine.Now;
        var at = job.Asked?.At >= now ? job.Asked.At.AddTicks(1) : now;
        return await AskAsync(
            context, by => new JobAsked(at, job.Key, wish, by), job.Key.ToString(),
            Promise(job, wish, picture));
    }

    private static string Promise(JobRow job, JobAsk wish, Picture picture) => wish switch
    {
        JobAsk.Ignore =>
            $"no runner is made for job {job.Key}; cancel it at GitHub if nobody else is to run it either",
        _ when job.Asked is not { Wish: JobAsk.Ignore } && picture.WaitOf(job)?.Reason.IsUnmatched() == true =>
            $"job {job.Key} is wanted, and no pool may serve it: paddock explain {job.Key} says why",
        _ => $"job {job.Key} is tried again: whatever it waits for is asked at once",
    };

    public async Task<Answer> ReloadAsync(HttpContext context)
    {
        var (by, problem) = await ReadByAsync(context);
        if (by is null || desk.Reloading is not { } reloading)
        {
            return problem ?? Problems.NoReload;
        }
        return await Task.Run(() => reloading.Reload(by), context.RequestAborted) switch
        {
            ReloadOutcome.Adopted adopted => Said(string.Join('\n', adopted.Changes)),
            ReloadOutcome.Unchanged => Said("nothing has changed"),
            ReloadOutcome.Refused refused => Problems.BadConfiguration(refused.Faults),
            ReloadOutcome.NeedsRestart needs => Problems.NeedsRestart(needs.Paths),
            var other => throw new InvalidOperationException($"No such outcome: {other}."),
        };

        static Answer Said(string text) => Answer.Json(new AskReply("configuration", text), ApiJson.Default.AskReply);
    }

    private async Task<Answer> PoolAsync(HttpContext context, PoolMode mode, string outcome)
    {
        if (pictures.Current is not { } picture)
        {
            return Problems.NotReady;
        }
        var name = context.PathValue("name");
        return picture.View.Policy.Pool(PoolName.Of(name)) is { } pool
            ? await AskAsync(
                context, by => new PoolAsked(desk.Time.GetUtcNow(), pool.Name, mode, by), name,
                $"pool {name} {outcome}")
            : Problems.NoSuchPool(name, [.. picture.View.Policy.Pools.Select(row => row.Name.Value)]);
    }

    private async Task<Answer> AskAsync(
        HttpContext context, Func<string, Observation> observation, string subject, string outcome)
    {
        var (by, problem) = await ReadByAsync(context);
        if (by is null)
        {
            return problem!;
        }
        await desk.Store.ObserveAsync(new Report([observation(by)]), context.RequestAborted);
        desk.Engine.Ring();
        return Answer.Json(new AskReply(subject, outcome), ApiJson.Default.AskReply);
    }

    private static async Task<(string? By, Answer? Problem)> ReadByAsync(HttpContext context)
    {
        var (_, by, problem) = await AskBody.ReadAsync(context, ApiJson.Default.AskRequest, request => request.By);
        return (by, problem);
    }
}
