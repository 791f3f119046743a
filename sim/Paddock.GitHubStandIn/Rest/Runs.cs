using Paddock.GitHubModel;
using Paddock.GitHubStandIn.Http;
using Paddock.GitHubStandIn.Payloads;

namespace Paddock.GitHubStandIn.Rest;

/// <summary>Workflow runs: list, look, cancel, run again.</summary>
internal static class Runs
{
    public static void Map(RestMap rest)
    {
        rest.Add("actions/list-workflow-runs-for-repo", List);
        rest.Add("actions/get-workflow-run", Get);
        rest.Add("actions/get-workflow-run-attempt", GetAttempt);
        rest.Add("actions/cancel-workflow-run", call => Cancel(call, call.Model.CancelRun));
        rest.Add("actions/force-cancel-workflow-run", call => Cancel(call, call.Model.ForceCancelRun));
        rest.Add("actions/re-run-workflow", call => Rerun(call, failedOnly: false));
        rest.Add("actions/re-run-workflow-failed-jobs", call => Rerun(call, failedOnly: true));
    }

    public static ModelRun? Find(RestCall call) =>
        call.Model.Run(call.RouteNumber("run_id")) is { } run && run.RepositoryId == call.Repository.Id ? run : null;

    private static Reply List(RestCall call)
    {
        var filter = RunFilter.Of(call);
        var runs = call.Model.Runs
            .Where(run => run.RepositoryId == call.Repository.Id && filter.Lets(call.Model, run))
            .OrderByDescending(run => run.CreatedAt).ThenByDescending(run => run.Id);

        // With a filter, GitHub reaches no further than the newest thousand.
        List<ModelRun> reachable = [.. filter.IsEmpty ? runs : runs.Take(1000)];
        return Paging.Envelope(call, "workflow_runs", reachable, run => Shape(call, run));
    }

    private static Reply Get(RestCall call) => Find(call) is { } run ? Reply.Ok(Shape(call, run)) : Reply.NotFound();

    private static Reply GetAttempt(RestCall call)
    {
        var attempt = call.RouteNumber("attempt_number");
        return Find(call) is { } run && attempt >= 1 && attempt <= run.Attempt
            ? Reply.Ok(Shape(call, run with { Attempt = (int)attempt }))
            : Reply.NotFound();
    }

    private static Reply Cancel(RestCall call, Func<long, DateTimeOffset, bool> cancel)
    {
        if (Find(call) is not { } run)
        {
            return Reply.NotFound();
        }
        if (call.Model.StatusOf(run).Status == JobStatus.Completed)
        {
            return Reply.Error(409, "Cannot cancel a workflow run that is completed.");
        }
        cancel(run.Id, call.Now);
        call.World.WakeRunnersOf(run);
        return Reply.Empty(202);
    }

    private static Reply Rerun(RestCall call, bool failedOnly)
    {
        if (Find(call) is not { } run)
        {
            return Reply.NotFound();
        }
        return call.Model.Rerun(run.Id, failedOnly, call.Now)
            ? Reply.Empty(201)
            : Reply.Error(403, "This workflow is already running");
    }

    private static System.Text.Json.Nodes.JsonObject Shape(RestCall call, ModelRun run) =>
        RunJson.Of(call.Model, run, call.Repository, call.Site);
}
