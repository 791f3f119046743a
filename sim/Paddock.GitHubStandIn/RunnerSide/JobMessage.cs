using System.Text.Json.Nodes;
using Paddock.GitHubModel;
using Paddock.GitHubStandIn.Payloads;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.RunnerSide;

/// <summary>
/// The full job message: what a runner needs to run <c>run:</c> steps and to report. The smallest that the unmodified
/// runner 2.336 has been seen to take, plus the names that make its logs readable.
/// </summary>
internal static class JobMessage
{
    public static JsonObject Of(GitHubWorld world, ModelJob job)
    {
        var run = world.Model.Run(job.RunId)!;
        var jobId = job.RequestId.ToString();
        return new JsonObject
        {
            ["messageType"] = "RunnerJobRequest",
            ["plan"] = new JsonObject
            {
                ["scopeIdentifier"] = Guid.Empty.ToString(),
                ["planType"] = "actions",
                ["version"] = 0,
                ["planId"] = PlanIdOf(run).ToString(),
                ["planGroup"] = "",
            },
            ["timeline"] = new JsonObject { ["id"] = world.Dice.NextGuid().ToString(), ["changeId"] = 1 },
            ["jobId"] = jobId,
            ["jobDisplayName"] = job.Template.Name,
            ["jobName"] = KeyOf(job.Template.Name),
            ["requestId"] = 1,
            ["lockedUntil"] = "0001-01-01T00:00:00",
            ["fileTable"] = new JsonArray(RunJson.PathOf(run)),
            ["mask"] = new JsonArray(),
            ["steps"] = new JsonArray([.. job.Template.Steps.Select((step, index) => Step(world, step, index))]),
            ["variables"] = Variables(world, job, run),
            ["contextData"] = new JsonObject
            {
                ["github"] = Dictionary(GitHub(world, job, run)),
                ["needs"] = Dictionary([]),
                ["strategy"] = Dictionary([]),
                ["matrix"] = null,
                ["inputs"] = null,
                ["vars"] = Dictionary([]),
            },
            ["billingOwnerId"] = "O_1",
            ["resources"] = new JsonObject { ["endpoints"] = new JsonArray(Endpoint(world, job)) },
        };
    }

    private static JsonObject Step(GitHubWorld world, ModelStep step, int index)
    {
        var shape = new JsonObject
        {
            ["type"] = "action",
            ["reference"] = new JsonObject { ["type"] = "script" },
            ["id"] = world.Dice.NextGuid().ToString(),
            ["name"] = $"__run_{index}",
            ["contextName"] = $"__run_{index}",
            ["condition"] = "success()",
            ["inputs"] = new JsonObject
            {
                ["type"] = 2,
                ["map"] = new JsonArray(new JsonObject { ["key"] = "script", ["value"] = step.Script }),
            },
        };
        if (step.Name.Length > 0)
        {
            // Without one the runner makes it from the script's first line.
            shape["displayNameToken"] = step.Name;
        }
        return shape;
    }

    private static JsonObject Variables(GitHubWorld world, ModelJob job, ModelRun run)
    {
        var variables = new JsonObject();
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["system.github.job"] = KeyOf(job.Template.Name),
            ["system.github.results_endpoint"] = world.Site.Results,

            // Without it the runner speaks to the blob store by itself, and fails to begin any log above 2 MB (2.336).
            ["system.github.results_upload_with_sdk"] = "true",
            ["system.orchestrationId"] = $"{PlanIdOf(run)}.{KeyOf(job.Template.Name)}",
            ["system.runnerGroupName"] = "Default",
            ["system.runnerEnvironment"] = "self-hosted",
        })
        {
            variables[name] = new JsonObject { ["value"] = value };
        }
        return variables;
    }

    private static Dictionary<string, JsonNode?> GitHub(GitHubWorld world, ModelJob job, ModelRun run)
    {
        var repository = world.Model.Repository(run);
        return new Dictionary<string, JsonNode?>
        {
            ["repository"] = repository.FullName,
            ["repository_owner"] = repository.Owner,
            ["run_id"] = run.Id.ToString(),
            ["run_number"] = run.Number.ToString(),
            ["run_attempt"] = run.Attempt.ToString(),
            ["job"] = KeyOf(job.Template.Name),
            ["workflow"] = run.Workflow,
            ["event_name"] = run.Event,
            ["sha"] = Stamp.ShaOf(run.Id),
            ["ref"] = $"refs/heads/{run.Branch}",
            ["ref_name"] = run.Branch,
            ["ref_type"] = "branch",
            ["actor"] = UserJson.Sender,
            ["triggering_actor"] = UserJson.Sender,
            ["server_url"] = world.Site.Html,
            ["api_url"] = world.Site.Api,
            ["event"] = Dictionary(new() { ["ref"] = $"refs/heads/{run.Branch}" }),
        };
    }

    /// <summary>The runner's own notation for an object in a context.</summary>
    private static JsonObject Dictionary(Dictionary<string, JsonNode?> entries) => new()
    {
        ["t"] = 2,
        ["d"] = new JsonArray([.. entries.Select(entry => new JsonObject { ["k"] = entry.Key, ["v"] = entry.Value })]),
    };

    private static JsonObject Endpoint(GitHubWorld world, ModelJob job) => new()
    {
        ["name"] = "SystemVssConnection",
        ["url"] = world.Site.RunService,
        ["authorization"] = new JsonObject
        {
            ["scheme"] = "OAuth",
            ["parameters"] = new JsonObject { ["AccessToken"] = world.RunnerTokens.ForJob(job.RequestId) },
        },
        ["data"] = new JsonObject(),
        ["isShared"] = false,
        ["isReady"] = true,
    };

    /// <summary>
    /// The job's key in its workflow, which the model does not know: made from the name, of the characters that a key
    /// may have (GitHub docs, "Workflow syntax": <c>jobs.&lt;job_id&gt;</c>). The runner puts it into its User-Agent,
    /// and a worker that is given a space there ends its job before the first step.
    /// </summary>
    private static string KeyOf(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-' ? letter : '_'));

    private static Guid PlanIdOf(ModelRun run) =>
        new((int)run.Id, (short)run.Attempt, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 4);
}
