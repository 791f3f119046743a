using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Paddock.Bench.Load;

/// <summary>
/// Deliveries as GitHub sends them: a payload of GitHub's size with a job id of its own, signed, as the bytes of a
/// whole HTTP request. Made ahead of the measurement, so that only the receiver's work is timed.
/// </summary>
internal static class SignedDelivery
{
    private const string FixtureJob = "51001234567";
    private const string FixtureQueuedAt = "\"created_at\": \"2026-11-20T10:00:00Z\"";
    private const string FixtureIsPublic = "\"private\": false";

    private static readonly byte[] Secret = Encoding.UTF8.GetBytes(Host.BenchHost.WebhookSecret);

    public static byte[] Queued(long job) => Request(Payload("queued", job), job, 'a');

    public static byte[] Started(long job, string runner) => Request(WithRunner("in_progress", job, runner), job, 'b');

    public static byte[] Finished(long job, string runner) =>
        Request(WithRunner("completed.success", job, runner), job, 'c');

    private static string WithRunner(string kind, long job, string runner)
    {
        var payload = Payload(kind, job);
        var at = payload.IndexOf("\"runner_name\": \"", StringComparison.Ordinal) + "\"runner_name\": \"".Length;
        return payload[..at] + runner + payload[payload.IndexOf('"', at)..];
    }

    private static string Payload(string kind, long job) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Payloads", $"workflow_job.{kind}.self-hosted.json"))
            .Replace(FixtureJob, job.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace(FixtureIsPublic, "\"private\": true", StringComparison.Ordinal)

            // A job that was queued long ago would be looked up before a runner is made for it.
            .Replace(
                FixtureQueuedAt, $"\"created_at\": \"{TimeProvider.System.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}\"",
                StringComparison.Ordinal);

    private static byte[] Request(string payload, long job, char kind)
    {
        var body = Encoding.UTF8.GetBytes(payload);
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Secret, body));
        var delivery = string.Create(CultureInfo.InvariantCulture, $"{kind}0000000-0000-4000-8000-{job:d12}");
        var head = $"""
            POST /webhook HTTP/1.1
            Host: 127.0.0.1
            User-Agent: GitHub-Hookshot/bench
            Content-Type: application/json
            X-GitHub-Event: workflow_job
            X-GitHub-Delivery: {delivery}
            X-Hub-Signature-256: sha256={signature}
            Content-Length: {body.Length}


            """.ReplaceLineEndings("\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }
}
