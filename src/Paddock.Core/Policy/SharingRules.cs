using Paddock.Core.Model;

namespace Paddock.Core.Policy;

/// <summary>Rules about repositories that never count, or hold what has no effect.</summary>
internal static class SharingRules
{
    public static void Check(FleetPolicy policy, List<PolicyFault> faults)
    {
        for (var i = 0; i < policy.Repositories.Count; i++)
        {
            var (rule, path) = (policy.Repositories[i], $"repositories[{i}]");
            CheckReach(policy, i, $"{path}.match", faults);
            CheckNumbers(rule, path, faults);
            if (!rule.Allow && rule != new RepositoryRule(rule.Match) { Allow = false })
            {
                faults.Add(new($"{path}.allow",
                    $"'{rule.Match}' may not use the runners, so nothing else this rule says has an effect.",
                    "Remove the rest of it, or allow: false.", IsWarning: true));
            }
        }
    }

    private static void CheckReach(FleetPolicy policy, int index, string path, List<PolicyFault> faults)
    {
        var rule = policy.Repositories[index];
        var scopes = policy.Pools.SelectMany(pool => pool.Scopes).Distinct().ToList();
        if (policy.Repositories.Take(index).FirstOrDefault(other => other.Covers(rule)) is { } earlier)
        {
            faults.Add(new(path,
                $"'{earlier.Match}' stands before '{rule.Match}' and fits all that it fits, so this never counts.",
                "Put the narrower rule first, or remove it.", IsWarning: true));
        }
        else if (scopes.Count > 0 && !scopes.Exists(scope => MayFit(rule, scope)))
        {
            faults.Add(new(path,
                $"No pool serves a repository that '{rule.Match}' fits, so this never counts.",
                $"Check its spelling (pools have {string.Join(", ", scopes)}), or remove it.", IsWarning: true));
        }
    }

    private static void CheckNumbers(RepositoryRule rule, string path, List<PolicyFault> faults)
    {
        PolicyRules.AtLeastOne(rule.JobsMax, $"{path}.max_jobs", faults);
        PolicyRules.AtLeastOne(rule.RunJobsMax, $"{path}.max_jobs_per_run", faults);
        PolicyRules.AtLeastOne(rule.Weight, $"{path}.weight", faults);
        if (rule.RunJobsMax > rule.JobsMax)
        {
            faults.Add(new($"{path}.max_jobs_per_run",
                $"A run may have {rule.RunJobsMax} jobs at once and its whole repository {rule.JobsMax}, "
                + "so the limit of a run never binds.",
                "Lower max_jobs_per_run or raise max_jobs.", IsWarning: true));
        }
    }

    private static bool MayFit(RepositoryRule rule, Scope scope) => scope.Kind switch
    {
        ScopeKind.Repository => MayMeet(rule.Match, scope.Path),
        ScopeKind.Organization => MayMeet(rule.Match, $"{scope.Path}/*"),

        // The configuration does not say which organizations an enterprise has.
        _ => true,
    };

    /// <summary>
    /// Is there a name that both patterns fit? Either both go on by the same character, or a <c>*</c> stands for
    /// nothing or for one character of the other. That of a scope stands for a repository, whose name has no slash.
    /// </summary>
    private static bool MayMeet(string left, string right)
    {
        // Of the ends of both that are left over; the last line is where the left one is used up.
        var meets = new bool[left.Length + 1, right.Length + 1];
        for (var i = left.Length; i >= 0; i--)
        {
            for (var j = right.Length; j >= 0; j--)
            {
                var (leftStar, rightStar) = (i < left.Length && left[i] == '*', j < right.Length && right[j] == '*');
                meets[i, j] = (i == left.Length && j == right.Length)
                    || (leftStar && (meets[i + 1, j] || (j < right.Length && meets[i, j + 1])))
                    || (rightStar && (meets[i, j + 1] || (i < left.Length && left[i] != '/' && meets[i + 1, j])))
                    || (i < left.Length && j < right.Length && IsSame(left[i], right[j]) && meets[i + 1, j + 1]);
            }
        }
        return meets[0, 0];
    }

    private static bool IsSame(char left, char right) => char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
