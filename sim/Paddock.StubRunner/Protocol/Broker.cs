using System.Text.Json.Nodes;

namespace Paddock.StubRunner.Protocol;

/// <summary>How opening a session went.</summary>
internal enum SessionOutcome
{
    Opened,

    /// <summary>Another listener has this registration's session.</summary>
    Conflict,

    /// <summary>Refused for good.</summary>
    Forbidden,

    /// <summary>Anything else: worth another try.</summary>
    Failed,
}

/// <summary>What a poll brought.</summary>
internal abstract record News
{
    public sealed record Nothing : News;

    public sealed record Job(JsonObject Reference) : News;

    public sealed record Cancellation(string JobId) : News;

    /// <summary>An error with a kind of the broker's, or its status as a text.</summary>
    public sealed record Error(string Kind) : News;
}

/// <summary>The broker: sessions, and the long poll for messages.</summary>
internal sealed class Broker(Service service, Settings settings, string version)
{
    private string _session = "";

    public async Task<SessionOutcome> OpenAsync(CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["sessionId"] = Guid.Empty.ToString(),
            ["ownerName"] = $"{Environment.MachineName} (PID: {Environment.ProcessId})",
            ["agent"] = new JsonObject
            {
                ["id"] = settings.AgentId,
                ["name"] = settings.AgentName,
                ["version"] = version,
                ["osDescription"] = Environment.OSVersion.VersionString,
            },
            ["useFipsEncryption"] = false,
        };
        var reply = await service.SendAsync(HttpMethod.Post, "session", body, cancellationToken);
        if (reply.IsSuccess && (string?)reply.Body?["sessionId"] is { } session)
        {
            _session = session;
            return SessionOutcome.Opened;
        }
        return reply.Status switch
        {
            409 => SessionOutcome.Conflict,
            403 => SessionOutcome.Forbidden,
            _ => SessionOutcome.Failed,
        };
    }

    public Task CloseAsync(CancellationToken cancellationToken) =>
        service.SendAsync(HttpMethod.Delete, "session", body: null, cancellationToken);

    public async Task<News> PollAsync(bool isBusy, CancellationToken cancellationToken)
    {
        var reply = await service.SendAsync(
            HttpMethod.Get, $"message?{Query(isBusy)}&disableUpdate=true", null, cancellationToken);
        if (!reply.IsSuccess)
        {
            return new News.Error(KindOf(reply));
        }
        var content = (string?)reply.Body?["body"] is { } text ? JsonNode.Parse(text)?.AsObject() : null;
        return ((string?)reply.Body?["messageType"])?.ToLowerInvariant() switch
        {
            "runnerjobrequest" when content is not null => new News.Job(content),
            "jobcancellation" when content is not null => new News.Cancellation((string)content["jobId"]!),
            _ => new News.Nothing(),
        };
    }

    /// <summary>The kind of the error that answers an acknowledgement; null when it was taken.</summary>
    public async Task<string?> AcknowledgeAsync(string requestId, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["runnerRequestId"] = requestId };
        var reply = await service.SendAsync(
            HttpMethod.Post, $"acknowledge?{Query(isBusy: false)}", body, cancellationToken);
        return reply.IsSuccess ? null : KindOf(reply);
    }

    private string Query(bool isBusy) =>
        $"sessionId={_session}&status={(isBusy ? "Busy" : "Online")}&runnerVersion={version}&os=Linux&architecture=X64";

    /// <summary>Only errors that the broker signs have a kind.</summary>
    private static string KindOf(ServiceReply reply) =>
        (string?)reply.Body?["source"] == "actions-broker-listener" && (string?)reply.Body?["errorKind"] is { } kind
            ? kind
            : reply.Status.ToString();
}
