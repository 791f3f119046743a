using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Paddock.StubRunner.Protocol;

/// <summary>A job that was acquired: its message, and where and as whom to speak about it.</summary>
internal sealed class JobTicket(HttpClient http, JsonObject message)
{
    private readonly JsonObject _endpoint = message["resources"]!["endpoints"]!.AsArray()
        .Select(endpoint => endpoint!.AsObject())
        .First(endpoint => (string?)endpoint["name"] == "SystemVssConnection");

    public JsonObject Message => message;

    public string JobId => (string)message["jobId"]!;

    public string PlanId => (string)message["plan"]!["planId"]!;

    public string DisplayName => (string?)message["jobDisplayName"] ?? JobId;

    /// <summary>Where logs go; null when nobody wants them.</summary>
    public Uri? Results => Variable("system.github.results_endpoint") is { Length: > 0 } url ? new Uri(url) : null;

    private Uri Address => new((string)_endpoint["url"]!);

    private AuthenticationHeaderValue Authorization => new(
        "Bearer", (string)_endpoint["authorization"]!["parameters"]!["AccessToken"]!);

    /// <summary>Calls a service in the job's name.</summary>
    public Task<ServiceReply> PostAsync(Uri url, JsonObject body, CancellationToken cancellationToken) =>
        Service.SendAsync(http, HttpMethod.Post, url, body, Authorization, cancellationToken);

    /// <summary>Says that the job is still being worked on; the status of the answer.</summary>
    public async Task<int> RenewAsync(CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["planId"] = PlanId, ["jobId"] = JobId };
        return (await PostAsync(new Uri(Address, "renewjob"), body, cancellationToken)).Status;
    }

    public async Task<int> CompleteAsync(JobResult result, JsonArray steps, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["planId"] = PlanId,
            ["jobId"] = JobId,
            ["conclusion"] = result.ToString().ToLowerInvariant(),
            ["outputs"] = new JsonObject(),
            ["stepResults"] = steps,
            ["annotations"] = new JsonArray(),
            ["billingOwnerId"] = (string?)message["billingOwnerId"],
        };
        return (await PostAsync(new Uri(Address, "completejob"), body, cancellationToken)).Status;
    }

    private string? Variable(string name) => (string?)message["variables"]?[name]?["value"];
}
