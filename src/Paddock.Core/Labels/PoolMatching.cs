using Paddock.Core.Model;
using Paddock.Core.Policy;

namespace Paddock.Core.Labels;

/// <summary>A pool that can serve a job, and the scope its runner would register in.</summary>
public readonly record struct PoolMatch(PoolPolicy Pool, Scope Scope);

/// <summary>The pool that comes closest to a job nobody serves, and what is in the way.</summary>
/// <param name="Missing">The job's labels the pool lacks.</param>
/// <param name="InScope">False when the pool's scopes leave the job's repository out.</param>
public sealed record NearestPool(PoolName Pool, LabelSet Missing, bool InScope);

/// <summary>
/// Where a job's labels meet the pools: every label of <c>runs-on</c> must be among the pool's labels, without case
/// (GitHub docs, "Choosing the runner for a job"); what else the pool has does not matter.
/// </summary>
public static class PoolMatching
{
    public const string SelfHosted = "self-hosted";

    /// <summary>
    /// The pools that may serve such a job, in file order; none for a repository that may not use the fleet. A job
    /// without labels names only a runner group, which no API shows before assignment; it matches nothing rather than
    /// everything.
    /// </summary>
    /// <param name="fromFork">Is it known to execute what a fork holds?</param>
    public static IReadOnlyList<PoolMatch> Find(
        FleetPolicy policy, string host, Repository repository, LabelSet labels, bool fromFork) =>
        policy.RuleFor(repository).DenialOf(repository, fromFork) is null
            ? Covering(policy, host, repository, labels)
            : [];

    /// <summary>
    /// As far as anybody has said where its run comes from. What is unknown counts as allowed here, because most runs
    /// are; whoever spends money on it has to know.
    /// </summary>
    public static IReadOnlyList<PoolMatch> Find(FleetPolicy policy, JobRow job) => Find(
        policy, job.Key.Host, job.Details.Repository, job.Details.Labels, job.Details.FromFork == true);

    /// <summary>
    /// Why a job that pools could serve gets nothing; null when that has another reason.
    /// </summary>
    public static RepositoryDenial? DenialOf(
        FleetPolicy policy, string host, Repository repository, LabelSet labels, bool fromFork) =>
        Covering(policy, host, repository, labels).Count > 0
            ? policy.RuleFor(repository).DenialOf(repository, fromFork)
            : null;

    public static RepositoryDenial? DenialOf(FleetPolicy policy, JobRow job) => DenialOf(
        policy, job.Key.Host, job.Details.Repository, job.Details.Labels, job.Details.FromFork == true);

    private static List<PoolMatch> Covering(FleetPolicy policy, string host, Repository repository, LabelSet labels)
    {
        var found = new List<PoolMatch>(1);
        if (labels.Count == 0)
        {
            return found;
        }
        foreach (var pool in policy.Pools)
        {
            if (labels.IsSubsetOf(pool.Labels) && ScopeFor(policy, pool, host, repository) is { } scope)
            {
                found.Add(new PoolMatch(pool, scope));
            }
        }
        return found;
    }

    /// <summary>
    /// Is this a job we should know about: one a pool serves or would serve if its repository were allowed, or one
    /// that asks for self-hosted runners?
    /// </summary>
    public static bool Concerns(FleetPolicy policy, string host, Repository repository, LabelSet labels) =>
        labels.Contains(SelfHosted) || Covering(policy, host, repository, labels).Count > 0;

    /// <summary>The pool with the fewest missing labels, those in scope first; null without pools.</summary>
    public static NearestPool? Nearest(FleetPolicy policy, string host, Repository repository, LabelSet labels) =>
        policy.Pools
            .Select(pool => new NearestPool(
                pool.Name, labels.Except(pool.Labels), ScopeFor(policy, pool, host, repository) is not null))
            .OrderBy(near => near.InScope ? 0 : 1)
            .ThenBy(near => near.Missing.Count)
            .FirstOrDefault();

    private static Scope? ScopeFor(FleetPolicy policy, PoolPolicy pool, string host, Repository repository)
    {
        foreach (var scope in pool.Scopes)
        {
            if (policy.HostOf(scope) == host && scope.Covers(repository))
            {
                return scope;
            }
        }
        return null;
    }
}
