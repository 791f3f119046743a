using Paddock.Core.Model;
using Paddock.GitHub.Auth;
using Paddock.GitHub.Http;
using Paddock.GitHub.Tickets;
using Paddock.Ports;

namespace Paddock.GitHub.Checks;

/// <summary>
/// May the credential do at a scope what Paddock will do there? Found out by reading only (GitHub docs, "Permissions
/// required for GitHub Apps", "Scopes for OAuth apps"): what only a write would show is said to be so.
/// </summary>
internal sealed class RightsCheck(Connection connection, ScopeSight sight)
{
    private const string TokenPage = "Settings, Developer settings, Personal access tokens";

    private readonly List<CheckFinding> _findings = [];

    private Scope Scope => sight.Scope;

    private ApiCall Call => ApiCall.ForOperator(Scope);

    private CredentialKind Kind => sight.OAuthScopes is not null ? CredentialKind.Classic
        : connection.Settings.Credential is GitHubCredential.App or GitHubCredential.AppKeyFile ? CredentialKind.App
        : CredentialKind.FineGrained;

    public async Task<IReadOnlyList<CheckFinding>> RunAsync(CancellationToken cancellationToken)
    {
        var isPublic = Scope.Kind == ScopeKind.Repository && await LookAtRepositoryAsync(cancellationToken);
        CheckOAuthScopes(isPublic);
        await ListRunnersAsync(cancellationToken);
        await ListRunsAsync(cancellationToken);
        if (_findings.TrueForAll(finding => finding.Level != CheckLevel.Error))
        {
            Add(CheckLevel.Note, Kind == CredentialKind.FineGrained
                ? "Runners and runs may be read. Whether runners may be registered, GitHub shows a fine-grained token "
                    + $"only then: it takes {WriteOf(Scope.Kind)}."
                : "Runners may be registered, and runs read.");
        }
        return _findings;
    }

    /// <summary>Is it public?</summary>
    private async Task<bool> LookAtRepositoryAsync(CancellationToken cancellationToken)
    {
        var answer = await connection.Api.GetAsync(
            Call, ApiPath.Of(Scope), GitHubJson.Default.RepositoryRightsPayload, cancellationToken);
        if (!answer.Has(out var repository, out var refused))
        {
            Refuse("The repository", refused.Fault, null);
            return false;
        }

        // Of an App the permissions count, which its token source has compared.
        if (Kind != CredentialKind.App && repository.Permissions is { Admin: false })
        {
            Add(CheckLevel.Error,
                $"{sight.Identity} is no administrator of {Scope.Path}, so it may register no runner.",
                "Make the user one, use the token of somebody who is, or a GitHub App.");
        }
        return !repository.Private;
    }

    private void CheckOAuthScopes(bool isPublic)
    {
        var missing = OAuthScopes.Missing(Scope.Kind, isPublic, sight.OAuthScopes);
        if (missing.Count > 0)
        {
            Add(CheckLevel.Error,
                $"The token of connection {connection.Settings.Name} lacks the scope {string.Join(" and ", missing)}, "
                + $"which {Scope} needs.",
                $"Give it at {TokenPage}.");
        }
        if (Scope.Kind == ScopeKind.Enterprise && sight.OAuthScopes is { } granted && !granted.Contains("repo"))
        {
            Add(CheckLevel.Warning,
                "The token may not read runs: a job whose repository has forks waits, since nobody can tell whether "
                + "its run comes from one, and a lost webhook is not found by looking.",
                $"Give it the scope repo at {TokenPage}, or allow forks by a rule under repositories.");
        }
    }

    private async Task ListRunnersAsync(CancellationToken cancellationToken)
    {
        var answer = await connection.Api.GetAsync(
            Call, RunnerPaths.Few(Scope), GitHubJson.Default.CountPayload, cancellationToken);
        if (!answer.Has(out _, out var refused))
        {
            Refuse("Its runners", refused.Fault, $"Registering runners takes {WriteOf(Scope.Kind)}.");
        }
    }

    /// <summary>What the sweep reads; a public repository lets everybody, so one of the others is asked.</summary>
    private async Task ListRunsAsync(CancellationToken cancellationToken)
    {
        var path = Scope.Kind switch
        {
            ScopeKind.Repository => ApiPath.Of(Scope),
            ScopeKind.Organization => await OneRepositoryAsync(cancellationToken),
            _ => null,
        };
        if (path is null)
        {
            return;
        }
        var answer = await connection.Api.GetAsync(
            Call, $"{path}/actions/runs?per_page=1", GitHubJson.Default.CountPayload, cancellationToken);
        if (!answer.Has(out _, out var refused))
        {
            Refuse($"The runs of {path["repos/".Length..]}", refused.Fault, "Reading them takes actions=read.");
        }
    }

    private async Task<string?> OneRepositoryAsync(CancellationToken cancellationToken)
    {
        var answer = await connection.Api.GetAsync(
            Call, ScopeRepositories.Newest(Scope), GitHubJson.Default.RepositoryPayloadArray, cancellationToken);
        if (!answer.Has(out var all, out var refused))
        {
            Refuse("Its repositories", refused.Fault, null);
            return null;
        }
        var one = all.Where(repository => repository is { Archived: false, Disabled: false, Name: not null })
            .OrderBy(repository => repository.Private ? 0 : 1).FirstOrDefault();
        if (one is null)
        {
            Add(CheckLevel.Warning, "The credential sees no repository there, so the sweep finds no jobs.",
                "Check which repositories the token or the App's installation was given.");
        }
        return one is null ? null : ApiPath.Repository(Scope.Path, one.Name!);
    }

    private void Refuse(string what, Fault fault, string? remedy) =>
        Add(fault.Kind == FaultKind.RateLimited ? CheckLevel.Warning : CheckLevel.Error,
            $"{what} cannot be read: {fault.Message}", remedy);

    private static string WriteOf(ScopeKind kind) => kind switch
    {
        ScopeKind.Organization => "organization_self_hosted_runners=write",
        ScopeKind.Repository => "administration=write",
        _ => "a classic token with manage_runners:enterprise",
    };

    private void Add(CheckLevel level, string message, string? remedy = null) =>
        _findings.Add(new CheckFinding(level, Scope.ToString(), message, remedy));
}
