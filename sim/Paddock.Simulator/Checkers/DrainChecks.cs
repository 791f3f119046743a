using Paddock.GitHubModel;
using Paddock.Simulator.Faults;
using Paddock.Simulator.World;

namespace Paddock.Simulator.Checkers;

/// <summary>
/// A long outage ends, and the queue drains without a stampede (P10). A place that has refused for long is asked by
/// one start at a time, as often as its back-off allows, until it has accepted something; a provider never has more
/// creates under way than it is said to bear; and wherever a job can be served, one begins within a bound.
/// </summary>
public sealed class DrainChecks
{
    /// <summary>
    /// By then what was under way at the first refusal is over, and the next start is a probe.
    /// </summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A back-off that doubles from a second lets six probes into its first minute; kills may cost one or two more.
    /// </summary>
    private const int ProbesMax = 8;

    private readonly Watchdog _watchdog;
    private readonly SimTime _time;
    private readonly SimGitHub _gitHub;
    private readonly Knobs _knobs;
    private readonly Dictionary<string, Queue<TimeSpan>> _asked = new(StringComparer.Ordinal);

    /// <summary>The names of what is neither there nor answered for yet, by place.</summary>
    private readonly Dictionary<string, HashSet<string>> _underWay = new(StringComparer.Ordinal);

    /// <summary>The first refusal of each place since it last accepted something.</summary>
    private readonly Dictionary<string, TimeSpan> _refusesSince = new(StringComparer.Ordinal);
    private readonly TimeSpan _patience;
    private TimeSpan _movedAt;
    private TimeSpan _nextLookAt;
    private int _begun;

    public DrainChecks(Watchdog watchdog, SimTime time, SimWorld world)
    {
        (_watchdog, _time, _gitHub, _knobs) = (watchdog, time, world.GitHub, world.Knobs);
        var longest = _knobs.Policy.Pools.Max(pool => pool.Timeouts.Registration + pool.Timeouts.Idle);
        var isCalm = _knobs.Faults == FaultRates.None;
        _patience = _knobs.JobMax + _knobs.Sweep + longest + TimeSpan.FromMinutes(isCalm ? 12 : 40);
        world.Starts.Asked += Asked;
        world.Starts.Answered += Answered;
        foreach (var provider in world.Providers)
        {
            provider.Made += machine => UnderWay(provider.Policy.Name.Value).Remove(machine.Name.Value);
        }
    }

    /// <summary>
    /// An engine starts: what another had under way is nobody's any more, and a refusal it had heard may not be stored.
    /// </summary>
    public void Started()
    {
        _underWay.Clear();
        _refusesSince.Clear();
        _movedAt = _time.Elapsed;
    }

    /// <summary>Called between any two events while an engine lives; looks now and then.</summary>
    public void Look()
    {
        if (_time.Elapsed < _nextLookAt)
        {
            return;
        }
        _nextLookAt = _time.Elapsed + Pause;
        var begun = _gitHub.Model.Jobs.Count(job => job.Status is JobStatus.InProgress or JobStatus.Completed);
        var waiting = _gitHub.Model.OpenJobs
            .FirstOrDefault(job => job.Status == JobStatus.Queued && _gitHub.IsServable(job, _knobs.Policy));
        if (begun != _begun || waiting is null || IsHeldBack)
        {
            (_begun, _movedAt) = (begun, _time.Elapsed);
        }

        // A stepped wall clock makes back-offs longer by as much, and is right to.
        else if (_knobs.Faults.ClockSteps == 0 && _time.Elapsed - _movedAt > _patience)
        {
            _watchdog.Bark("P10", $"job {waiting.Id} waits, and no job has begun since {_movedAt}");
        }
    }

    private bool IsHeldBack =>
        _knobs.Hardships.Outages.Any(IsOn) || _time.Elapsed < _gitHub.Identity.HeldUntil;

    private bool IsOn(Outage outage) => outage.At <= _time.Elapsed && _time.Elapsed < outage.EndsAt;

    private void Asked(string place, string name)
    {
        var underWay = UnderWay(place);
        underWay.Add(name);
        var most = _knobs.Policy.Providers.FirstOrDefault(provider => provider.Name.Value == place)?.StartsMax;
        if (underWay.Count > most)
        {
            _watchdog.Bark("P10", $"{underWay.Count} creates are under way at {place}, which bears {most}");
        }
        if (underWay.Count > 1 && HasLongRefused(place))
        {
            _watchdog.Bark(
                "P10", $"{underWay.Count} starts try {place} at once, which has refused since {_refusesSince[place]}");
        }
        CheckPace(place);
    }

    private void CheckPace(string place)
    {
        if (!_asked.TryGetValue(place, out var asked))
        {
            _asked[place] = asked = [];
        }
        asked.Enqueue(_time.Elapsed);
        while (asked.Peek() <= _time.Elapsed - Minute)
        {
            asked.Dequeue();
        }
        if (asked.Count > ProbesMax && HasLongRefused(place))
        {
            _watchdog.Bark("P10",
                $"{place} has refused since {_refusesSince[place]}, and is asked {asked.Count} times within a minute");
        }
    }

    private void Answered(string place, string name, bool isAccepted)
    {
        UnderWay(place).Remove(name);
        if (isAccepted)
        {
            _refusesSince.Remove(place);
        }
        else
        {
            _refusesSince.TryAdd(place, _time.Elapsed);
        }
    }

    private HashSet<string> UnderWay(string place) =>
        _underWay.TryGetValue(place, out var names) ? names : _underWay[place] = [];

    /// <summary>Has it refused for long, and accepted nothing since it began to?</summary>
    private bool HasLongRefused(string place) =>
        _refusesSince.TryGetValue(place, out var since) && _time.Elapsed - since >= Settled;
}
