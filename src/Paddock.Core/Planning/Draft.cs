using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Core.Policy;

namespace Paddock.Core.Planning;

/// <summary>
/// The plan while it is being made: the picture and the policy to read, indexes over the picture, and the steps so
/// far. Lives for one pass. The rules in this folder read it and add to it; nothing else holds state between them.
/// </summary>
internal sealed class Draft
{
    private readonly List<Step> _steps = [];
    private readonly List<Wait> _waits;
    private readonly Dictionary<string, MachineRow> _machines;
    private readonly Dictionary<string, RunnerRow> _runners;
    private readonly Dictionary<string, PlaceRow> _places;
    private readonly Dictionary<string, PoolRow> _pools;
    private readonly HashSet<string> _leaving = new(StringComparer.Ordinal);
    private readonly HashSet<string> _handedOut = new(StringComparer.Ordinal);
    private readonly HashSet<string> _givenUp = new(StringComparer.Ordinal);
    private readonly Seed _seed;
    private int _named;
    private DateTimeOffset? _wakeAt;
    private bool _isCut;

    public Draft(Snapshot snapshot, FleetPolicy policy, DateTimeOffset now, Seed seed)
    {
        Snapshot = snapshot;
        Policy = policy;
        Now = now;
        _seed = seed;
        _waits = new(snapshot.Orders.Count);
        _machines = new(snapshot.Machines.Count, StringComparer.Ordinal);
        foreach (var machine in snapshot.Machines)
        {
            _machines[machine.Name.Value] = machine;
        }
        _runners = new(snapshot.Runners.Count, StringComparer.Ordinal);
        foreach (var runner in snapshot.Runners)
        {
            _runners[runner.Name.Value] = runner;
        }
        _places = snapshot.Places.ToDictionary(place => place.Key.Value, StringComparer.Ordinal);
        _pools = snapshot.Pools.ToDictionary(pool => pool.Name.Value, StringComparer.Ordinal);
    }

    public Snapshot Snapshot { get; }

    public FleetPolicy Policy { get; }

    public DateTimeOffset Now { get; }

    public bool IsFull => _steps.Count >= Plan.StepsMax;

    /// <summary>The machine of a runner, absent ones included; null for a stray.</summary>
    public MachineRow? MachineOf(RunnerRow runner) =>
        runner.Plan is { } plan ? _machines.GetValueOrDefault(plan.Machine.Value) : null;

    /// <summary>A runner that is not gone; null otherwise.</summary>
    public RunnerRow? Runner(RunnerName? name) => name is null ? null : _runners.GetValueOrDefault(name.Value.Value);

    /// <summary>Does a runner of ours run this job?</summary>
    public bool IsServed(JobRow job) =>
        job is { Rank: JobRank.InProgress, Runner: { } runner } && _runners.ContainsKey(runner);

    /// <summary>
    /// GitHub itself is out of order there: that it does not hear from a runner, or gives it no job, says nothing about
    /// the runner. What such silence would be answered with waits until it has been in order for a while; but not for
    /// ever, because a job may be counting on a runner that never comes.
    /// </summary>
    public bool IsFrozen(Scope scope) =>
        _places.TryGetValue(PlaceKey.OfConnection(scope.Connection).Value, out var gitHub)
        && !IsDue(gitHub.AnsweredAsOf.At + Policy.Times.FreezeMax);

    public PlaceRow? Place(PlaceKey key) => _places.GetValueOrDefault(key.Value);

    /// <summary>The place may be asked at once, by this very plan.</summary>
    public void Forgive(PlaceRow place) => _places[place.Key.Value] = place with { CoolUntil = Now };

    /// <summary>A pool that has left the configuration drains.</summary>
    public PoolMode ModeOf(PoolName pool) =>
        Policy.Pool(pool) is null ? PoolMode.Draining : _pools.GetValueOrDefault(pool.Value)?.Mode ?? PoolMode.Active;

