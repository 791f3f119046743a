using System.IO.Enumeration;
using Paddock.Core.Model;

namespace Paddock.Core.Policy;

/// <summary>
/// What repositories of this name may have of the fleet. Of several rules the first that fits counts, alone.
/// </summary>
/// <param name="Match">
/// <c>owner/name</c>, without case; <c>*</c> stands for any characters, the slash included.
/// </param>
public sealed record RepositoryRule(string Match)
{
    /// <summary>For a repository that no rule fits: it may use the runners, if it is private.</summary>
    public static RepositoryRule Unwritten { get; } = new("*");

    public bool Allow { get; init; } = true;

    /// <summary>
    /// May it be public? Whoever can open a pull request there can run code on these machines (GitHub docs,
    /// "Self-hosted runners: security"), so nobody gets there by accident.
    /// </summary>
    public bool Public { get; init; }

    /// <summary>
    /// May runs execute what a fork of it holds? Whoever can read a private repository can fork it and open a pull
    /// request (GitHub docs, "Self-hosted runners: security"), so this needs a word of its own, beside
    /// <see cref="Public"/>.
    /// </summary>
    public bool Forks { get; init; }

    /// <summary>Never more of its jobs served at once than this; null for no limit.</summary>
    public int? JobsMax { get; init; }

    /// <summary>Never more jobs of one workflow run served at once than this; null for no limit.</summary>
    public int? RunJobsMax { get; init; }

    /// <summary>Its share where a limit binds, beside the weights of the others.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>The larger goes first where a limit binds. Whoever waits rises (<c>Shares</c>).</summary>
    public int Priority { get; init; }

    public bool Fits(Repository repository) =>
        FileSystemName.MatchesSimpleExpression(Match, repository.FullName, ignoreCase: true);

    /// <summary>Does it surely fit every repository that the other fits?</summary>
    public bool Covers(RepositoryRule other) =>
        FileSystemName.MatchesSimpleExpression(Match, other.Match, ignoreCase: true);

    /// <summary>Why a repository, or a run of it, may not use the runners; null if it may.</summary>
    public RepositoryDenial? DenialOf(Repository repository, bool fromFork) =>
        !Allow ? RepositoryDenial.Rule
        : !repository.Private && !Public ? RepositoryDenial.Public
        : fromFork && !Forks ? RepositoryDenial.Fork
        : null;
}

/// <summary>Why a repository's jobs get no runner.</summary>
public enum RepositoryDenial
{
    /// <summary>A rule keeps it out.</summary>
    Rule,

    /// <summary>It is public, and no rule lets public ones of its name in.</summary>
    Public,

    /// <summary>The job's run comes from a fork, and no rule lets such runs in.</summary>
    Fork,
}
