using Paddock.Core.Model;
using Paddock.Core.Policy;

namespace Paddock.App.Cli.Lint;

/// <summary>Whose workflows are looked at, and what they are held against.</summary>
/// <param name="Host">Where the repository is: <c>github.com</c>.</param>
internal sealed record Linted(FleetPolicy Policy, string Host, Repository Repository)
{
    /// <summary>The host of the first scope that covers it; the first connection's if none does.</summary>
    public static Linted Of(FleetPolicy policy, Repository repository)
    {
        var scope = policy.Pools.SelectMany(pool => pool.Scopes).FirstOrDefault(scope => scope.Covers(repository));
        var host = scope is null ? null : policy.HostOf(scope);
        return new Linted(policy, host ?? policy.Connections[0].Host, repository);
    }
}
