namespace Paddock.Core.Planning;

/// <summary>
/// Which waiting jobs will be served by what runs or starts already. A maximum matching between groups of jobs and
/// classes of runners: counting jobs and runners alone would let one general runner hide the need of a special job.
/// </summary>
internal static class Covering
{
    public static void Cover(Draft draft, Demand demand, Supply supply, Caps caps)
    {
        if (supply.Classes.Count > 0 && demand.Groups.Count > 0)
        {
            new Matching(demand, supply, caps).Solve();
        }
        foreach (var group in demand.Groups)
        {
            Explain(draft, group);
        }
    }

    private static void Explain(Draft draft, DemandGroup group)
    {
        for (var i = 0; i < group.Covered; i++)
        {
            var reason = i < group.CoveredByIdle ? WaitReason.RunnerIdle : WaitReason.RunnerStarting;
            draft.Note(new Wait(
                group.Jobs[i].Order, reason, group.Matches[0].Pool.Name, null, group.CoveredByIdle));
        }
    }

    /// <summary>
    /// Augmenting paths over counts. A few classes face a few groups, however many jobs there are, so the depth-first
    /// search is short.
    /// </summary>
    private sealed class Matching
    {
        private readonly IReadOnlyList<DemandGroup> _groups;
        private readonly SupplyClass[] _classes;
        private readonly int[][] _own;
        private readonly int[][] _any;
        private readonly int[,] _flow;
        private readonly Caps _caps;

        public Matching(Demand demand, Supply supply, Caps caps)
        {
            _caps = caps;

            // Plain classes first, so that special runners stay free for the jobs that need them.
            _classes = [.. supply.Classes.OrderBy(of => of.Class.Labels.Count)];
            _groups = demand.Groups;
            _any = [.. _groups.Select(ClassesOf)];
            _own = [.. _groups.Select((group, i) => _any[i]
                .Where(of => group.Startable.Any(match => match.Pool.Name == _classes[of].Pool)).ToArray())];
            _flow = new int[_groups.Count, _classes.Length];
        }

        /// <summary>
        /// Runners of the pools that a job may be started in come first. Otherwise a job whose own pool is full, and
        /// that may not spill, is counted on a runner just started for another job in another pool, and that job gets
        /// a second one, and a third.
        /// </summary>
        public void Solve()
        {
            Fill(_own);
            Fill(_any);
            for (var i = 0; i < _groups.Count; i++)
            {
                _groups[i].CoveredByIdle = CountIdle(i);
            }
        }

        private void Fill(int[][] serves)
        {
            // The most constrained first: it has the least to lose by choosing before the others.
            foreach (var group in Enumerable.Range(0, _groups.Count).OrderBy(i => serves[i].Length))
            {
                var left = _caps.Admit(_groups[group]);
                while (left > 0 && Push(serves, group, left, new bool[_classes.Length]) is > 0 and var pushed)
                {
                    left -= pushed;
                    Cover(_groups[group], pushed);
                }
            }
        }

        private void Cover(DemandGroup group, int count)
        {
            for (; count > 0; count--)
            {
                _caps.Serve(group, group.Jobs[group.Covered++]);
            }
        }

        /// <summary>
        /// Finds room for up to <paramref name="want"/> jobs of a group, moving others aside if need be.
        /// </summary>
        private int Push(int[][] serves, int group, int want, bool[] visited)
        {
            foreach (var of in serves[group])
            {
                if (_classes[of].Free > 0)
                {
                    return Take(group, of, Math.Min(want, _classes[of].Free));
                }
            }
            foreach (var of in serves[group])
            {
                if (visited[of])
                {
                    continue;
                }
                visited[of] = true;
                for (var other = 0; other < _groups.Count; other++)
                {
                    if (other == group || _flow[other, of] == 0)
                    {
                        continue;
                    }
                    var moved = Push(serves, other, Math.Min(want, _flow[other, of]), visited);
                    if (moved > 0)
                    {
                        _flow[other, of] -= moved;
                        _flow[group, of] += moved;
                        return moved;
                    }
                }
            }
            return 0;
        }

        private int Take(int group, int of, int count)
        {
            _classes[of].Used += count;
            _flow[group, of] += count;
            return count;
        }

        /// <summary>
        /// Which of a class's users get its idle runners is GitHub's choice; the sum is what is true.
        /// </summary>
        private int CountIdle(int group)
        {
            var idle = 0;
            for (var of = 0; of < _classes.Length; of++)
            {
                idle += Math.Min(_flow[group, of], _classes[of].Idle.Count);
            }
            return Math.Min(idle, _groups[group].Covered);
        }

        private int[] ClassesOf(DemandGroup group)
        {
            var found = new List<int>();
            for (var of = 0; of < _classes.Length; of++)
            {
                if (_classes[of].Class.Serves(group.Host, group.Repository, group.Labels))
                {
                    found.Add(of);
                }
            }
            return [.. found];
        }
    }
}
