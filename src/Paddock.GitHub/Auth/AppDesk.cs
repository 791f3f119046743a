using System.Net;
using Paddock.Core.Model;
using Paddock.GitHub.Http;
using Paddock.Ports;

namespace Paddock.GitHub.Auth;

/// <summary>What is asked as the App itself, each answer a value or a fault that says what to do.</summary>
internal sealed class AppDesk(ApiClient api, AppFaults faults)
{
    public ApiClient Api => api;

    /// <summary>
    /// The App's installation that serves a scope. Both kinds of scope have their own question; a repository's also
    /// answers for one that was renamed or belongs to a user.
    /// </summary>
    public async Task<Answer<InstallationPayload>> FindAsync(Scope scope, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(
            CallOf(scope), $"{ApiPath.Of(scope)}/installation", GitHubJson.Default.InstallationPayload,
            cancellationToken);
        if (answer.Has(out var installation, out var refused))
        {
            return installation.SuspendedAt is null
                ? answer
                : new Answer<InstallationPayload>.Refused(faults.Suspended(scope, installation));
        }
        return refused.Status == HttpStatusCode.NotFound && !IsUnknown(refused.Said)
            ? new Answer<InstallationPayload>.Refused(
                faults.NotInstalled(scope, await PageAsync(scope, cancellationToken)), refused.Status)
            : refused with { Fault = Explain(refused) };
    }

    /// <summary>
    /// A new token of an installation. Refused with status 404 when there is no such installation any more.
    /// </summary>
    public async Task<Answer<InstallationTokenPayload>> MintAsync(
        Scope scope, InstallationPayload installation, CancellationToken cancellationToken)
    {
        var answer = await api.PostAsync(
            CallOf(scope), $"app/installations/{installation.Id}/access_tokens", new TokenRequestPayload(),
            GitHubJson.Default.TokenRequestPayload, GitHubJson.Default.InstallationTokenPayload, cancellationToken);
        if (!answer.Has(out var payload, out var refused))
        {
            return refused.Status == HttpStatusCode.Forbidden && IsSuspended(refused.Said)
                ? refused with { Fault = faults.Suspended(scope, installation) }
                : refused with { Fault = Explain(refused) };
        }
        var token = payload.Token?.Reveal() ?? "";
        var problem = token.Length == 0 ? "it is empty"
            : token.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0 ? "it holds characters that no token has"
            : null;
        return problem is null ? answer : new Answer<InstallationTokenPayload>.Refused(faults.Unreadable(problem));
    }

    /// <summary>Where people install it; null when GitHub does not say.</summary>
    private async Task<string?> PageAsync(Scope scope, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(CallOf(scope), "app", GitHubJson.Default.AppPayload, cancellationToken);
        return answer.Has(out var app, out _) ? app.HtmlUrl : null;
    }

    /// <summary>
    /// A token whose reply was lost is a token more, which harms nobody; the request it was for was certainly not sent.
    /// So nothing here is ambiguous, which would make a caller fear for a ticket it never asked for.
    /// </summary>
    private Fault Explain<T>(Answer<T>.Refused refused) =>
        refused.Status == HttpStatusCode.Unauthorized || IsUnknown(refused.Said) ? faults.NotBelieved(refused.Said)
        : refused.Fault.AsCertain();

    /// <summary>Somebody's job waits for whatever the token is for.</summary>
    private static ApiCall CallOf(Scope scope) => ApiCall.ForTicket(scope);

    /// <summary>404 "Integration not found": no App has this id.</summary>
    private static bool IsUnknown(string said) => said.Contains("Integration", StringComparison.Ordinal);

    private static bool IsSuspended(string said) => said.Contains("suspended", StringComparison.OrdinalIgnoreCase);
}
