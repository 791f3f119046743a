using System.Text.Json.Nodes;
using Paddock.GitHubModel;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.Payloads;

/// <summary>Webhook payloads: <c>workflow_job</c>, <c>workflow_run</c> and <c>ping</c>.</summary>
internal static class EventJson
{
    public static JsonObject Of(GitHubModel.GitHubModel model, ModelEvent news, Site site)
    {
        var payload = new JsonObject { ["action"] = news.Action };
        if (news.Job is { } job)
        {
            payload["workflow_job"] = JobJson.Of(model, job, news.Run, news.Repository, site);
        }
        else
        {
            var run = RunJson.Of(model, news.Run, news.Repository, site);
            if (news.Action is not "completed")
            {
                // As it was when this happened, which another job of the run may have changed by now.
                run["status"] = news.Action == "requested" ? JobStatus.Queued : JobStatus.InProgress;
                run["conclusion"] = null;
            }
            payload["workflow_run"] = run;
            payload["workflow"] = RunJson.Workflow(news.Run, news.Repository, site);
        }
        AddSurroundings(payload, news.Repository, news.At, site);
        return payload;
    }

    /// <summary>Only an App's webhook says for whom it tells.</summary>
    public static JsonObject Installation(long id) => new() { ["id"] = id, ["node_id"] = Stamp.NodeIdOf("I", id) };

    public static JsonObject Ping(ModelHook hook, ModelRepository? repository, Site site)
    {
        var payload = new JsonObject
        {
            ["zen"] = "Half measures are as bad as nothing at all.",
            ["hook_id"] = hook.Id,
            ["hook"] = HookJson.Of(hook, site),
        };
        if (repository is not null)
        {
            AddSurroundings(payload, repository, hook.CreatedAt, site);
        }
        else if (hook.Scope.Split('/') is ["orgs", var org])
        {
            payload["organization"] = UserJson.Organization(org, site);
            payload["sender"] = UserJson.Of(UserJson.Sender, isOrganization: false, site);
        }
        return payload;
    }

    private static void AddSurroundings(JsonObject payload, ModelRepository repository, DateTimeOffset at, Site site)
    {
        payload["repository"] = RepositoryJson.Full(repository, at, site);
        if (repository.OwnerIsOrganization)
        {
            payload["organization"] = UserJson.Organization(repository.Owner, site);
        }
        payload["sender"] = UserJson.Of(UserJson.Sender, isOrganization: false, site);
    }
}
