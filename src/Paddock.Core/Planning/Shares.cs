using Paddock.Core.Model;

namespace Paddock.Core.Planning;

/// <summary>
/// Whose turn it is. While every job gets its runner at once the order is nobody's concern; where a limit binds, the
/// higher priority goes first, within it the repository that has least of the fleet for its weight, and within that
/// the job that waits longest: a burst of a thousand jobs does not shut out the one job of somebody else. Whoever waits
/// rises by one priority every few minutes, up to the highest there is, so that nobody starves.
/// </summary>
internal sealed class Shares
{
    private static readonly TimeSpan Rise = TimeSpan.FromMinutes(10);

    private readonly record struct Head(DemandGroup Group, int At);

    private readonly record struct Turn(int Level, double Share, DateTimeOffset Since, long Id) : IComparable<Turn>
    {
        public int CompareTo(Turn other)
        {
            var order = other.Level.CompareTo(Level);
            order = order != 0 ? order : Share.CompareTo(other.Share);
            order = order != 0 ? order : Since.CompareTo(other.Since);
            return order != 0 ? order : Id.CompareTo(other.Id);
        }
    }

    private readonly PriorityQueue<Head, Turn> _heads;
    private readonly DateTimeOffset _now;
    private readonly int _highest;

    private Shares(DateTimeOffset now, int highest, int groups) =>
        (_now, _highest, _heads) = (now, highest, new(groups));

    /// <summary>The jobs that nothing covers, each group's oldest first.</summary>
    public static Shares Of(Demand demand, DateTimeOffset now)
    {
        var highest = demand.Groups.Count == 0 ? 0 : demand.Groups.Max(group => group.Share.Priority);
        var shares = new Shares(now, highest, demand.Groups.Count);
        foreach (var group in demand.Groups)
        {
            shares.Offer(new Head(group, group.Covered));
        }
        return shares;
    }

    /// <summary>
    /// The job whose turn it is; false when none is left. Its group comes back by <see cref="GoOn"/> only.
    /// </summary>
    public bool TryNext(out DemandGroup group, out int at)
    {
        while (_heads.TryDequeue(out var head, out var turn))
        {
            // What the repository got meanwhile counts as well; shares only grow, so nothing is passed over.
            if (turn.Share < head.Group.Share.Weighed)
            {
                Offer(head);
                continue;
            }
            (group, at) = head;
            return true;
        }
        (group, at) = (null!, 0);
        return false;
    }

    /// <summary>That job is done with; the next of its group stands in line.</summary>
    public void GoOn(DemandGroup group, int at) => Offer(new Head(group, at + 1));

    private void Offer(Head head)
    {
        if (head.At < head.Group.Jobs.Count)
        {
            var job = head.Group.Jobs[head.At];
            _heads.Enqueue(
                head, new Turn(LevelOf(head.Group, job), head.Group.Share.Weighed, job.WaitingSince, job.Key.Id));
        }
    }

    private int LevelOf(DemandGroup group, JobRow job)
    {
        var risen = Math.Clamp((_now - job.WaitingSince) / Rise, 0, 1_000_000);
        return Math.Min(_highest, group.Share.Priority + (int)risen);
    }
}
