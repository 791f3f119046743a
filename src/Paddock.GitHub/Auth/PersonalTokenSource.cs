using Paddock.Core.Model;

namespace Paddock.GitHub.Auth;

/// <summary>One personal access token for every scope of a connection.</summary>
internal sealed class PersonalTokenSource(TokenText text, TokenOwner owner) : ITokenSource
{
    public async Task<TokenReply> GetAsync(Scope scope, CancellationToken cancellationToken)
    {
        var (value, fault) = text.Get();
        fault ??= scope.Kind == ScopeKind.Enterprise ? TokenKinds.Unfit(scope, value!) : null;
        return fault is not null
            ? new TokenReply.Refused(fault)
            : new TokenReply.Granted(new AccessToken(
                value!, ExpiresAt: null, await owner.IdentityOfAsync(value!, cancellationToken)));
    }

    public void Reject(Scope scope, AccessToken token, HttpResponseMessage refusal) => text.Distrust();
}
