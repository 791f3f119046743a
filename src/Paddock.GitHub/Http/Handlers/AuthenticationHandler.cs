using System.Net;
using System.Net.Http.Headers;
using Paddock.GitHub.Auth;

namespace Paddock.GitHub.Http.Handlers;

/// <summary>
/// Puts the token on each request, also after a redirect. A 401 means that GitHub did nothing, so even a POST may go
/// again: when the token is so new that not all of GitHub knows it, or when its source has another one, because its
/// file was replaced, or an installation token was renewed.
/// </summary>
internal sealed class AuthenticationHandler(ITokenSource tokens, SteadyClock clock) : DelegatingHandler
{
    /// <summary>So long a new token may be unknown to parts of GitHub (what Octokit reckons with).</summary>
    private static readonly TimeSpan Youth = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan[] Delays = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var state = RequestState.Of(request);
        var response = await SendPatientlyAsync(state.Token, request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized || IsYoung(state.Token))
        {
            return response;
        }
        tokens.Reject(state.Call.Scope, state.Token, response);
        var reply = await tokens.GetAsync(state.Call.Scope, cancellationToken);
        if (reply is not TokenReply.Granted { Token: var fresh } || fresh.Value.Reveal() == state.Token.Value.Reveal())
        {
            return response;
        }
        response.Dispose();
        state.Token = fresh;
        return await SendPatientlyAsync(fresh, request, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendPatientlyAsync(
        AccessToken token, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        foreach (var delay in Delays)
        {
            var response = await SendWithAsync(token, request, cancellationToken);
            if (response.StatusCode != HttpStatusCode.Unauthorized || !IsYoung(token))
            {
                return response;
            }
            response.Dispose();
            await clock.WaitUntilAsync(clock.Now + delay, cancellationToken);
        }
        return await SendWithAsync(token, request, cancellationToken);
    }

    private bool IsYoung(AccessToken token) => token.MintedAt + Youth > clock.Now;

    private Task<HttpResponseMessage> SendWithAsync(
        AccessToken token, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value.Reveal());
        return base.SendAsync(request, cancellationToken);
    }
}
