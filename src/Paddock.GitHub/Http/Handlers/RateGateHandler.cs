using Microsoft.Extensions.Logging;
using Paddock.Core.Model;
using Paddock.GitHub.Http.Rates;
using Paddock.Ports;

namespace Paddock.GitHub.Http.Handlers;

/// <summary>
/// Lets a request through when its identity's budget allows, and reports the answer back to the budget. An answer that
/// is a limit ends here, as the fault it is; it was certainly not carried out.
/// </summary>
internal sealed partial class RateGateHandler(RateGates gates, SteadyClock clock, ILogger logger) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var state = RequestState.Of(request);
        var identity = state.Token.Identity;
        var gate = gates.For(identity);
        var isWrite = request.Method != HttpMethod.Get && request.Method != HttpMethod.Head;
        var pass = await gate.EnterAsync(state.Call, isWrite, cancellationToken);
        HttpResponseMessage? response = null;
        RateAnswer? answer = null;
        RatePause? pause;
        try
        {
            response = await base.SendAsync(request, cancellationToken);
            answer = RateAnswer.Of(response, clock.Now);
        }
        finally
        {
            pause = gate.Leave(pass, isWrite, answer);
        }
        return pause is { } limit ? throw Limited(identity, limit, response) : response;
    }

    private CallFailedException Limited(string identity, RatePause pause, HttpResponseMessage response)
    {
        var said = GitHubError.Of(response).Message;
        response.Dispose();
        if (pause.IsNews)
        {
            LogPause(identity, pause.Until, said);
        }
        return new CallFailedException(new Fault(
            FaultKind.RateLimited, $"GitHub limits {identity} until {pause.Until:HH:mm:ss} UTC: {said}", pause.Until));
    }

    [LoggerMessage(EventId = 3003, EventName = "github-pause", Level = LogLevel.Warning,
        Message = "{Identity} pauses until {Until:u}: {Said}")]
    private partial void LogPause(string identity, DateTimeOffset until, string said);
}
