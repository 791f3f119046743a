using Paddock.GitHub.Http;
using Paddock.Ports;

namespace Paddock.GitHub.Auth;

/// <summary>Each credential as the token source it becomes.</summary>
internal static class TokenSources
{
    public static ITokenSource Of(GitHubConnection settings, Plumbing plumbing, SteadyClock clock) =>
        settings.Credential switch
        {
            GitHubCredential.App app => OfApp(settings.Name, app.ClientId, app.PrivateKey, null, plumbing, clock),
            GitHubCredential.AppKeyFile app => OfApp(settings.Name, app.ClientId, null, app.Path, plumbing, clock),
            var personal => new PersonalTokenSource(
                new TokenText(personal), new TokenOwner(plumbing.Address, plumbing.Bare, clock)),
        };

    private static AppTokenSource OfApp(
        string connection, string clientId, Secret? key, string? keyFile, Plumbing plumbing, SteadyClock clock)
    {
        // An App's own questions are counted apart from those of its installations.
        var host = plumbing.Address.Host;
        var pass = new AppPass(clientId, new AppKeyText(connection, key, keyFile), $"{host}/app:{clientId}", clock);
        var faults = new AppFaults(connection, clientId);
        return new AppTokenSource(new AppDesk(plumbing.ClientFor(pass), faults), pass, faults, host, clock);
    }
}
