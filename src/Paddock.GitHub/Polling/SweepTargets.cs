using Paddock.Core.Model;
using Paddock.GitHub.Http;
using Paddock.Ports;
using Paddock.Ports.Sources;

namespace Paddock.GitHub.Polling;

/// <summary>
/// A repository to be asked, through which connection and as whom, and the jobs we believe open there.
/// </summary>
internal sealed record SweepTarget(
    Connection Connection, Scope Scope, string Owner, string Name, IReadOnlyList<JobRow> OpenJobs)
{
    public string FullName => $"{Owner}/{Name}";
}

/// <summary>
/// Which repositories to ask: those of repository scopes, those an organization lists, and those of open jobs that a
/// scope covers. An enterprise has no list of repositories to ask for, so there only the last kind is known.
/// </summary>
internal sealed class SweepTargets(Connections connections)
{
    private readonly Dictionary<Scope, IReadOnlyList<string>> _last = [];

    public async Task<(IReadOnlyList<SweepTarget> Targets, IReadOnlyList<Fault> Faults)> FindAsync(
        SourceView view, CancellationToken cancellationToken)
    {
        var found = new Found(view.OpenJobs);
        foreach (var scope in view.Policy.Pools.SelectMany(pool => pool.Scopes).Distinct())
        {
            if (connections.Find(scope) is not { } connection)
            {
                found.Faults.Add(Connections.Unknown(scope));
                continue;
            }
            if (scope.Kind == ScopeKind.Organization)
            {
                foreach (var name in await ListAsync(connection, scope, found.Faults, cancellationToken))
                {
                    found.Add(connection, scope, scope.Path, name);
                }
            }
            if (scope.Kind == ScopeKind.Repository && scope.Path.Split('/') is [var owner, var repo])
            {
                found.Add(connection, scope, owner, repo);
            }
            foreach (var repository in found.OpenRepositories(connection.Host).Where(scope.Covers))
            {
                found.Add(connection, scope, repository.Owner, repository.Name);
            }
        }
        return (found.Targets, found.Faults);
    }

    /// <summary>
    /// The names of an organization's repositories that are open. Asked in every sweep, because a job may wait in one
    /// that was made a minute ago; an unchanged list costs nothing (ETag). The last list is better than none: a fault
    /// is told, and the sweep goes on with what was.
    /// </summary>
    private async Task<IReadOnlyList<string>> ListAsync(
        Connection connection, Scope scope, List<Fault> faults, CancellationToken cancellationToken)
    {
        var answer = await connection.Api.ListAsync(
            ApiCall.ForSweep(scope),
            $"{ApiPath.Of(scope)}/repos?type=all&sort=pushed&direction=desc&per_page=100",
            GitHubJson.Default.RepositoryPayloadArray,
            static page => page,
            cancellationToken);
        if (answer.Has(out var repositories, out var refused))
        {
            return _last[scope] =
            [
                .. repositories.Where(known => !known.Archived && !known.Disabled)
                    .Select(known => known.Name).OfType<string>(),
            ];
        }
        faults.Add(refused.Fault with { Message = $"{scope}: {refused.Fault.Message}" });
        return _last.GetValueOrDefault(scope, []);
    }

    /// <summary>Each repository once per host, whichever scopes lead to it.</summary>
    private sealed class Found(IReadOnlyList<JobRow> openJobs)
    {
        private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);

        private readonly ILookup<string, JobRow> _jobs = openJobs.ToLookup(
            job => KeyOf(job.Key.Host, job.Details.Repository.Owner, job.Details.Repository.Name),
            StringComparer.OrdinalIgnoreCase);

        private readonly ILookup<string, Repository> _repositories = openJobs
            .Select(job => (job.Key.Host, job.Details.Repository)).Distinct()
            .ToLookup(job => job.Host, job => job.Repository);

        public List<SweepTarget> Targets { get; } = [];

        public List<Fault> Faults { get; } = [];

        public void Add(Connection connection, Scope scope, string owner, string name)
        {
            var key = KeyOf(connection.Host, owner, name);
            if (_seen.Add(key))
            {
                Targets.Add(new SweepTarget(connection, scope, owner, name, [.. _jobs[key]]));
            }
        }

        public IEnumerable<Repository> OpenRepositories(string host) => _repositories[host];

        private static string KeyOf(string host, string owner, string name) => $"{host}/{owner}/{name}";
    }
}
