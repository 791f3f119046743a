using Paddock.App.Configuration.Keys;
using Paddock.App.Configuration.Reading;
using Paddock.Core.Policy;

namespace Paddock.App.Configuration.Sections;

/// <summary><c>repositories:</c>, in the order of the file.</summary>
internal static class RepositoriesSection
{
    /// <summary>Stands where a text was refused; nothing that reaches a fleet ever holds it.</summary>
    private const string Refused = "refused/refused";

    public static IReadOnlyList<RepositoryRule> Read(View top) => [.. top.At("repositories").Items.Select(Rule)];

    private static RepositoryRule Rule(View at)
    {
        var unset = RepositoryRule.Unwritten;
        return new RepositoryRule(at.At("match").Text(ScalarRule.RepositoryPattern) ?? Refused)
        {
            Allow = at.At("allow").Flag ?? unset.Allow,
            Public = at.At("public").Flag ?? unset.Public,
            Forks = at.At("forks").Flag ?? unset.Forks,
            JobsMax = at.At("max_jobs").Count,
            RunJobsMax = at.At("max_jobs_per_run").Count,
            Weight = at.At("weight").Count ?? unset.Weight,
            Priority = at.At("priority").Count ?? unset.Priority,
        };
    }
}
