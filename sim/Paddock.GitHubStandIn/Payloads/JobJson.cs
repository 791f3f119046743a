using System.Text.Json.Nodes;
using Paddock.GitHubModel;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.Payloads;

/// <summary>Jobs; the same shape in REST and in webhooks.</summary>
internal static class JobJson
{
    public static JsonObject Of(
        GitHubModel.GitHubModel model, ModelJob job, ModelRun run, ModelRepository repository, Site site)
    {
        var repositoryUrl = $"{site.Api}/repos/{repository.FullName}";
        var shape = new JsonObject
        {
            ["id"] = job.Id,
            ["run_id"] = run.Id,
            ["workflow_name"] = run.Workflow,
            ["head_branch"] = run.Branch,
            ["run_url"] = $"{repositoryUrl}/actions/runs/{run.Id}",
            ["run_attempt"] = job.Attempt,
            ["node_id"] = Stamp.NodeIdOf("CR", job.Id),
            ["head_sha"] = Stamp.ShaOf(run.Id),
            ["url"] = $"{repositoryUrl}/actions/jobs/{job.Id}",
            ["html_url"] = $"{site.Html}/{repository.FullName}/actions/runs/{run.Id}/job/{job.Id}",
            ["status"] = job.Status,
            ["conclusion"] = job.Conclusion,
            ["created_at"] = Stamp.Of(job.CreatedAt),

            // While a job waits, GitHub shows the time it was created.
            ["started_at"] = Stamp.Of(job.StartedAt ?? job.CreatedAt),
            ["completed_at"] = Stamp.Of(job.CompletedAt),
            ["name"] = job.Template.Name,
            ["steps"] = new JsonArray([.. job.Results.Select(Step)]),
            ["check_run_url"] = $"{repositoryUrl}/check-runs/{job.Id}",
            ["labels"] = new JsonArray([.. job.Template.Labels.Select(label => (JsonNode)label)]),
        };
        AddRunner(shape, model, job, repository);
        return shape;
    }

    private static void AddRunner(
        JsonObject shape, GitHubModel.GitHubModel model, ModelJob job, ModelRepository repository)
    {
        // Null before a runner has it; but zero and nothing for a job that ended without one, as GitHub has been seen
        // to do.
        var endedWithout = job is { Status: JobStatus.Completed, RunnerId: null };
        shape["runner_id"] = endedWithout ? 0 : job.RunnerId;
        shape["runner_name"] = endedWithout ? "" : job.RunnerName;
        shape["runner_group_id"] = endedWithout ? 0 : job.RunnerGroupId;
        shape["runner_group_name"] = endedWithout ? "" : job.RunnerGroupId switch
        {
            null => null,
            0 => "GitHub Actions",
            { } id => GroupName(model, repository, id),
        };
    }

    private static string GroupName(GitHubModel.GitHubModel model, ModelRepository repository, long id)
    {
        var groups = model.Groups($"orgs/{repository.Owner}");
        return groups.FirstOrDefault(group => group.Id == id)?.Name ?? "Default";
    }

    private static JsonNode Step(StepResult step) => new JsonObject
    {
        ["name"] = step.Name,
        ["status"] = step.Status,
        ["conclusion"] = step.Conclusion,
        ["number"] = step.Number,
        ["started_at"] = Stamp.Of(step.StartedAt),
        ["completed_at"] = Stamp.Of(step.CompletedAt),
    };
}
