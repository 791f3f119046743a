using Paddock.Core.Model;
using Paddock.Core.Policy;

namespace Paddock.Core.Planning;

/// <summary>
/// How many jobs of one repository or one workflow run may be served at once. A cap counts jobs, not machines: whom
/// GitHub gives a runner to is GitHub's choice. Jobs over it keep their orders and are no demand: neither does anything
/// start for them, nor is anything counted on for them.
/// </summary>
internal static class Caps
{
    public static void Apply(Draft draft, IReadOnlyList<DemandGroup> groups)
    {
        if (!draft.Policy.Repositories.Any(IsCapped))
        {
            return;
        }
        var runs = RunningByRun(draft);
        foreach (var of in groups.Where(group => IsCapped(group.Rule)).GroupBy(group => group.Share))
        {
            Apply(draft, of.Key, [.. of], runs);
        }
    }

    private static bool IsCapped(RepositoryRule rule) => rule is { JobsMax: not null } or { RunJobsMax: not null };

    private static void Apply(Draft draft, Share share, List<DemandGroup> groups, Dictionary<Run, int> runs)
    {
        var served = share.Served;
        var wanted = groups.SelectMany(group => group.Jobs.Select(job => (Group: group, Job: job))).ToList();
        wanted.Sort((left, right) => Demand.ByAge(left.Job, right.Job));
        foreach (var group in groups)
        {
            group.Jobs.Clear();
        }
        foreach (var (group, job) in wanted)
        {
            var run = new Run(job.Key.Host, job.Details.RunId);
            var inRun = runs.GetValueOrDefault(run);
            if (WhyNot(group, job, served, inRun) is { } wait)
            {
                group.Capped.Add(job);
                draft.Note(wait);
                continue;
            }
            group.Jobs.Add(job);
            served++;
            runs[run] = inRun + 1;
        }
    }

    private static Wait? WhyNot(DemandGroup group, JobRow job, int served, int inRun)
    {
        var pool = group.Matches[0].Pool.Name;
        return group.Rule.JobsMax is { } jobsMax && served >= jobsMax
            ? new Wait(job.Order, WaitReason.RepositoryLimit, pool, null, jobsMax)
            : group.Rule.RunJobsMax is { } runMax && inRun >= runMax
                ? new Wait(job.Order, WaitReason.RunLimit, pool, null, runMax)
                : null;
    }

    private static Dictionary<Run, int> RunningByRun(Draft draft)
    {
        var runs = new Dictionary<Run, int>();
        foreach (var job in draft.Snapshot.Jobs.Where(draft.IsServed))
        {
            var run = new Run(job.Key.Host, job.Details.RunId);
            runs[run] = runs.GetValueOrDefault(run) + 1;
        }
        return runs;
    }

    private readonly record struct Run(string Host, long Id);
}
