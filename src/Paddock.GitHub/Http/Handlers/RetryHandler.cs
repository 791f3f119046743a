using System.Net;
using Paddock.Core.Model;
using Paddock.GitHub.Http.Rates;

namespace Paddock.GitHub.Http.Handlers;

/// <summary>
/// Repeats what may be repeated: a GET or DELETE that met a server error, a time-out or a broken connection. A POST
/// never, because nobody knows whether it was carried out. Stands above the rate gate, so that every attempt is
/// counted and none is sent once the identity is limited.
/// </summary>
internal sealed class RetryHandler(SteadyClock clock) : DelegatingHandler
{
    private static readonly TimeSpan[] Delays =
        [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)];

    private readonly Spread _spread = new();

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Get && request.Method != HttpMethod.Delete)
        {
            return await base.SendAsync(request, cancellationToken);
        }
        foreach (var delay in Delays)
        {
            if (await TryAsync(request, cancellationToken) is { } response)
            {
                return response;
            }
            await clock.WaitUntilAsync(clock.Now + _spread.Of(delay), cancellationToken);
        }
        return await base.SendAsync(request, cancellationToken);
    }

    /// <summary>Null when it is worth another attempt.</summary>
    private async Task<HttpResponseMessage?> TryAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (!IsPassing(response))
            {
                return response;
            }
            response.Dispose();
            return null;
        }
        catch (CallFailedException failed) when (failed.Fault.Kind is FaultKind.Transient or FaultKind.Ambiguous)
        {
            return null;
        }
    }

    /// <summary>A server error that names no time of its own; one that does is the caller's to wait for.</summary>
    private bool IsPassing(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway
            or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
        && RateAnswer.RetryAfterOf(response, clock.Now) is null;
}
