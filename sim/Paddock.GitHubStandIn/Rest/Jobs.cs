using System.Text.Json.Nodes;
using Paddock.GitHubModel;
using Paddock.GitHubStandIn.Http;
using Paddock.GitHubStandIn.Payloads;

namespace Paddock.GitHubStandIn.Rest;

/// <summary>Jobs: of a run, of an attempt, one; its log; run one again.</summary>
internal static class Jobs
{
    public static void Map(RestMap rest)
    {
        rest.Add("actions/list-jobs-for-workflow-run", List);
        rest.Add("actions/list-jobs-for-workflow-run-attempt", ListAttempt);
        rest.Add("actions/get-job-for-workflow-run", Get);
        rest.Add("actions/re-run-job-for-workflow-run", Rerun);

        // Not in the fixture; it asks for what reading the job asks for.
        var job = Operation.All["actions/get-job-for-workflow-run"];
        rest.Add(job with { Id = "actions/download-job-logs-for-workflow-run", Path = $"{job.Path}/logs" }, Log);
    }

    private static Reply List(RestCall call)
    {
        if (Runs.Find(call) is not { } run)
        {
            return Reply.NotFound();
        }
        var all = call.Query("filter") == "all";
        return Page(call, run, job => all || job.Attempt == run.Attempt);
    }

    private static Reply ListAttempt(RestCall call)
    {
        var attempt = call.RouteNumber("attempt_number");
        return Runs.Find(call) is { } run && attempt >= 1 && attempt <= run.Attempt
            ? Page(call, run, job => job.Attempt == attempt)
            : Reply.NotFound();
    }

    private static Reply Page(RestCall call, ModelRun run, Func<ModelJob, bool> wanted) =>
        Paging.Envelope(call, "jobs", [.. call.Model.JobsOf(run).Where(wanted)], job => Shape(call, job, run));

    private static Reply Get(RestCall call) =>
        Find(call) is var (job, run) ? Reply.Ok(Shape(call, job, run)) : Reply.NotFound();

    private static Reply Rerun(RestCall call)
    {
        if (Find(call) is not var (job, _))
        {
            return Reply.NotFound();
        }
        return call.Model.RerunJob(job.Id, call.Now)
            ? Reply.Empty(201)
            : Reply.Error(403, "The workflow run containing this job is already running");
    }

    /// <summary>Redirects to where the runner has put it; 404 while there is none.</summary>
    private static Reply Log(RestCall call)
    {
        if (Find(call) is not var (job, _) || call.World.Logs.JobLogOf(job.RequestId) is not { } blob)
        {
            return Reply.NotFound();
        }
        return new Reply(302).With("Location", call.World.Blobs.UrlOf(blob, call.World.Site));
    }

    private static (ModelJob Job, ModelRun Run)? Find(RestCall call) =>
        call.Model.Job(call.RouteNumber("job_id")) is { } job
        && call.Model.Run(job.RunId)! is var run
        && run.RepositoryId == call.Repository.Id
            ? (job, run)
            : null;

    private static JsonObject Shape(RestCall call, ModelJob job, ModelRun run) =>
        JobJson.Of(call.Model, job, run, call.Repository, call.Site);
}
