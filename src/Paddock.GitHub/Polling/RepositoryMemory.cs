using Paddock.Core.Model;

namespace Paddock.GitHub.Polling;

/// <summary>What the sweep remembers of one repository, from look to look.</summary>
internal sealed class RepositoryMemory
{
    /// <summary>So long after the last sign of work a repository is asked in every round.</summary>
    private static readonly TimeSpan HotFor = TimeSpan.FromMinutes(10);

    private readonly Dictionary<long, KnownRun> _runs = [];
    private DateTimeOffset _hotUntil;
    private DateTimeOffset? _pushedAt;

    /// <summary>As GitHub described it last; null while no run or list has.</summary>
    public Repository? Repository { get; set; }

    /// <summary>Since when every look at it was answered with 404; null while it is there.</summary>
    public DateTimeOffset? UnseenSince { get; set; }

    /// <summary>Through which scope it is asked.</summary>
    public Scope? Scope { get; set; }

    /// <summary>Looks so far that came to their end: one that did not is made again.</summary>
    public int Looks { get; private set; }

    /// <summary>The connection's round in which it is asked next, should it stay cold.</summary>
    public long DueRound { get; private set; }

    public bool IsHot { get; private set; } = true;

    /// <summary>Whose budget it is asked on; null before the first answer.</summary>
    public string? Identity { get; private set; }

    /// <summary>Calls for jobs in a look, over the last ones: a thorough one costs more than the others.</summary>
    public double JobCalls { get; private set; }

    public IReadOnlyList<KnownRun> Runs => [.. _runs.Values];

    /// <summary>
    /// Hot: something runs or waits there, or did within the last minutes, or somebody pushed. Never where a rule keeps
    /// its jobs out: they are worth knowing, but nobody waits for us.
    /// </summary>
    public void Warm(SweepTarget target, DateTimeOffset now)
    {
        var pushedAt = target.Listed?.PushedAt;
        if (_runs.Count > 0 || target.OpenJobs.Count > 0 || (_pushedAt is not null && pushedAt > _pushedAt))
        {
            _hotUntil = now + HotFor;
        }
        _pushedAt = pushedAt ?? _pushedAt;
        IsHot = _hotUntil > now && !target.IsDenied;
    }

    /// <summary>The end of a look in this round of the connection.</summary>
    /// <param name="phase">
    /// Any number of this repository's own. It spreads those that were first seen in one round over the next ones.
    /// </param>
    public void Close(SweepFinding finding, long round, int phase)
    {
        // After a fault nobody knows what is there; and not to ask again would look as if all were well.
        DueRound = round + (finding.HasFailed ? 1
            : Looks == 0 ? 1 + (phase % SweepRound.ColdEvery)
            : SweepRound.ColdEvery);
        JobCalls = Looks == 0 ? finding.Jobs.Asked : (JobCalls + finding.Jobs.Asked) / 2;
        Looks += finding.HasFailed ? 0 : 1;
        Identity = finding.Lists.Identity ?? Identity;
    }

    /// <summary>The lists of these statuses, as GitHub gave them.</summary>
    public void List(IReadOnlyDictionary<long, (RunPayload Run, string Status)> listed, IReadOnlyList<string> statuses)
    {
        foreach (var run in _runs.Values.Where(run => statuses.Contains(run.Status) && !listed.ContainsKey(run.Id)))
        {
            run.Lose();
        }
        foreach (var (id, (run, status)) in listed)
        {
            if (_runs.TryGetValue(id, out var known))
            {
                known.List(run, status);
            }
            else
            {
                _runs[id] = new KnownRun(run, status);
            }
        }
    }

    public void Forget(KnownRun run) => _runs.Remove(run.Id);

    public void ForgetRuns() => _runs.Clear();
}
