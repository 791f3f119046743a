using System.Text.Json.Nodes;
using Paddock.GitHubModel;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.Payloads;

/// <summary>Workflow runs; the same shape in REST and in webhooks.</summary>
internal static class RunJson
{
    public static JsonObject Of(GitHubModel.GitHubModel model, ModelRun run, ModelRepository repository, Site site)
    {
        var repositoryUrl = $"{site.Api}/repos/{repository.FullName}";
        var url = $"{repositoryUrl}/actions/runs/{run.Id}";
        var (status, conclusion) = model.StatusOf(run);
        return new JsonObject
        {
            ["id"] = run.Id,
            ["name"] = run.Workflow,
            ["node_id"] = Stamp.NodeIdOf("WFR", run.Id),
            ["head_branch"] = run.Branch,
            ["head_sha"] = Stamp.ShaOf(run.Id),
            ["path"] = PathOf(run),
            ["display_title"] = $"{run.Workflow} #{run.Number}",
            ["run_number"] = run.Number,
            ["event"] = run.Event,
            ["status"] = status,
            ["conclusion"] = conclusion,
            ["workflow_id"] = WorkflowIdOf(run),
            ["check_suite_id"] = run.CheckSuiteId,
            ["check_suite_node_id"] = Stamp.NodeIdOf("CS", run.CheckSuiteId),
            ["url"] = url,
            ["html_url"] = $"{site.Html}/{repository.FullName}/actions/runs/{run.Id}",
            ["pull_requests"] = new JsonArray(),
            ["created_at"] = Stamp.Of(run.CreatedAt),
            ["updated_at"] = Stamp.Of(run.UpdatedAt),
            ["run_attempt"] = run.Attempt,
            ["referenced_workflows"] = new JsonArray(),
            ["run_started_at"] = Stamp.Of(run.StartedAt),
            ["actor"] = UserJson.Of(UserJson.Sender, isOrganization: false, site),
            ["triggering_actor"] = UserJson.Of(UserJson.Sender, isOrganization: false, site),
            ["jobs_url"] = $"{url}/jobs",
            ["logs_url"] = $"{url}/logs",
            ["check_suite_url"] = $"{repositoryUrl}/check-suites/{run.CheckSuiteId}",
            ["artifacts_url"] = $"{url}/artifacts",
            ["cancel_url"] = $"{url}/cancel",
            ["rerun_url"] = $"{url}/rerun",
            ["previous_attempt_url"] = run.Attempt > 1 ? $"{url}/attempts/{run.Attempt - 1}" : null,
            ["workflow_url"] = $"{repositoryUrl}/actions/workflows/{WorkflowIdOf(run)}",
            ["head_commit"] = Commit(run),
            ["repository"] = RepositoryJson.Minimal(repository, site),
            ["head_repository"] = HeadOf(model, run, repository) is { } head
                ? RepositoryJson.Minimal(head, site) : null,
        };
    }

    /// <summary>The workflow file behind a run, as <c>workflow_run</c> deliveries carry it.</summary>
    public static JsonObject Workflow(ModelRun run, ModelRepository repository, Site site) => new()
    {
        ["id"] = WorkflowIdOf(run),
        ["node_id"] = Stamp.NodeIdOf("W", WorkflowIdOf(run)),
        ["name"] = run.Workflow,
        ["path"] = PathOf(run),
        ["state"] = "active",
        ["created_at"] = Stamp.Of(run.CreatedAt),
        ["updated_at"] = Stamp.Of(run.CreatedAt),
        ["url"] = $"{site.Api}/repos/{repository.FullName}/actions/workflows/{WorkflowIdOf(run)}",
        ["html_url"] = $"{site.Html}/{repository.FullName}/blob/{run.Branch}/{PathOf(run)}",
        ["badge_url"] = $"{site.Html}/{repository.FullName}/workflows/{Uri.EscapeDataString(run.Workflow)}/badge.svg",
    };

    public static string PathOf(ModelRun run) => $".github/workflows/{Uri.EscapeDataString(run.Workflow)}.yml";

    /// <summary>Null when the fork was deleted.</summary>
    private static ModelRepository? HeadOf(
        GitHubModel.GitHubModel model, ModelRun run, ModelRepository repository) =>
        run.HeadRepositoryId is { } fork
            ? model.Repository(fork) is { IsDeleted: false } head ? head : null
            : repository;

    private static long WorkflowIdOf(ModelRun run) => Stamp.NumberOf(run.Workflow);

    private static JsonObject Commit(ModelRun run) => new()
    {
        ["id"] = Stamp.ShaOf(run.Id),
        ["tree_id"] = Stamp.ShaOf(run.Id + 1),
        ["message"] = $"Change {run.Number}",
        ["timestamp"] = Stamp.Of(run.CreatedAt),
        ["author"] = Author(),
        ["committer"] = Author(),
    };

    private static JsonObject Author() => new() { ["name"] = "Mona Lisa", ["email"] = "monalisa@example.com" };
}
