using Paddock.GitHubModel;
using Paddock.GitHubStandIn.Http;
using Paddock.GitHubStandIn.Payloads;

namespace Paddock.GitHubStandIn.Rest;

/// <summary>Repositories: one, an organization's, everything the caller's login can see.</summary>
internal static class Repositories
{
    public static void Map(RestMap rest)
    {
        rest.Add("repos/get", call => Reply.Ok(
            RepositoryJson.Full(call.Repository, PushedAt(call, call.Repository), call.Site)));
        rest.Add("repos/list-for-org", call => List(call, repository => repository.OwnerIsOrganization
            && string.Equals(repository.Owner, call.Route("org"), StringComparison.OrdinalIgnoreCase)));
        rest.Add("repos/list-for-authenticated-user", call => List(call, _ => true, RepositoryJson.Full));
        rest.Add("actions/get-self-hosted-runners-permissions-organization", _ =>
            Reply.Ok(new System.Text.Json.Nodes.JsonObject { ["enabled_repositories"] = "all" }));
    }

    private static Reply List(
        RestCall call,
        Func<ModelRepository, bool> wanted,
        Func<ModelRepository, DateTimeOffset?, World.Site, System.Text.Json.Nodes.JsonObject>? shape = null)
    {
        var listed = call.Model.Repositories
            .Where(wanted)
            .Where(repository => !repository.IsPrivate || call.Caller.Sees(repository))
            .Where(repository => call.Query("type") switch
            {
                "public" => !repository.IsPrivate,
                "private" => repository.IsPrivate,
                _ => true,
            })
            .Select(repository => (Repository: repository, PushedAt: PushedAt(call, repository)));
        var sorted = call.Query("sort") == "pushed"
            ? listed.OrderByDescending(entry => entry.PushedAt).ThenBy(entry => entry.Repository.Id)
            : listed.OrderBy(entry => entry.Repository.Id);
        return Paging.Bare(call, sorted.ToList(), entry =>
            (shape ?? RepositoryJson.Listed)(entry.Repository, entry.PushedAt, call.Site));
    }

    /// <summary>The last run by a push; schedules, dispatches and re-runs do not move it.</summary>
    private static DateTimeOffset? PushedAt(RestCall call, ModelRepository repository) => call.Model.Runs
        .Where(run => run.RepositoryId == repository.Id && run.Event == "push")
        .Max(run => (DateTimeOffset?)run.CreatedAt);
}
