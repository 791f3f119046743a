using System.Net;
using Paddock.Core.Model;
using Paddock.GitHub.Http.Handlers;
using Paddock.GitHub.Http.Rates;
using Paddock.Ports;

namespace Paddock.GitHub.Http;

/// <summary>
/// What each refusal means (GitHub docs, "Troubleshooting the REST API"): status first, text only to refine. Messages
/// are for the operator who has to mend it, so they say what and where.
/// </summary>
internal sealed class FaultReader(string connection, SteadyClock clock)
{
    public Fault Read(HttpMethod method, HttpResponseMessage response, string said) => response.StatusCode switch
    {
        HttpStatusCode.Unauthorized => new Fault(
            FaultKind.Unauthorized,
            $"GitHub calls the credential of connection {connection} wrong, expired or revoked ({said}). "
            + "Put a valid one in its place."),
        HttpStatusCode.Forbidden when IsOf(said, "archived") => new Fault(
            FaultKind.InvalidSpec,
            $"GitHub says that the repository is archived, so it takes no runners ({said}). Unarchive it, or take it "
            + "out of the pool's scopes."),
        HttpStatusCode.Forbidden when IsOf(said, "suspended") => new Fault(
            FaultKind.Unauthorized,
            $"GitHub forbids it ({said}). Whoever owns what is asked about has suspended the App of connection "
            + $"{connection}: it is unsuspended in the owner's settings under GitHub Apps."),
        HttpStatusCode.Forbidden => new Fault(FaultKind.Unauthorized, Forbidden(response, said)),
        HttpStatusCode.NotFound => new Fault(
            FaultKind.NotFound,
            $"GitHub says not found ({said}). Check how the scope is written, and whether it is still there; GitHub "
            + $"says the same when the credential of connection {connection} may not see it."),
        HttpStatusCode.Conflict => new Fault(FaultKind.Busy, $"GitHub reports a conflict: {said}"),
        HttpStatusCode.UnprocessableEntity => new Fault(FaultKind.InvalidSpec, $"GitHub refuses the request: {said}"),
        >= HttpStatusCode.InternalServerError => ServerError(method, response, said),
        var status when RedirectHandler.IsRedirect(status) => new Fault(
            FaultKind.Fatal,
            $"GitHub redirects to {Plain.Line(response.Headers.Location?.ToString())}, where we do not follow."),
        var status => new Fault(FaultKind.Fatal, $"GitHub answers {(int)status}: {said}"),
    };

    private static bool IsOf(string said, string word) => said.Contains(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// GitHub names the permissions that would do in a header: a comma means and, a semicolon or. It goes into the
    /// message as it is.
    /// </summary>
    private string Forbidden(HttpResponseMessage response, string said)
    {
        if (HeaderOf(response, "X-GitHub-SSO") is { } sso)
        {
            return $"GitHub forbids it ({said}). Authorise the credential of connection {connection} "
                + $"for single sign-on: {sso}";
        }

        // Both headers come with every answer; only a classic token is told its own scopes, and it has no permissions.
        var isClassic = response.Headers.Contains("X-OAuth-Scopes");
        if (!isClassic && HeaderOf(response, "X-Accepted-GitHub-Permissions") is { } permissions)
        {
            return $"GitHub forbids it ({said}). The credential of connection {connection} needs {permissions}: "
                + "grant it in Settings, Developer settings, under the App's or the fine-grained token's permissions, "
                + "and have each owner approve the change.";
        }
        return HeaderOf(response, "X-Accepted-OAuth-Scopes") is { } scopes
            ? $"GitHub forbids it ({said}). The token of connection {connection} needs the scope {scopes}: "
                + "grant it in Settings, Developer settings, Personal access tokens."
            : $"GitHub forbids it: {said}";
    }

    /// <summary>A read or a removal is safe to repeat, so its unknown outcome is only a late one.</summary>
    private Fault ServerError(HttpMethod method, HttpResponseMessage response, string said) =>
        new(
            ApiClient.IsRepeatable(method) ? FaultKind.Transient : FaultKind.Ambiguous,
            $"GitHub answers {(int)response.StatusCode}: {said}",
            RateAnswer.RetryAfterOf(response, clock.Now) is { } wait ? clock.Now + wait : null);

    private static string? HeaderOf(HttpResponseMessage response, string name)
    {
        var text = response.Headers.TryGetValues(name, out var values) ? Plain.Line(string.Join(", ", values)) : "";
        return text.Length > 0 ? text : null;
    }
}
