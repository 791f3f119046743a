using Paddock.Core.Model;

namespace Paddock.GitHub.Checks;

/// <summary>What a classic token needs (GitHub docs, "Scopes for OAuth apps" and each operation's page).</summary>
internal static class OAuthScopes
{
    /// <summary>Empty when all is there, and for a credential that has no scopes.</summary>
    public static IReadOnlyList<string> Missing(ScopeKind kind, bool isPublic, IReadOnlyList<string>? granted) =>
        granted is null ? [] : [.. Wanted(kind, isPublic).Where(wanted => !Holds(granted, wanted))];

    private static string[] Wanted(ScopeKind kind, bool isPublic) => kind switch
    {
        // The runs of its private repositories take the second.
        ScopeKind.Organization => ["admin:org", "repo"],
        ScopeKind.Repository => [isPublic ? "public_repo" : "repo"],
        _ => ["manage_runners:enterprise"],
    };

    private static bool Holds(IReadOnlyList<string> granted, string wanted) =>
        granted.Contains(wanted) || (wanted switch
        {
            "public_repo" => granted.Contains("repo"),
            "manage_runners:enterprise" => granted.Contains("admin:enterprise"),
            _ => false,
        });
}
