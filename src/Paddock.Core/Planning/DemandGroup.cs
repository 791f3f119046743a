using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Policy;

namespace Paddock.Core.Planning;

/// <summary>
/// Jobs that are alike for every decision: one repository, one label set, and runs that are all known to come from
/// forks, or none. <see cref="Jobs"/> are sorted by age; the first <see cref="Covered"/> of them will be served by
/// what runs or starts already.
/// </summary>
internal sealed class DemandGroup(
    JobRow first, IReadOnlyList<PoolMatch> matches, RepositoryRule rule, Share share)
{
    public string Host { get; } = first.Key.Host;

    public Repository Repository { get; } = first.Details.Repository;

    public LabelSet Labels { get; } = first.Details.Labels;

    /// <summary>The pools that may serve it, home pool first. Never empty.</summary>
    public IReadOnlyList<PoolMatch> Matches { get; } = matches;

    /// <summary>The pools a runner may be started in for it: the first that does not spill is the last.</summary>
    public IReadOnlyList<PoolMatch> Startable { get; } =
        [.. matches.Take(1 + matches.TakeWhile(match => match.Pool.Spill).Count())];

    public RepositoryRule Rule => rule;

    /// <summary>One for all groups of a repository.</summary>
    public Share Share => share;

    public List<JobRow> Jobs { get; } = [];

    public int Covered { get; set; }

    /// <summary>How many of the covered ones have an idle runner, rather than one that starts.</summary>
    public int CoveredByIdle { get; set; }
}
