using Paddock.Core.Model;
using Paddock.GitHub.Http;
using Paddock.Ports;

namespace Paddock.GitHub.Auth;

/// <summary>
/// The App itself as a caller: one JWT for all questions, signed anew every few minutes, when the key was replaced, and
/// when GitHub's clock turns out to be another than ours.
/// </summary>
internal sealed class AppPass(string clientId, AppKeyText text, string identity, SteadyClock clock) : ITokenSource
{
    /// <summary>The header counts whole seconds and the answer was under way: below that, clocks agree.</summary>
    private static readonly TimeSpan SkewLeast = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private TimeSpan _skew;
    private (AppKey Key, Secret Jwt, DateTimeOffset Until)? _signed;

    /// <summary>What GitHub's clock says now, as far as we know.</summary>
    public DateTimeOffset GitHubNow
    {
        get
        {
            lock (_lock)
            {
                return clock.Now + _skew;
            }
        }
    }

    public Task<TokenReply> GetAsync(Scope scope, CancellationToken cancellationToken)
    {
        var (key, fault) = text.Get();
        return Task.FromResult<TokenReply>(key is null
            ? new TokenReply.Refused(fault!)
            : new TokenReply.Granted(new AccessToken(JwtOf(key), ExpiresAt: null, identity)));
    }

    /// <summary>
    /// The same JWT is handed out again unless something changed, so that a wrong key is sent once and not twice.
    /// </summary>
    public void Reject(Scope scope, AccessToken token, HttpResponseMessage refusal)
    {
        text.Distrust();
        if (!SpeaksOfTime(GitHubError.Of(refusal).Message) || refusal.Headers.Date is not { } told)
        {
            return;
        }
        lock (_lock)
        {
            var skew = told - clock.Now;
            if ((skew - _skew).Duration() >= SkewLeast)
            {
                _skew = skew;
                _signed = null;
            }
        }
    }

    private Secret JwtOf(AppKey key)
    {
        lock (_lock)
        {
            if (_signed is not { } signed || signed.Until <= clock.Now || !signed.Key.IsSameAs(key))
            {
                _signed = signed = (
                    key, AppJwt.Sign(key, clientId, clock.Now + _skew), clock.Now + AppJwt.UseLimit);
            }
            return signed.Jwt;
        }
    }

    /// <summary>"'Issued at' claim ('iat') must be …", "'Expiration time' claim ('exp') is too far …".</summary>
    private static bool SpeaksOfTime(string said) =>
        said.Contains("('iat')", StringComparison.Ordinal) || said.Contains("('exp')", StringComparison.Ordinal);
}
