using System.Net;
using System.Net.Http.Headers;
using Paddock.GitHub.Auth;

namespace Paddock.GitHub.Http.Handlers;

/// <summary>
/// Puts the token on each request, also after a redirect. A 401 means that GitHub did nothing, so even a POST may go
/// again when the token's source has another one: its file was replaced, or an installation token was renewed.
/// </summary>
internal sealed class AuthenticationHandler(ITokenSource tokens) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var state = RequestState.Of(request);
        var response = await SendWithAsync(state.Token, request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
        {
            return response;
        }
        tokens.Reject(state.Token);
        var reply = await tokens.GetAsync(state.Call.Scope, cancellationToken);
        if (reply is not TokenReply.Granted { Token: var fresh } || fresh.Value.Reveal() == state.Token.Value.Reveal())
        {
            return response;
        }
        response.Dispose();
        state.Token = fresh;
        return await SendWithAsync(fresh, request, cancellationToken);
    }

    private Task<HttpResponseMessage> SendWithAsync(
        AccessToken token, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value.Reveal());
        return base.SendAsync(request, cancellationToken);
    }
}
