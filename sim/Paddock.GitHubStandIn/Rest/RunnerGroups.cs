using Paddock.GitHubModel;
using Paddock.GitHubStandIn.Http;
using Paddock.GitHubStandIn.Payloads;

namespace Paddock.GitHubStandIn.Rest;

/// <summary>Runner groups of an organization or enterprise, for reading; the control API makes them.</summary>
internal static class RunnerGroups
{
    public static void Map(RestMap rest)
    {
        rest.Add("actions/list-self-hosted-runner-groups-for-org", List);
        rest.Add("actions/get-self-hosted-runner-group-for-org", Get);
        rest.Add("actions/list-self-hosted-runners-in-group-for-org", ListRunners);
        rest.Add("actions/list-repo-access-to-self-hosted-runner-group-in-org", ListRepositories);
        rest.Add("enterprise-admin/list-self-hosted-runner-groups-for-enterprise", List);
        rest.Add("enterprise-admin/get-self-hosted-runner-group-for-enterprise", Get);
        rest.Add("enterprise-admin/list-self-hosted-runners-in-group-for-enterprise", ListRunners);
    }

    private static Reply List(RestCall call)
    {
        var groups = call.Model.Groups(call.Scope).ToList();
        if (call.Query("visible_to_repository") is { } name)
        {
            var repository = call.Model.Repository(call.Route("org"), name);
            groups.RemoveAll(group => repository is null || !group.MayServe(repository));
        }
        return Paging.Envelope(call, "runner_groups", groups, group => RunnerJson.Group(group, ScopeUrl(call)));
    }

    private static Reply Get(RestCall call) =>
        Find(call) is { } group ? Reply.Ok(RunnerJson.Group(group, ScopeUrl(call))) : Reply.NotFound();

    private static Reply ListRunners(RestCall call)
    {
        if (Find(call) is not { } group)
        {
            return Reply.NotFound();
        }
        var runners = call.Model.RunnersOf(call.Scope).Where(runner => runner.GroupId == group.Id).ToList();
        return Paging.Envelope(call, "runners", runners, RunnerJson.Of);
    }

    private static Reply ListRepositories(RestCall call)
    {
        if (Find(call) is not { } group)
        {
            return Reply.NotFound();
        }
        var repositories = (group.SelectedRepositories ?? []).Select(
            call.Model.Repository).OfType<ModelRepository>().ToList();
        return Paging.Envelope(
            call, "repositories", repositories, repository =>
                RepositoryJson.Listed(repository, pushedAt: null, call.Site));
    }

    private static ModelGroup? Find(RestCall call) =>
        call.Model.Groups(call.Scope).FirstOrDefault(group => group.Id == call.RouteNumber("runner_group_id"));

    private static string ScopeUrl(RestCall call) => $"{call.Site.Api}/{call.Scope}";
}
