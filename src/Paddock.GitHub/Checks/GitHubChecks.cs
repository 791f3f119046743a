using System.Collections.Concurrent;
using Paddock.Core.Model;
using Paddock.Core.Policy;

namespace Paddock.GitHub.Checks;

/// <summary>
/// Everything a running Paddock needs of GitHub, looked at beforehand: reads only, and costs a few requests a scope.
/// What is wrong is a finding, never an exception; throws only <see cref="OperationCanceledException"/> for the
/// caller's token. First the connections, then the scopes they can see.
/// </summary>
public sealed class GitHubChecks
{
    private readonly Connections _connections;
    private readonly FleetPolicy _policy;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<Scope, ScopeSight> _sights = new();

    internal GitHubChecks(Connections connections, FleetPolicy policy, TimeProvider time)
    {
        _connections = connections;
        _policy = policy;
        _time = time;
    }

    /// <summary>Can it be reached, does it take the credential, and do the clocks agree?</summary>
    public async Task<ConnectionSight> LookAsync(string connection, CancellationToken cancellationToken)
    {
        if (_connections.Find(connection) is not { } found)
        {
            throw new ArgumentException($"There is no connection {connection}.", nameof(connection));
        }
        var scopes = _policy.Pools.SelectMany(pool => pool.Scopes).Distinct()
            .Where(scope => scope.Connection == connection).ToList();
        var (findings, sights) = await new ConnectionCheck(found, new Probe(found.Plumbing, _time))
            .RunAsync(scopes, cancellationToken);
        foreach (var sight in sights)
        {
            _sights[sight.Scope] = sight;
        }
        return new ConnectionSight(findings, [.. sights.Select(sight => sight.Scope)]);
    }

    /// <summary>
    /// May the credential do there what Paddock will do? For a scope that <see cref="LookAsync"/> found usable.
    /// </summary>
    public Task<IReadOnlyList<CheckFinding>> RightsAsync(Scope scope, CancellationToken cancellationToken) =>
        new RightsCheck(_connections.Find(scope)!, _sights[scope]).RunAsync(cancellationToken);

    /// <summary>
    /// Will GitHub give the runners registered there to the jobs they are for? For a usable scope as well.
    /// </summary>
    public Task<IReadOnlyList<CheckFinding>> AccessAsync(Scope scope, CancellationToken cancellationToken) =>
        scope.Kind == ScopeKind.Repository
            ? new OwnRunnersCheck(_connections.Find(scope)!, scope).RunAsync(cancellationToken)
            : new GroupCheck(_connections.Find(scope)!, scope, _policy).RunAsync(cancellationToken);
}
