using System.Text.RegularExpressions;
using Paddock.Core.Labels;
using Paddock.Core.Policy;
using Paddock.Ports;

namespace Paddock.App.Cli.Lint;

/// <summary>Which pool would serve a wish, or what exactly is in the way.</summary>
internal static partial class LintVerdict
{
    private const string Served = "A job waits for such a runner for 24 hours and then fails.";

    public static ReportFinding Of(Linted linted, JobWish wish)
    {
        var (level, message, remedy) = wish switch
        {
            JobWish.Clear clear => Judge(linted, clear),
            JobWish.Unclear unclear => (ReportFinding.Note, $"not decidable here: {unclear.Why}.", null),
            _ => throw new InvalidOperationException($"No such wish: {wish.GetType().Name}."),
        };
        var place = wish.Place.IsInFile
            ? $"{wish.Place.Source}:{wish.Place.Line}:{wish.Place.Column}"
            : wish.Place.Source;
        return new ReportFinding(level, place, $"{NameOf(wish)}{message}", remedy);
    }

    private static string NameOf(JobWish wish) =>
        wish.Job is null ? "" : $"job {Plain.Line(wish.Job, 100)}: ";

    private static (string Level, string Message, string? Remedy) Judge(Linted linted, JobWish.Clear wish)
    {
        var (policy, host, repository) = linted;
        if (wish.Labels.Count == 0)
        {
            return JudgeGroup(policy, wish.Group);
        }
        var found = PoolMatching.Find(policy, host, repository, wish.Labels, fromFork: false);
        if (found.Count > 0)
        {
            return JudgeFound(wish, [.. found.Select(match => match.Pool)]);
        }
        if (PoolMatching.DenialOf(policy, host, repository, wish.Labels, fromFork: false) is { } denial)
        {
            return (ReportFinding.Error, denial == RepositoryDenial.Public
                    ? $"{repository.FullName} is public, and no rule lets it use the runners of {Told(wish.Labels)}."
                    : $"a rule keeps {repository.FullName} from the runners of {Told(wish.Labels)}.",
                "See repositories in the configuration.");
        }
        if (!wish.Labels.Contains(PoolMatching.SelfHosted) && wish.Labels.Texts.Any(label => OfGitHub().IsMatch(label)))
        {
            return (ReportFinding.Note, $"{Told(wish.Labels)} is GitHub's own.", null);
        }
        var level = wish.Labels.Contains(PoolMatching.SelfHosted) ? ReportFinding.Error : ReportFinding.Warning;
        return (level, $"no pool serves {Told(wish.Labels)}{Difference(linted, wish.Labels)}.",
            level == ReportFinding.Error ? Served : "Nothing is wrong if they are the labels of others' runners.");
    }

    /// <summary>A group says nothing by itself: neither webhook nor API shows it before a runner has the job.</summary>
    private static (string, string, string?) JudgeGroup(FleetPolicy policy, string? group)
    {
        if (string.IsNullOrWhiteSpace(group))
        {
            return (ReportFinding.Warning, "its runs-on comes to no label at all.", "GitHub refuses such a job.");
        }
        var pool = policy.Pools.FirstOrDefault(pool => IsGroupOf(pool, group));
        return pool is null
            ? (ReportFinding.Note, $"runner group {Plain.Line(group, 100)} is of no pool.", null)
            : (ReportFinding.Error,
                $"it names only runner group {Plain.Line(group, 100)}, which GitHub does not tell Paddock.",
                $"Name labels beside it, like labels: {Told(pool.Labels)}.");
    }

    private static (string, string, string?) JudgeFound(JobWish.Clear wish, List<PoolPolicy> pools)
    {
        if (wish.Group is { } group && !pools.Exists(pool => IsGroupOf(pool, group)))
        {
            return (ReportFinding.Error,
                $"pool {pools[0].Name} has {Told(wish.Labels)} in runner group {pools[0].Group}, and the job takes "
                + $"runners of group {Plain.Line(group, 100)} only.",
                "Give both the same group.");
        }
        var others = pools.Count == 1 ? "" : $", then {string.Join(", ", pools.Skip(1).Select(pool => pool.Name))}";
        return (ReportFinding.Note, $"pool {pools[0].Name} serves {Told(wish.Labels)}{others}.", null);
    }

    private static bool IsGroupOf(PoolPolicy pool, string group) =>
        string.Equals(pool.Group, group, StringComparison.OrdinalIgnoreCase);

    private static string Difference(Linted linted, LabelSet labels)
    {
        if (PoolMatching.Nearest(linted.Policy, linted.Host, linted.Repository, labels) is not { } near)
        {
            return "";
        }
        var missing = near.Missing.Count == 0 ? "" : $" lacks {Told(near.Missing)}";
        var outside = near.InScope ? "" : $" has no scope that covers {linted.Repository.FullName}";
        var and = missing.Length > 0 && outside.Length > 0 ? " and" : "";
        return $"; the nearest, pool {near.Pool},{missing}{and}{outside}{Slip(linted.Policy, near)}";
    }

    private static string Slip(FleetPolicy policy, NearestPool near)
    {
        var known = policy.Pool(near.Pool)!.Labels.Texts;
        var meant = near.Missing.Texts.Select(label => Nearest.To(label, known)).OfType<string>().FirstOrDefault();
        return meant is null ? "" : $" (did you mean {meant}?)";
    }

    private static string Told(LabelSet labels) => Plain.Line(labels.ToString());

    /// <summary><c>ubuntu-latest</c>, <c>macos-15-xlarge</c> (GitHub docs, "GitHub-hosted runners").</summary>
    [GeneratedRegex(
        @"^(ubuntu|windows|macos)-(latest|slim|[0-9]{1,4}(\.[0-9]{1,2})?)(-[a-z0-9]{1,20}){0,3}$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex OfGitHub();
}
