using Paddock.Core.Model;

namespace Paddock.GitHub.Http;

/// <summary>
/// Paths of the REST API. Names come from configuration and payloads, so each segment is percent-encoded, and no
/// segment can climb out of its place.
/// </summary>
internal static class ApiPath
{
    public static string Of(params ReadOnlySpan<string> segments)
    {
        var escaped = new string[segments.Length];
        for (var i = 0; i < segments.Length; i++)
        {
            escaped[i] = Escape(segments[i]);
        }
        return string.Join('/', escaped);
    }

    /// <summary><c>repos/{owner}/{repo}</c>, <c>orgs/{org}</c> or <c>enterprises/{enterprise}</c>.</summary>
    public static string Of(Scope scope)
    {
        var slash = scope.Path.IndexOf('/', StringComparison.Ordinal);
        return scope.Kind switch
        {
            ScopeKind.Organization => Of("orgs", scope.Path),
            ScopeKind.Enterprise => Of("enterprises", scope.Path),
            _ => slash < 0
                ? Of("repos", scope.Path, "")
                : Of("repos", scope.Path[..slash], scope.Path[(slash + 1)..]),
        };
    }

    public static string Repository(string owner, string name) => Of("repos", owner, name);

    /// <summary>
    /// Dots alone are folded away by every URL parser, even percent-encoded once. Encoded twice they are a name no
    /// repository can have, so that GitHub answers 404 instead of another path's content.
    /// </summary>
    private static string Escape(string segment) => segment switch
    {
        "" => "%20",
        "." => "%252E",
        ".." => "%252E%252E",
        _ => Uri.EscapeDataString(segment),
    };
}
