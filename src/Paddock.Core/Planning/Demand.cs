using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Policy;

namespace Paddock.Core.Planning;

/// <summary>The waiting jobs as a set, grouped; never a counter.</summary>
internal sealed class Demand
{
    private readonly record struct GroupKey(
        string Host, string Owner, string Repository, string Labels, bool Private, bool FromFork);

    /// <summary>Names change, the id does not (decision D11).</summary>
    private readonly record struct RepositoryKey(string Host, long Id);

    private readonly HashSet<string> _orders;

    private Demand(IReadOnlyList<DemandGroup> groups, int jobsMax)
    {
        Groups = groups;
        _orders = new HashSet<string>(jobsMax, StringComparer.Ordinal);
    }

    public IReadOnlyList<DemandGroup> Groups { get; }

    /// <summary>Is this the order of a job that waits for a runner of ours?</summary>
    public bool Wants(OrderKey order) => _orders.Contains(order.Value);

    public static Demand Read(Draft draft)
    {
        var groups = new List<DemandGroup>();
        var demand = new Demand(groups, draft.Snapshot.Jobs.Count);
        var byKey = new Dictionary<GroupKey, DemandGroup?>();
        var shares = new Dictionary<RepositoryKey, Share>();
        foreach (var job in draft.Snapshot.Jobs)
        {
            // GitHub gives up a job that waited for a day; by then it is cancelled there, whatever we were told.
            if (!job.IsWaiting || job.IsGivenUp(draft.Policy.Times.QueueLimit, draft.Now))
            {
                continue;
            }
            if (job.Asked is { Wish: JobAsk.Ignore })
            {
                draft.Note(new Wait(job.Order, WaitReason.JobIgnored, null, null, 0));
                continue;
            }
            var repository = job.Details.Repository;
            var key = new GroupKey(
                job.Key.Host, repository.Owner, repository.Name, job.Details.Labels.Key, repository.Private,
                job.Details.FromFork == true);
            if (!byKey.TryGetValue(key, out var group))
            {
                var matches = PoolMatching.Find(draft.Policy, job);
                group = matches.Count == 0 ? null : GroupOf(draft.Policy, job, matches, shares);
                byKey[key] = group;
                if (group is not null)
                {
                    groups.Add(group);
                }
            }
            if (group is null)
            {
                draft.Note(new Wait(job.Order, WhyNot(draft.Policy, job), null, null, 0));
                continue;
            }
            group.Jobs.Add(job);
            demand._orders.Add(job.Order.Value);
        }
        foreach (var group in groups)
        {
            group.Jobs.Sort(ByAge);
        }
        foreach (var job in draft.Snapshot.Jobs)
        {
            if (draft.IsServed(job) && shares.TryGetValue(KeyOf(job), out var share))
            {
                share.Served++;
            }
        }
        return demand;
    }

    private static DemandGroup GroupOf(
        FleetPolicy policy, JobRow job, IReadOnlyList<PoolMatch> matches, Dictionary<RepositoryKey, Share> shares)
    {
        var rule = policy.RuleFor(job.Details.Repository);
        var key = KeyOf(job);
        if (!shares.TryGetValue(key, out var share))
        {
            shares[key] = share = new Share(rule.Weight, rule.Priority);
        }
        return new DemandGroup(job, matches, rule, share);
    }

    private static RepositoryKey KeyOf(JobRow job) => new(job.Key.Host, job.Details.Repository.Id);

    private static WaitReason WhyNot(FleetPolicy policy, JobRow job) =>
        PoolMatching.DenialOf(policy, job) switch
        {
            RepositoryDenial.Rule => WaitReason.RepositoryDenied,
            RepositoryDenial.Public => WaitReason.RepositoryPublic,
            RepositoryDenial.Fork => WaitReason.RepositoryFork,
            _ => WaitReason.NoPool,
        };

    /// <summary>The longest waiting first; the key settles ties, so that a restart plans in the same order.</summary>
    public static int ByAge(JobRow left, JobRow right)
    {
        var byTime = left.WaitingSince.CompareTo(right.WaitingSince);
        return byTime != 0 ? byTime : left.Key.Id.CompareTo(right.Key.Id);
    }
}
