using Microsoft.Extensions.Logging;
using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.GitHub.Http;
using Paddock.GitHub.Jobs;
using Paddock.Ports.Store;

namespace Paddock.GitHub.Webhooks;

/// <summary>
/// Receives deliveries: read and verify, then parse, then store, then answer. In that order, so that nobody but GitHub
/// makes us parse anything, and nothing is accepted that is not stored (decision D22). Knows no web server; safe to
/// call from any number of threads.
/// </summary>
public sealed partial class WebhookReceiver
{
    private readonly Dictionary<string, WebhookEndpoint> _endpoints;
    private readonly AdmitReports _admit;
    private readonly AskForJob _ask;
    private readonly WebhookLimits _limits;
    private readonly ByteBudget _budget;
    private readonly TimeProvider _time;
    private readonly ILogger<WebhookReceiver> _logger;
    private int _hasToldCheckRun;

    public WebhookReceiver(
        IReadOnlyList<GitHubConnection> connections, AdmitReports admit, AskForJob ask, TimeProvider time,
        ILogger<WebhookReceiver> logger, WebhookLimits? limits = null)
    {
        _endpoints = connections.ToDictionary(
            connection => connection.Name, connection => new WebhookEndpoint(connection), StringComparer.Ordinal);
        _admit = admit;
        _ask = ask;
        _limits = limits ?? new WebhookLimits();
        _budget = new ByteBudget(_limits.BytesInFlightMax);
        _time = time;
        _logger = logger;
    }

    /// <summary>
    /// Always returns a reply: 202 stored or ignored, 200 for a ping or a repeat; 400, 401, 404, 408, 413 and 415 for
    /// what is wrong with the request, 503 for what is wrong here, so that GitHub lists the delivery as failed.
    /// </summary>
    public async Task<WebhookReply> ReceiveAsync(WebhookRequest request, CancellationToken cancellationToken)
    {
        if (!_endpoints.TryGetValue(request.Connection, out var endpoint) || !endpoint.IsOpen)
        {
            return new WebhookReply(404, "no such webhook");
        }
        if (request.ContentLength > _limits.BodyBytesMax)
        {
            return Refuse(BodyProblem.TooLarge);
        }
        using var signature = Signature.TryBegin(request.Header("X-Hub-Signature-256"), endpoint.Keys);
        if (signature is null && !endpoint.AcceptsUnsigned)
        {
            return new WebhookReply(401, "not signed");
        }
        using var body = new ReceivedBody(_budget, _limits);
        var problem = await body.ReadAsync(request.Body, signature, _time, cancellationToken);
        if (problem != BodyProblem.None)
        {
            return Refuse(problem);
        }
        return endpoint.AcceptsUnsigned || signature!.IsValid()
            ? await HandleAsync(endpoint, request, body)
            : new WebhookReply(401, "not signed");
    }

    private static WebhookReply Refuse(BodyProblem problem) => problem switch
    {
        BodyProblem.TooLarge => new WebhookReply(413, "too large"),
        BodyProblem.TooSlow => new WebhookReply(408, "too slow"),
        BodyProblem.NoMemory => new WebhookReply(503, "too many deliveries at once"),
        _ => new WebhookReply(400, "the body broke off"),
    };

    private async Task<WebhookReply> HandleAsync(WebhookEndpoint endpoint, WebhookRequest request, ReceivedBody body)
    {
        var name = request.Header("X-GitHub-Event");
        switch (name)
        {
            case JobEvent.Name:
                var reply = ReadJob(endpoint, request, body, out var report);
                return report is null ? reply : await StoreAsync(report, request, reply);
            case "ping":
                return Ping(request, body);
            case null or "":
                return new WebhookReply(400, "no X-GitHub-Event");
            case CheckRunEvent.Name when endpoint.AcceptsCheckRuns:
                var ignored = ReadCheckRun(request, body, out var found);
                return found is { } job ? await AskAsync(job.Repository, job.Job, request) : ignored;
            case CheckRunEvent.Name when Interlocked.Exchange(ref _hasToldCheckRun, 1) == 0:
                LogCheckRun(request.Connection);
                break;
        }
        return new WebhookReply(202, "ignored", Known(name));
    }

    /// <summary>Metrics get a label from a short list, whatever the header says.</summary>
    private static string Known(string name) =>
        name is "check_run" or "workflow_run" or "installation" or "installation_repositories" ? name : "other";

