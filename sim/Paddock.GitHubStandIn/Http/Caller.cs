using Microsoft.AspNetCore.Http;
using Paddock.GitHubModel;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.Http;

/// <summary>Who sent a request, as its <c>Authorization</c> header proves.</summary>
/// <param name="Identity">Whose budget it is: a login, an installation or an App.</param>
internal sealed record Caller(string Identity)
{
    public static Caller Anonymous { get; } = new(GitHubWorld.AnonymousLogin);

    /// <summary>A person's or an installation's.</summary>
    public StandInToken? Token { get; init; }

    /// <summary>The App itself.</summary>
    public AppEntry? App { get; init; }

    /// <summary>Why it is nobody; it is then counted as the anonymous one.</summary>
    public Reply? Refusal { get; init; }

    public static Caller Of(HttpRequest request, Operation operation, GitHubWorld world, DateTimeOffset now)
    {
        var value = ValueOf(request);
        if (operation.IsForApps)
        {
            var (app, refusal) = AppJwt.Check(value, world.Apps, now);
            return app is null
                ? Anonymous with { Refusal = refusal }
                : new Caller($"app:{app.ClientId}") { App = app };
        }
        if (request.Headers.Authorization.Count == 0)
        {
            return Anonymous;
        }
        if (world.Registrations.ScopeOf(RemoteAuthOf(request), now) is not null)
        {
            return new Caller("registration") { Token = StandInToken.Admin with { Login = "registration" } };
        }
        if (world.Tokens.Find(token => token.Value == value) is { } personal)
        {
            return new Caller(personal.Login) { Token = personal };
        }
        return value is not null && world.Apps.Token(value, now) is { } minted
            ? OfInstallation(minted, world)
            : Anonymous with { Refusal = Refusals.BadCredentials() };
    }

    /// <summary>Does it see this repository, as far as its token is bound to some?</summary>
    public bool Sees(ModelRepository repository) => Token is null
        || (Token.Repositories?.Contains(repository.FullName, StringComparer.OrdinalIgnoreCase) != false
            && Reaches(repository.Owner));

    public bool Reaches(string owner) =>
        Token?.InstalledOn is not { } account || string.Equals(account, owner, StringComparison.OrdinalIgnoreCase);

    /// <summary>How a runner that registers itself shows its token.</summary>
    public static string? RemoteAuthOf(HttpRequest request)
    {
        const string scheme = "RemoteAuth ";
        var given = request.Headers.Authorization.ToString();
        return given.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? given[scheme.Length..] : null;
    }

    private static Caller OfInstallation(InstallationToken minted, GitHubWorld world) =>
        new(minted.Token.Login)
        {
            Token = minted.Token,
            Refusal = world.Apps.Installation(minted.InstallationId) is { SuspendedAt: not null }
                ? Refusals.Suspended()
                : null,
        };

    private static string? ValueOf(HttpRequest request)
    {
        var given = request.Headers.Authorization.ToString();
        return given.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? given[7..]
            : given.StartsWith("token ", StringComparison.OrdinalIgnoreCase) ? given[6..]
            : null;
    }
}
