using Paddock.Core.Model;

namespace Paddock.GitHub.Auth;

/// <summary>
/// What Paddock needs of an App (GitHub docs, "Permissions required for GitHub Apps"). Organization scope asks for
/// much less: to register a runner at a repository takes the permission that can delete the repository.
/// </summary>
internal static class AppPermissions
{
    private static readonly (string Name, string Level)[] OfOrganization =
        [("organization_self_hosted_runners", "write"), ("actions", "read"), ("metadata", "read")];

    private static readonly (string Name, string Level)[] OfRepository =
        [("administration", "write"), ("actions", "read"), ("metadata", "read")];

    /// <summary>What is missing, as <c>name: level</c>; empty when all is there.</summary>
    public static IReadOnlyList<string> Missing(ScopeKind kind, IReadOnlyDictionary<string, string> granted) =>
    [
        .. (kind == ScopeKind.Organization ? OfOrganization : OfRepository)
            .Where(wanted => RankOf(granted.GetValueOrDefault(wanted.Name)) < RankOf(wanted.Level))
            .Select(wanted => $"{wanted.Name}: {wanted.Level}"),
    ];

    private static int RankOf(string? level) => level switch
    {
        "read" => 1,
        "write" => 2,
        "admin" => 3,
        _ => 0,
    };
}