    /// <summary>The report, with the reply for when it is stored; or none, and the reply for why.</summary>
    private WebhookReply ReadJob(
        WebhookEndpoint endpoint, WebhookRequest request, ReceivedBody body, out JobObservation? report)
    {
        report = null;
        if (!TryFindJson(request, body, out var json))
        {
            return new WebhookReply(415, "the content type is neither JSON nor a form", JobEvent.Name);
        }
        if (WebhookPayload.Read(json, GitHubJson.Default.JobEventPayload, out var problem) is not { } payload)
        {
            return new WebhookReply(400, problem, JobEvent.Name);
        }
        report = JobEvent.Read(payload, _time.GetUtcNow(), endpoint.Host, out problem);
        if (problem.Length > 0)
        {
            return new WebhookReply(400, problem, JobEvent.Name);
        }
        return report is null
            ? new WebhookReply(202, "ignored", JobEvent.Name, "other")
            : new WebhookReply(202, "stored", JobEvent.Name, payload.Action!, 1);
    }

    private static WebhookReply ReadCheckRun(
        WebhookRequest request, ReceivedBody body, out (Repository Repository, long Job)? job)
    {
        job = null;
        if (!TryFindJson(request, body, out var json))
        {
            return new WebhookReply(415, "the content type is neither JSON nor a form", CheckRunEvent.Name);
        }
        if (WebhookPayload.Read(json, GitHubJson.Default.CheckRunEventPayload, out var problem) is not { } payload)
        {
            return new WebhookReply(400, problem, CheckRunEvent.Name);
        }
        job = CheckRunEvent.WaitingJobOf(payload);
        return new WebhookReply(202, "ignored", CheckRunEvent.Name);
    }

    /// <summary>
    /// The event says that there is a job and not what it wants. Refused when GitHub does not tell, so that it lists
    /// the delivery as failed; the sweep finds the job all the same.
    /// </summary>
    private async Task<WebhookReply> AskAsync(Repository repository, long job, WebhookRequest request)
    {
        using var limit = new CancellationTokenSource(_limits.AskLimit, _time);
        try
        {
            if (await _ask(request.Connection, repository, job, limit.Token) is { } report)
            {
                return await StoreAsync(
                    report, request, new WebhookReply(202, "stored", CheckRunEvent.Name, "created", 1));
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // No answer in time is no answer.
        }
        return new WebhookReply(503, "GitHub does not say what this job wants", CheckRunEvent.Name, "created");
    }

    /// <summary>
    /// The sender may be gone by now, and GitHub does not send again; the news is true all the same. So storing does
    /// not stop with the request.
    /// </summary>
    private async Task<WebhookReply> StoreAsync(JobObservation report, WebhookRequest request, WebhookReply stored)
    {
        Guid? delivery = Guid.TryParse(request.Header("X-GitHub-Delivery"), out var id) ? id : null;
        try
        {
            var isRepeat = await _admit([report], delivery, CancellationToken.None);
            return isRepeat ? stored with { Status = 200, Text = "stored before" } : stored;
        }
        catch (StoreFaultException fault)
        {
            LogNotStored(fault.Message);
            return stored with { Status = 503, Text = "not stored", Observations = 0 };
        }
    }

    /// <summary>
    /// Sent when a hook is made or somebody asks for it. It works, so the answer is 200; the text says what will be
    /// missed, and GitHub shows it beside the delivery.
    /// </summary>
    private WebhookReply Ping(WebhookRequest request, ReceivedBody body)
    {
        if (!TryFindJson(request, body, out var json))
        {
            return new WebhookReply(415, "the content type is neither JSON nor a form", "ping");
        }
        if (WebhookPayload.Read(json, GitHubJson.Default.PingEventPayload, out var problem) is not { } payload)
        {
            return new WebhookReply(400, problem, "ping");
        }
        var findings = PingChecks.Of(payload.Hook);
        LogPing(request.Connection, findings.Count == 0 ? "all is well" : string.Join("; ", findings));
        return new WebhookReply(200, findings.Count == 0 ? "pong" : $"pong, but {string.Join("; ", findings)}", "ping");
    }

    private static bool TryFindJson(WebhookRequest request, ReceivedBody body, out Span<byte> json)
    {
        var type = request.ContentType.AsSpan();
        var end = type.IndexOf(';');
        type = (end < 0 ? type : type[..end]).Trim();
        var isForm = type.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);
        json = isForm ? FormBody.Payload(body.Bytes) : body.Bytes;
        return isForm || type.Equals("application/json", StringComparison.OrdinalIgnoreCase);
    }

    [LoggerMessage(EventId = 3201, EventName = "webhook-ping", Level = LogLevel.Information,
        Message = "Webhook of connection {Connection} pinged: {Findings}")]
    private partial void LogPing(string connection, string findings);

    [LoggerMessage(EventId = 3202, EventName = "webhook-not-stored", Level = LogLevel.Error,
        Message = "A delivery could not be stored and was refused: {Why}")]
    private partial void LogNotStored(string why);

    [LoggerMessage(EventId = 3203, EventName = "webhook-check-run", Level = LogLevel.Warning,
        Message = "The webhook of connection {Connection} sends check_run, which names no labels: choose workflow_job")]
    private partial void LogCheckRun(string connection);
}
