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
    public static Reply? Refusal(Operation operation, StandInToken? token, ModelRepository? repository)
    {
        var isPublic = repository is { IsPrivate: false };
        if (operation.IsAnonymous || (isPublic && operation.PublicNeedsNothing))
        {
            return null;
        }
        if (token is null)
        {
            return Reply.Error(401, "Requires authentication");
        }
        if (repository is not null
            && token.Repositories?.Contains(repository.FullName, StringComparer.OrdinalIgnoreCase) == false)
        {
            // GitHub does not admit that a private thing exists.
            return isPublic ? Forbidden(operation, token) : Reply.NotFound();
        }
        return IsGranted(operation, token, isPublic) ? null : Forbidden(operation, token);
    }

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
        var refusal = token.Scopes is null
            ? Reply.Error(403, "Resource not accessible by personal access token")
            : Reply.Error(403, "Must have admin rights to Repository.").With(
                "X-Accepted-OAuth-Scopes", operation.Scope ?? "");
        return operation.AcceptedHeader is { } accepted
            ? refusal.With("X-Accepted-GitHub-Permissions", accepted)
            : refusal;
    }
}
