using Paddock.Core.Model;
using Paddock.Ports;

namespace Paddock.GitHub.Auth;

/// <summary>A token and whose budget its requests are charged to.</summary>
/// <param name="ExpiresAt">Null when nobody said; it is then used until GitHub refuses it.</param>
/// <param name="Identity">
/// <c>github.com/user:alice</c>, <c>github.com/installation:42</c>. Tokens of one identity share GitHub's limits, so
/// they share ours (decision D11). Holds no part of the token; shown to people.
/// </param>
/// <param name="MintedAt">
/// When GitHub made it for us; null for one that somebody gave us. For some seconds after, parts of GitHub may not have
/// heard of it.
/// </param>
internal sealed record AccessToken(
    Secret Value, DateTimeOffset? ExpiresAt, string Identity, DateTimeOffset? MintedAt = null);

/// <summary>The answer to a request for a token.</summary>
internal abstract record TokenReply
{
    public sealed record Granted(AccessToken Token) : TokenReply;

    public sealed record Refused(Fault Fault) : TokenReply;
}

/// <summary>
/// Where a connection's tokens come from. Renewing before the end, asking once for many callers, and remembering which
/// installation serves which owner happen behind this door.
/// </summary>
internal interface ITokenSource
{
    /// <param name="scope">
    /// For whom: a GitHub App has another token for each owner; a personal token is the same for all.
    /// </param>
    Task<TokenReply> GetAsync(Scope scope, CancellationToken cancellationToken);

    /// <summary>GitHub called this token bad: it is not handed out again without looking for a newer one.</summary>
    /// <param name="scope">For whom it was asked for.</param>
    /// <param name="refusal">The 401; it may say why, and what time it is at GitHub.</param>
    void Reject(Scope scope, AccessToken token, HttpResponseMessage refusal);
}
