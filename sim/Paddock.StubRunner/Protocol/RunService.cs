using System.Text.Json.Nodes;

namespace Paddock.StubRunner.Protocol;

/// <summary>Takes jobs.</summary>
internal static class RunService
{
    /// <summary>The job's ticket, or the status with which it was refused.</summary>
    public static async Task<(JobTicket? Ticket, int Status)> AcquireAsync(
        HttpClient http, TokenSource tokens, JsonObject reference, CancellationToken cancellationToken)
    {
        var service = new Service(http, new Uri((string)reference["run_service_url"]!), tokens);
        var body = new JsonObject
        {
            ["jobMessageId"] = (string)reference["runner_request_id"]!,
            ["runnerOS"] = "Linux",
            ["billingOwnerId"] = (string?)reference["billing_owner_id"],
        };
        var reply = await service.SendAsync(HttpMethod.Post, "acquirejob", body, cancellationToken);
        return reply is { IsSuccess: true, Body: not null }
            ? (new JobTicket(http, reply.Body), reply.Status)
            : (null, reply.Status);
    }
}
