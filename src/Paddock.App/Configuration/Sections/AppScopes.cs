using Paddock.App.Configuration.Keys;
using Paddock.App.Configuration.Reading;
using Paddock.Core.Model;
using Paddock.GitHub;
using Paddock.GitHub.Auth;

namespace Paddock.App.Configuration.Sections;

/// <summary>
/// GitHub lets no App manage the runners of an enterprise. That is known before anything is asked, so it is told here.
/// </summary>
internal static class AppScopes
{
    public static void Check(View top, IReadOnlyList<GitHubConnection> connections)
    {
        foreach (var at in top.At("pools").Items.SelectMany(pool => pool.At("scopes").Items))
        {
            if (at.Text(ScalarRule.Scope) is { } text
                && Scope.TryParse(text) is { Kind: ScopeKind.Enterprise } scope
                && connections.Any(connection => connection.Name == scope.Connection && IsApp(connection)))
            {
                at.Error(
                    $"Connection '{scope.Connection}' is a GitHub App, and GitHub lets no App manage the runners of an "
                    + "enterprise.",
                    "Use org: scopes, or another connection with a classic token that has manage_runners:enterprise.");
            }
        }
    }

    private static bool IsApp(GitHubConnection connection) =>
        connection.Credential is GitHubCredential.App or GitHubCredential.AppKeyFile;
}
