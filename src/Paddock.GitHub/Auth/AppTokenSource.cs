using System.Collections.Concurrent;
using System.Net;
using Paddock.Core.Model;
using Paddock.GitHub.Http;

namespace Paddock.GitHub.Auth;

/// <summary>
/// Installation tokens: for each owner another one, asked for once however many callers wait, and renewed before its
/// end. An owner has one installation of an App, so everything here is kept by owner.
/// </summary>
internal sealed class AppTokenSource(AppDesk desk, AppPass pass, AppFaults faults, string host, SteadyClock clock)
    : ITokenSource
{
    /// <summary>GitHub's tokens live an hour; one that claims more would only hide that clocks differ.</summary>
    private static readonly TimeSpan LifeMost = TimeSpan.FromHours(1);

    /// <summary>Before its end a token is renewed: a request must not meet the end on its way.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    /// <summary>A token never gains a permission; one that lacks some is replaced after so long.</summary>
    private static readonly TimeSpan LackingLife = TimeSpan.FromSeconds(15);

    /// <summary>Uninstalling is told by a 404 or 401, so this only bounds what nobody told.</summary>
    private static readonly TimeSpan InstallationLife = TimeSpan.FromDays(1);

    /// <summary>When GitHub could not renew a token that has not ended, it is asked again after so long.</summary>
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(15);

    private readonly Memo<string, Answer<InstallationPayload>> _installations = new(clock);
    private readonly Memo<string, Answer<Grant>> _grants = new(clock);

    /// <summary>The last token of each owner, for when its renewal fails.</summary>
    private readonly ConcurrentDictionary<string, Grant> _last = new(StringComparer.Ordinal);

    private sealed record Grant(
        AccessToken Token, InstallationPayload Installation, IReadOnlyDictionary<string, string>? Permissions);

    /// <summary>For questions that the App asks as itself.</summary>
    public ApiClient AppApi => desk.Api;

    public async Task<TokenReply> GetAsync(Scope scope, CancellationToken cancellationToken)
    {
        if (scope.Kind == ScopeKind.Enterprise)
        {
            return new TokenReply.Refused(faults.NoEnterprise(scope));
        }
        var answer = await GrantAsync(scope, cancellationToken);
        if (answer.Has(out var grant, out _) && Missing(scope, grant).Count > 0
            && grant.Token.MintedAt + LackingLife <= clock.Now)
        {
            Forget(scope, grant.Token);
            answer = await GrantAsync(scope, cancellationToken);
        }
        return Reply(scope, answer);
    }

    /// <summary>
    /// Revoked, or its installation was removed and perhaps made anew under another number: both are asked for again.
    /// </summary>
    public void Reject(Scope scope, AccessToken token, HttpResponseMessage refusal)
    {
        if (Forget(scope, token))
        {
            _installations.Forget(KeyOf(scope));
        }
    }

    private TokenReply Reply(Scope scope, Answer<Grant> answer)
    {
        if (!answer.Has(out var grant, out var refused))
        {
            return new TokenReply.Refused(refused.Fault);
        }
        var missing = Missing(scope, grant);
        return missing.Count == 0
            ? new TokenReply.Granted(grant.Token)
            : new TokenReply.Refused(faults.Lacks(scope, grant.Installation, missing));
    }

    /// <summary>An old Enterprise Server may not tell them; then each request finds out by itself.</summary>
    private static IReadOnlyList<string> Missing(Scope scope, Grant grant) =>
        grant.Permissions is { } granted ? AppPermissions.Missing(scope.Kind, granted) : [];

    /// <summary>Not when another caller has brought a newer one meanwhile.</summary>
    private bool Forget(Scope scope, AccessToken token)
    {
        var isForgotten = _grants.Forget(
            KeyOf(scope), kept => kept.Has(out var grant, out _) && grant.Token == token);
        if (isForgotten)
        {
            _last.TryRemove(KeyOf(scope), out _);
        }
        return isForgotten;
    }

    private Task<Answer<Grant>> GrantAsync(Scope scope, CancellationToken cancellationToken) =>
        _grants.GetAsync(KeyOf(scope), () => AskAsync(scope), cancellationToken);

    private async Task<Kept<Answer<Grant>>> AskAsync(Scope scope)
    {
        var (installation, minted) = await MintAsync(scope);
        if (minted is { } gone && !gone.Has(out _, out var lost) && lost.Status == HttpStatusCode.NotFound)
        {
            _installations.Forget(KeyOf(scope));
            (installation, minted) = await MintAsync(scope);
        }
        if (!installation.Has(out var found, out var unknown))
        {
            return Instead(scope, unknown.To<Grant>());
        }
        if (!minted!.Has(out var payload, out var refused))
        {
            return Instead(scope, refused.To<Grant>());
        }
        var token = new AccessToken(payload.Token!, payload.ExpiresAt, $"{host}/installation:{found.Id}", clock.Now);
        var grant = _last[KeyOf(scope)] = new Grant(token, found, payload.Permissions);
        return new(new Answer<Grant>.Ok(grant), LifeOf(payload));
    }

    /// <summary>
    /// The refusal; or, when GitHub merely could not answer, the token that was to be renewed, as long as it holds.
    /// That is why it is renewed before its end.
    /// </summary>
    private Kept<Answer<Grant>> Instead(Scope scope, Answer<Grant>.Refused refused) =>
        refused.Fault.Kind is FaultKind.Transient or FaultKind.RateLimited
        && _last.TryGetValue(KeyOf(scope), out var last)
        && last.Token.ExpiresAt - RetryPause > pass.GitHubNow
            ? new(new Answer<Grant>.Ok(last), RetryPause)
            : new(refused, TimeSpan.Zero);

    /// <summary>The second is null when there is no installation to mint for.</summary>
    private async Task<(Answer<InstallationPayload>, Answer<InstallationTokenPayload>?)> MintAsync(Scope scope)
    {
        var installation = await _installations.GetAsync(KeyOf(scope), () => FindAsync(scope), CancellationToken.None);
        return installation.Has(out var found, out _)
            ? (installation, await desk.MintAsync(scope, found, CancellationToken.None))
            : (installation, null);
    }

    private async Task<Kept<Answer<InstallationPayload>>> FindAsync(Scope scope)
    {
        var answer = await desk.FindAsync(scope, CancellationToken.None);
        return new(answer, answer.Has(out _, out _) ? InstallationLife : TimeSpan.Zero);
    }

    /// <summary>Zero when it is about to end: good for those who wait, and for nobody after them.</summary>
    private TimeSpan LifeOf(InstallationTokenPayload payload)
    {
        var told = payload.ExpiresAt - pass.GitHubNow ?? LifeMost;
        var life = (told < LifeMost ? told : LifeMost) - Margin;
        return life > TimeSpan.Zero ? life : TimeSpan.Zero;
    }

    /// <summary>GitHub compares names without case.</summary>
    private static string KeyOf(Scope scope) => AppFaults.OwnerOf(scope).ToLowerInvariant();
}