    /// <summary>Has an operator flushed the pool since this was planned?</summary>
    public bool IsFlushed(PoolName pool, Intent? planned) =>
        planned is not null && _pools.GetValueOrDefault(pool.Value)?.Flush?.Covers(planned.Decided) == true;

    /// <summary>
    /// Has this moment come? If not, the loop will be woken then: a rule that says "not yet" has told until when.
    /// </summary>
    public bool IsDue(DateTimeOffset moment)
    {
        if (moment <= Now)
        {
            return true;
        }
        if (_wakeAt is null || moment < _wakeAt)
        {
            _wakeAt = moment;
        }
        return false;
    }

    /// <summary>
    /// May it be tried again? What an earlier epoch put off is due at once: removing and deleting are safe to repeat,
    /// and if the wall clock was set back before this epoch began, its "not before" may be hours away.
    /// </summary>
    public bool IsDue(Setback setback) => setback.AsOf.Epoch < Snapshot.Epoch || IsDue(setback.NotBefore);

    /// <summary>Is the promise still being kept by this epoch's executor? If so, wakes when its time is up.</summary>
    public bool IsOwned(Intent intent) => intent.Decided.Epoch == Snapshot.Epoch && !IsDue(intent.Deadline);

    public Intent NewIntent(IntentKind kind, int attempt) =>
        new(kind, attempt, Snapshot.AsOf,
            Now + (kind == IntentKind.Look ? Policy.Times.LookLimit : Policy.Times.IntentLimit));

    public string NewName() => RunnerNames.Draw(Policy.Identity.Mark, _seed, _named++);

    /// <summary>False, and the plan is marked as cut, when it is full.</summary>
    public bool TryAdd(Step step)
    {
        if (IsFull)
        {
            Cut();
            return false;
        }
        _steps.Add(step);
        return true;
    }

    /// <summary>Says that there is more to do than fits; the loop plans again at once.</summary>
    public void Cut() => _isCut = true;

    /// <summary>
    /// Marks a runner that is wanted gone, now or as soon as it may be asked again: no demand may count on it.
    /// </summary>
    public void Leave(RunnerName runner) => _leaving.Add(runner.Value);

    /// <summary>Marks a machine that is being deleted: no ticket may be handed to it.</summary>
    public void Leave(MachineName machine) => _leaving.Add($"machine/{machine}");

    public bool IsLeaving(RunnerName runner) => _leaving.Contains(runner.Value);

    public bool IsLeaving(MachineName machine) => _leaving.Contains($"machine/{machine}");

    /// <summary>Marks a blank machine that gets its ticket in this plan: the unit of stock it was is used up.</summary>
    public void HandOut(MachineName machine) => _handedOut.Add(machine.Value);

    public bool IsHandedOut(MachineName machine) => _handedOut.Contains(machine.Value);

    /// <summary>Marks a create that this plan gives up: it is proven absent, and its place is free.</summary>
    public void GiveUp(MachineName machine)
    {
        _givenUp.Add(machine.Value);
        Leave(machine);
    }

    public bool IsGivenUp(MachineName machine) => _givenUp.Contains(machine.Value);

    public void Keep(Decision decision, int rowVersion) => TryAdd(new KeepBooks(new PlannedFact(decision, rowVersion)));

    public IReadOnlyList<Wait> Waits => _waits;

    public void Note(Wait wait) => _waits.Add(wait);

    /// <summary>Machines that have failed and that their pools would keep for a look.</summary>
    public List<MachineRow> Failed { get; } = [];

    /// <summary>Machines that are kept for a look, and that nothing but that keeps.</summary>
    public List<MachineRow> Kept { get; } = [];

    /// <summary>Providers that have no room for a job that waits.</summary>
    public HashSet<string> Crowded { get; } = new(StringComparer.Ordinal);

    /// <summary>Jobs for which stock may have to make room.</summary>
    public List<Blocked> Blocked { get; } = [];

    public Plan Finish() => new(_steps, _waits, _wakeAt, _isCut);
}
