using Paddock.App.Configuration.Keys;
using Paddock.App.Configuration.Reading;
using Paddock.Core.Model;
using Paddock.GitHub;
using Paddock.GitHub.Auth;

namespace Paddock.App.Configuration.Sections;

/// <summary>
/// What an enterprise scope cannot do without. It is known before anything is asked, so it is told here.
/// </summary>
internal static class EnterpriseScopes
{
    public static void Check(View top, ListenConfig listen, IReadOnlyList<GitHubConnection> connections)
    {
        foreach (var at in top.At("pools").Items.SelectMany(pool => pool.At("scopes").Items))
        {
            if (at.Text(ScalarRule.Scope) is { } text
                && Scope.TryParse(text) is { Kind: ScopeKind.Enterprise } scope)
            {
                Check(at, scope, listen, connections.FirstOrDefault(connection => connection.Name == scope.Connection));
            }
        }
    }

    /// <summary>GitHub lets no App manage the runners of an enterprise, and lists nobody its jobs.</summary>
    private static void Check(View at, Scope scope, ListenConfig listen, GitHubConnection? connection)
    {
        if (connection?.Credential is GitHubCredential.App or GitHubCredential.AppKeyFile)
        {
            at.Error(
                $"Connection '{scope.Connection}' is a GitHub App, and GitHub lets no App manage the runners of an "
                + "enterprise.",
                "Use org: scopes, or another connection with a classic token that has manage_runners:enterprise.");
        }
        else if (listen.Public is null)
        {
            at.Warn(
                $"Webhooks alone tell of the jobs of {scope}, and none come in.",
                "Set listen.public and a webhook secret, and make a webhook in the settings of the enterprise.");
        }
    }
}
