using System.Text.Json.Nodes;
using Paddock.StubRunner.Jobs;

namespace Paddock.StubRunner.Protocol;

/// <summary>
/// Reports steps and uploads logs. All of it is best effort: a job does not fail because nobody could hear how it went.
/// </summary>
internal sealed class Results(HttpClient http, JobTicket ticket)
{
    private const string Receiver = "twirp/results.services.receiver.Receiver/";
    private const string Updates = "twirp/github.actions.results.api.v1.WorkflowStepUpdateService/WorkflowStepsUpdate";

    private long _changeOrder = 1;

    public Task ReportAsync(IEnumerable<JobStep> steps, CancellationToken cancellationToken) =>
        TryAsync(async results =>
    {
        var body = Ids();
        body["steps"] = new JsonArray([.. steps.Select(step => step.Live())]);
        body["change_order"] = _changeOrder++;
        await ticket.PostAsync(new Uri(results, Updates), body, cancellationToken);
    });

    public Task UploadStepAsync(JobStep step, CancellationToken cancellationToken) => TryAsync(async results =>
    {
        var body = Ids();
        body["step_backend_id"] = step.Id;
        await UploadAsync(results, "StepLogs", body, step.Log, cancellationToken);
    });

    public Task UploadJobAsync(StepLog log, CancellationToken cancellationToken) =>
        TryAsync(results => UploadAsync(results, "JobLogs", Ids(), log, cancellationToken));

    private async Task UploadAsync(
        Uri results, string kind, JsonObject ids, StepLog log, CancellationToken cancellationToken)
    {
        var reply = await ticket.PostAsync(
            new Uri(results, $"{Receiver}Get{kind}SignedBlobURL"), ids, cancellationToken);
        if ((string?)reply.Body?["logs_url"] is not { } url)
        {
            return;
        }
        using var request = new HttpRequestMessage(
            HttpMethod.Put, url) { Content = new ByteArrayContent(log.ToBytes()) };
        request.Content.Headers.Add("x-ms-blob-type", "BlockBlob");
        request.Content.Headers.Add("Content-Type", "text/plain; charset=utf-8");
        using var response = await http.SendAsync(request, cancellationToken);
        var done = (JsonObject)ids.DeepClone();
        done["uploaded_at"] = log.LastAt.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
        done["line_count"] = log.LineCount;
        await ticket.PostAsync(new Uri(results, $"{Receiver}Create{kind}Metadata"), done, cancellationToken);
    }

    private async Task TryAsync(Func<Uri, Task> report)
    {
        if (ticket.Results is not { } results)
        {
            return;
        }
        try
        {
            await report(results);
        }
        catch (HttpRequestException)
        {
            // See above.
        }
    }

    private JsonObject Ids() => new()
    {
        ["workflow_run_backend_id"] = ticket.PlanId, ["workflow_job_run_backend_id"] = ticket.JobId,
    };
}
