using Paddock.Core.Model;

namespace Paddock.Core.Planning;

/// <summary>
/// How many jobs of one repository or one workflow run may be served at once. A cap counts jobs, not machines: whom
/// GitHub gives a runner to is GitHub's choice. A job is served when it runs, when something that runs or starts is
/// counted on for it, and when this plan starts something for it; one that cannot be placed takes nobody's turn.
/// </summary>
internal sealed class Caps
{
    private readonly Dictionary<Run, int> _runs = [];

    private readonly record struct Run(string Host, long Id);

    public static Caps Read(Draft draft)
    {
        var caps = new Caps();
        if (draft.Policy.Repositories.Any(rule => rule.RunJobsMax is not null))
        {
            foreach (var job in draft.Snapshot.Jobs.Where(draft.IsServed))
            {
                caps.Count(job);
            }
        }
        return caps;
    }

    /// <summary>Why no further job of its repository or run may be served; null if this one may.</summary>
    public Wait? WhyNot(DemandGroup group, JobRow job)
    {
        var pool = group.Matches[0].Pool.Name;
        return group.Rule.JobsMax is { } jobsMax && group.Share.Served >= jobsMax
            ? new Wait(job.Order, WaitReason.RepositoryLimit, pool, null, jobsMax)
            : group.Rule.RunJobsMax is { } runMax && _runs.GetValueOrDefault(RunOf(job)) >= runMax
                ? new Wait(job.Order, WaitReason.RunLimit, pool, null, runMax)
                : null;
    }

    public void Serve(DemandGroup group, JobRow job)
    {
        group.Share.Served++;
        if (group.Rule.RunJobsMax is not null)
        {
            Count(job);
        }
    }

    /// <summary>
    /// How many more jobs of a group may be covered. They are put behind those that are covered already, the longest
    /// waiting first; the others come after them.
    /// </summary>
    public int Admit(DemandGroup group)
    {
        if (IsFree(group))
        {
            return group.Jobs.Count - group.Covered;
        }
        var (admitted, others) = Split(group, group.Covered);
        group.Jobs.RemoveRange(group.Covered, group.Jobs.Count - group.Covered);
        group.Jobs.AddRange(admitted);
        group.Jobs.AddRange(others);
        return admitted.Count;
    }

    /// <summary>How many of a group's jobs, from one on, could start if there were machines for all.</summary>
    public int Room(DemandGroup group, int from) =>
        IsFree(group) ? group.Jobs.Count - from : Split(group, from).Admitted.Count;

    private static bool IsFree(DemandGroup group) => group.Rule is { JobsMax: null, RunJobsMax: null };

    private (List<JobRow> Admitted, List<JobRow> Others) Split(DemandGroup group, int from)
    {
        var (admitted, others) = (new List<JobRow>(), new List<JobRow>());
        var left = group.Rule.JobsMax is { } jobsMax ? jobsMax - group.Share.Served : int.MaxValue;
        var runs = new Dictionary<Run, int>();
        foreach (var job in group.Jobs.Skip(from))
        {
            var run = RunOf(job);
            var inRun = runs.GetValueOrDefault(run, _runs.GetValueOrDefault(run));
            if (admitted.Count < left && (group.Rule.RunJobsMax is not { } runMax || inRun < runMax))
            {
                admitted.Add(job);
                runs[run] = inRun + 1;
            }
            else
            {
                others.Add(job);
            }
        }
        return (admitted, others);
    }

    private void Count(JobRow job) => _runs[RunOf(job)] = _runs.GetValueOrDefault(RunOf(job)) + 1;

    private static Run RunOf(JobRow job) => new(job.Key.Host, job.Details.RunId);
}
