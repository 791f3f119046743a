using Paddock.Core.Model;
using Paddock.GitHub.Auth;
using Paddock.GitHub.Http;

namespace Paddock.GitHub.Checks;

/// <summary>
/// May a repository of an organization have runners of its own? The organization can forbid it (GitHub docs, "Limiting
/// the use of self-hosted runners"), and then a registration is refused.
/// </summary>
internal sealed class OwnRunnersCheck(Connection connection, Scope scope)
{
    private ApiCall Call => ApiCall.ForOperator(scope);

    public async Task<IReadOnlyList<CheckFinding>> RunAsync(CancellationToken cancellationToken)
    {
        var answer = await connection.Api.GetAsync(
            Call, ApiPath.Of(scope), GitHubJson.Default.RepositoryRightsPayload, cancellationToken);

        // That it cannot be seen, the check of rights says.
        if (!answer.Has(out var repository, out _) || repository.Owner is not { Type: "Organization" })
        {
            return [];
        }
        var owner = AppFaults.OwnerOf(scope);
        var settings = await connection.Api.GetAsync(
            Call, ApiPath.Of("orgs", owner, "actions", "permissions", "self-hosted-runners"),
            GitHubJson.Default.OwnRunnersPayload, cancellationToken);
        if (!settings.Has(out var allowed, out var refused))
        {
            return
            [
                Of(CheckLevel.Note,
                    $"Whether {owner} lets its repositories have runners of their own is not to be seen with this "
                    + $"credential: {refused.Fault.Message}"),
            ];
        }
        var remedy = $"Change it in the settings of {owner} under Actions, General, Runners, or use org:{owner}.";
        return allowed.EnabledRepositories switch
        {
            "none" => [Of(CheckLevel.Error, $"{owner} lets no repository have runners of its own.", remedy)],
            "selected" =>
            [
                Of(CheckLevel.Warning, $"{owner} lets only selected repositories have runners of their own.", remedy),
            ],
            _ => [],
        };
    }

    private CheckFinding Of(CheckLevel level, string message, string? remedy = null) =>
        new(level, scope.ToString(), message, remedy);
}
