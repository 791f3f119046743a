using Paddock.Core.Model;
using Paddock.GitHub.Http;
using Paddock.GitHub.Jobs;
using Paddock.Ports;
using Paddock.Ports.Sources;

namespace Paddock.GitHub.Polling;

/// <summary>
/// Which repositories of a connection to ask: those of repository scopes, those an organization lists, and those of
/// open jobs that a scope covers. An enterprise has no list to ask for, so there only the last kind is known.
/// </summary>
internal sealed class SweepTargets(Connection connection, RepositoryBook book)
{
    private readonly Dictionary<Scope, IReadOnlyList<RepositoryPayload>> _last = [];

    public async Task<(IReadOnlyList<SweepTarget> Targets, IReadOnlyList<Fault> Faults)> FindAsync(
        SourceView view, CancellationToken cancellationToken)
    {
        var found = new FoundTargets(view, connection.Host, book);
        var faults = new List<Fault>();
        var scopes = view.Policy.Pools.SelectMany(pool => pool.Scopes)
            .Where(scope => scope.Connection == connection.Settings.Name).Distinct();
        foreach (var scope in scopes)
        {
            var isComplete = false;
            if (scope.Kind == ScopeKind.Organization)
            {
                var (repositories, fault) = await ListAsync(scope, cancellationToken);
                isComplete = fault is null;
                faults.AddRange(fault is null ? [] : [fault]);
                found.AddListed(scope, repositories);
            }
            if (scope.Kind == ScopeKind.Repository && scope.Path.Split('/') is [var owner, var name])
            {
                found.AddNamed(scope, owner, name);
            }
            found.AddOfOpenJobs(scope, isMissing: isComplete);
        }
        return (found.Targets, faults);
    }

    /// <summary>
    /// An organization's repositories. Asked in every sweep, because a job may wait in one that was made a minute ago;
    /// an unchanged list costs nothing (ETag). The last list is better than none: a fault is told, and the sweep goes
    /// on with what was.
    /// </summary>
    private async Task<(IReadOnlyList<RepositoryPayload> Repositories, Fault? Fault)> ListAsync(
        Scope scope, CancellationToken cancellationToken)
    {
        var answer = await connection.Api.ListAsync(
            ApiCall.ForSweep(scope),
            $"{ApiPath.Of(scope)}/repos?type=all&sort=pushed&direction=desc&per_page=100",
            GitHubJson.Default.RepositoryPayloadArray,
            static page => page,
            cancellationToken);
        return answer.Has(out var repositories, out var refused)
            ? (_last[scope] = repositories, null)
            : (_last.GetValueOrDefault(scope, []),
                refused.Fault with { Message = $"{scope}: {refused.Fault.Message}" });
    }
}
