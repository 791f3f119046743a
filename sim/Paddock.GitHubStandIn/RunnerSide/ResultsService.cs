using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Paddock.GitHubStandIn.Http;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.RunnerSide;

/// <summary>
/// The results service: tells workers where to put logs and learns how far their steps are. Twirp, so every call is a
/// POST of JSON.
/// </summary>
internal static class ResultsService
{
    private const string Receiver = "/_runner/results/twirp/results.services.receiver.Receiver";
    private const string Steps = "/_runner/results/twirp/github.actions.results.api.v1.WorkflowStepUpdateService";

    private static readonly (string Call, string Kind, string Field)[] Logs =
    [
        ("GetStepLogsSignedBlobURL", "step", "logs_url"), ("GetJobLogsSignedBlobURL", "job", "logs_url"),
        ("GetStepSummarySignedBlobURL", "summary", "summary_url"),
        ("GetJobDiagLogsSignedBlobURL", "diag", "diag_logs_url"),
    ];

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var (call, kind, field) in Logs)
        {
            app.MapPost($"{Receiver}/{call}", (RequestDelegate)(context => AddressAsync(context, kind, field)));
        }
        foreach (var call in (string[])["CreateStepLogsMetadata", "CreateJobLogsMetadata", "CreateStepSummaryMetadata"])
        {
            app.MapPost($"{Receiver}/{call}", (RequestDelegate)AgreeAsync);
        }
        app.MapPost($"{Steps}/WorkflowStepsUpdate", (RequestDelegate)UpdateStepsAsync);
    }

    private static async Task AddressAsync(HttpContext context, string kind, string field)
    {
        if (await Protocol.ClaimsAsync(context, "results") is not { } claims)
        {
            return;
        }
        if (await Protocol.ReadAsync(context, RunnerBodies.Default.BlobBody) is not { } body
            || body.JobId != claims.JobId)
        {
            await Protocol.WriteAsync(
                context, 404, new JsonObject { ["code"] = "not_found", ["msg"] = "No such job." });
            return;
        }
        var url = RequestNote.Of(context).World.Do((world, _) =>
            world.Blobs.UrlOf(world.Logs.NameOf(body.JobId, kind, body.StepId), world.Site));
        await Protocol.WriteAsync(context, 200, new JsonObject
        {
            [field] = url, ["blob_storage_type"] = "BLOB_STORAGE_TYPE_AZURE", ["soft_size_limit"] = 1 << 20,
        });
    }

    private static async Task AgreeAsync(HttpContext context)
    {
        if (await Protocol.ClaimsAsync(context, "results") is not null)
        {
            await Protocol.WriteAsync(context, 200, new JsonObject { ["ok"] = true });
        }
    }

    private static async Task UpdateStepsAsync(HttpContext context)
    {
        if (await Protocol.ClaimsAsync(context, "steps") is not { } claims)
        {
            return;
        }
        var body = await Protocol.ReadAsync(context, RunnerBodies.Default.StepsUpdateBody);
        if (body is not null && body.JobId == claims.JobId)
        {
            RequestNote.Of(context).World.Do((world, _) => Report(world, body));
        }
        await Protocol.WriteAsync(context, 200, new JsonObject { ["ok"] = true });
    }

    private static void Report(GitHubWorld world, StepsUpdateBody body)
    {
        var steps = world.Logs.Merge(body.JobId, body.Steps ?? []);
        if (world.Model.JobByRequest(body.JobId) is { } job)
        {
            world.Model.Report(job.Id, steps);
        }
    }
}
