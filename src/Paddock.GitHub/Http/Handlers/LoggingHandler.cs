using Microsoft.Extensions.Logging;
using Paddock.Ports;

namespace Paddock.GitHub.Http.Handlers;

/// <summary>
/// One line for each call, after everything below has had its say. The path only: a query may hold a name, a header a
/// token, a body a ticket.
/// </summary>
internal sealed partial class LoggingHandler(string connection, SteadyClock clock, ILogger logger) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!logger.IsEnabled(LogLevel.Debug))
        {
            return await base.SendAsync(request, cancellationToken);
        }
        var began = clock.Now;
        var path = request.RequestUri!.AbsolutePath;
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            var (status, requestId, took) = ((int)response.StatusCode, IdOf(response), clock.Now - began);
            LogAnswer(connection, request.Method, path, status, took, requestId);
            return response;
        }
        catch (CallFailedException failed)
        {
            var took = clock.Now - began;
            LogFailure(connection, request.Method, path, took, failed.Fault);
            throw;
        }
    }

    /// <summary>What GitHub's support asks for first.</summary>
    private static string IdOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-GitHub-Request-Id", out var values)
            ? Plain.Line(values.FirstOrDefault(), 64)
            : "-";

    [LoggerMessage(EventId = 3001, EventName = "github-answer", Level = LogLevel.Debug,
        Message = "{Connection}: {Method} {Path} answered {Status} after {Took} (request {RequestId})")]
    private partial void LogAnswer(
        string connection, HttpMethod method, string path, int status, TimeSpan took, string requestId);

    [LoggerMessage(EventId = 3002, EventName = "github-failure", Level = LogLevel.Debug,
        Message = "{Connection}: {Method} {Path} had no answer after {Took}: {Fault}")]
    private partial void LogFailure(string connection, HttpMethod method, string path, TimeSpan took, Fault fault);
}
