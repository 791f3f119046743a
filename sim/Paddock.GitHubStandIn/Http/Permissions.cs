using Paddock.GitHubModel;

namespace Paddock.GitHubStandIn.Http;

/// <summary>Who may call what (GitHub docs, "Permissions required for fine-grained personal access tokens").</summary>
internal static class Permissions
{
    /// <summary>Scopes that contain others.</summary>
    private static readonly Dictionary<string, string[]> Containing = new()
    {
        ["public_repo"] = ["repo"],
        ["read:repo_hook"] = ["write:repo_hook", "admin:repo_hook", "repo"],
        ["write:repo_hook"] = ["admin:repo_hook", "repo"],
        ["admin:repo_hook"] = ["repo"],
    };

    /// <summary>Null when the call is allowed.</summary>
    public static Reply? Refusal(Operation operation, RestCall call, ModelRepository? repository)
    {
        var isPublic = repository is { IsPrivate: false };
        if (operation.IsAnonymous || operation.IsForApps || (isPublic && operation.PublicNeedsNothing))
        {
            return null;
        }
        if (call.Caller.Token is not { } token)
        {
            return Reply.Error(401, "Requires authentication");
        }
        if (repository is not null && !call.Caller.Sees(repository))
        {
            // GitHub does not admit that a private thing exists.
            return isPublic ? Forbidden(operation, token) : Reply.NotFound();
        }
        return IsInPlace(operation, call) && IsGranted(operation, token, isPublic) ? null : Forbidden(operation, token);
    }

    /// <summary>An installation reaches its own account, and some operations are for installations alone.</summary>
    private static bool IsInPlace(Operation operation, RestCall call) =>
        (call.TryRoute("org") is not { } org || call.Caller.Reaches(org))
        && (!operation.IsForInstallations || call.Caller.Token?.InstalledOn is not null);

    private static bool IsGranted(Operation operation, StandInToken token, bool isPublic)
    {
        if (token.Scopes is { } scopes)
        {
            return Holds(scopes, operation.Scope) || (isPublic && Holds(scopes, operation.PublicScope));
        }
        return operation.Permissions is { } wanted && wanted.All(pair => Grants(token, pair.Key, pair.Value));
    }

    private static bool Holds(IReadOnlyList<string> scopes, string? wanted) => wanted is not null
        && (scopes.Contains(wanted) || (Containing.TryGetValue(wanted, out var wider) && wider.Any(scopes.Contains)));

    /// <summary>Everybody may read metadata; write includes read.</summary>
    private static bool Grants(StandInToken token, string name, string level) => name == "metadata"
        || (token.Permissions?.TryGetValue(name, out var granted) == true && (granted == level || granted == "write"));

    private static Reply Forbidden(Operation operation, StandInToken token)
    {
        var kind = token.InstalledOn is null ? "personal access token" : "integration";
        var refusal = token.Scopes is null
            ? Reply.Error(403, $"Resource not accessible by {kind}")
            : Reply.Error(403, "Must have admin rights to Repository.").With(
                "X-Accepted-OAuth-Scopes", operation.Scope ?? "");
        return operation.AcceptedHeader is { } accepted
            ? refusal.With("X-Accepted-GitHub-Permissions", accepted)
            : refusal;
    }
}
