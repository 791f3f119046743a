using Paddock.GitHubModel;
using Paddock.GitHubStandIn.Http;
using Paddock.GitHubStandIn.Payloads;

namespace Paddock.GitHubStandIn.Rest;

/// <summary>Registered runners: list, look, remove.</summary>
internal static class Runners
{
    public static void Map(RestMap rest)
    {
        rest.Add(
            "actions/list-self-hosted-runners-for-repo",
            "actions/list-self-hosted-runners-for-org",
            "enterprise-admin/list-self-hosted-runners-for-enterprise",
            List);
        rest.Add(
            "actions/get-self-hosted-runner-for-repo",
            "actions/get-self-hosted-runner-for-org",
            "enterprise-admin/get-self-hosted-runner-for-enterprise",
            call => Find(call) is { } runner ? Reply.Ok(RunnerJson.Of(runner)) : Reply.NotFound());
        rest.Add(
            "actions/delete-self-hosted-runner-from-repo",
            "actions/delete-self-hosted-runner-from-org",
            "enterprise-admin/delete-self-hosted-runner-from-enterprise",
            Delete);
        rest.Add(
            "actions/list-labels-for-self-hosted-runner-for-repo",
            "actions/list-labels-for-self-hosted-runner-for-org",
            "enterprise-admin/list-labels-for-self-hosted-runner-for-enterprise",
            Labels);
    }

    private static Reply List(RestCall call)
    {
        var name = call.Query("name");
        var runners = call.Model.RunnersOf(call.Scope)
            .Where(runner => name is null || string.Equals(runner.Name, name, StringComparison.OrdinalIgnoreCase))
            .ToList();
        return Paging.Envelope(call, "runners", runners, RunnerJson.Of);
    }

    private static Reply Delete(RestCall call)
    {
        if (Find(call) is not { } runner)
        {
            return Reply.NotFound();
        }
        switch (call.Model.DeleteRunner(runner.Id, call.Now))
        {
            case DeleteRunnerReply.Deleted:
                call.World.Wakeups.Wake(runner.Id);
                return Reply.NoContent;
            case DeleteRunnerReply.Busy:
                return Reply.Error(422, $"Bad request - Runner \"{runner.Name}\" is still running a job\"");
            default:
                return Reply.NotFound();
        }
    }

    private static Reply Labels(RestCall call) => Find(call) is { } runner
        ? Paging.Envelope(call, "labels", [.. RunnerJson.Labels(runner)], label => label!.DeepClone())
        : Reply.NotFound();

    private static ModelRunner? Find(RestCall call) =>
        call.Model.Runner(call.RouteNumber("runner_id")) is { } runner
        && string.Equals(runner.Scope, call.Scope, StringComparison.OrdinalIgnoreCase)
            ? runner
            : null;
}
