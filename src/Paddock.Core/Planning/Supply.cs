using Paddock.Core.Model;
using Paddock.Core.Policy;

namespace Paddock.Core.Planning;

/// <summary>
/// Everything that runs or starts and could take a job, whoever it was born for: GitHub hands out jobs as it likes.
/// </summary>
internal sealed class Supply
{
    private readonly record struct ClassKey(
        string Pool, string Host, string Connection, ScopeKind Kind, string Path, string Group, string Labels);

    private readonly Dictionary<ClassKey, SupplyClass> _byKey = [];
    private readonly List<SupplyClass> _classes = [];
    private readonly Dictionary<(string Pool, Scope Scope), List<MachineRow>> _blanks = [];

    private readonly Dictionary<(string Pool, Scope Scope), int> _starts = [];

    public IReadOnlyList<SupplyClass> Classes => _classes;

    /// <summary>The class, if anything is in it.</summary>
    public SupplyClass? Find(PoolName pool, RunnerClass runnerClass) =>
        _byKey.GetValueOrDefault(KeyOf(pool, runnerClass));

    /// <summary>
    /// Blank machines of a pool and scope that may be handed a ticket, oldest first. Taking one removes it.
    /// </summary>
    public List<MachineRow> Blanks(PoolName pool, Scope scope) =>
        _blanks.TryGetValue((pool.Value, scope), out var blanks) ? blanks : [];

    /// <summary>How many runners this plan starts there for jobs; what it starts as stock does not count.</summary>
    public int StartsFor(PoolName pool, Scope scope) => _starts.GetValueOrDefault((pool.Value, scope));

    public void CountStart(PoolName pool, Scope scope) => _starts[(pool.Value, scope)] = StartsFor(pool, scope) + 1;

    /// <summary>Blank machines of a pool for scopes that it has no more.</summary>
    public IEnumerable<List<MachineRow>> BlanksElsewhere(PoolPolicy pool) => _blanks
        .Where(of => of.Key.Pool == pool.Name.Value && !pool.Scopes.Contains(of.Key.Scope))
        .Select(of => of.Value);

    public static Supply Read(Draft draft)
    {
        var supply = new Supply();
        foreach (var runner in draft.Snapshot.Runners)
        {
            if (runner.Plan is null || draft.IsLeaving(runner.Name))
            {
                continue;
            }
            switch (runner.State)
            {
                case RunnerState.Idle:
                    supply.ClassOf(runner.Plan).Idle.Add(runner);
                    break;
                case RunnerState.Starting:
                case RunnerState.Offline:
                case RunnerState.Ticketing:
                    supply.ClassOf(runner.Plan).Starting.Add(runner);
                    break;
            }
        }
        foreach (var machine in draft.Snapshot.Machines)
        {
            // A blank that is still being made counts as stock, and is not handed out before it is there.
            if (machine.Runner is null && machine.Plan is { } plan && !draft.IsLeaving(machine.Name)
                && machine.State is MachineState.Blank or MachineState.Creating)
            {
                supply.BlanksOf(plan.Pool, plan.Scope).Add(machine);
            }
        }
        foreach (var blanks in supply._blanks.Values)
        {
            blanks.Sort((left, right) => string.CompareOrdinal(left.Name.Value, right.Name.Value));
            blanks.Sort((left, right) => left.Plan!.PlannedAt.CompareTo(right.Plan!.PlannedAt));
        }
        return supply;
    }

    private SupplyClass ClassOf(RunnerPlan plan)
    {
        var key = KeyOf(plan.Pool, plan.Class);
        if (!_byKey.TryGetValue(key, out var found))
        {
            found = new SupplyClass(plan.Pool, plan.Class);
            _byKey[key] = found;
            _classes.Add(found);
        }
        return found;
    }

    private List<MachineRow> BlanksOf(PoolName pool, Scope scope)
    {
        if (!_blanks.TryGetValue((pool.Value, scope), out var blanks))
        {
            blanks = [];
            _blanks[(pool.Value, scope)] = blanks;
        }
        return blanks;
    }

    private static ClassKey KeyOf(PoolName pool, RunnerClass of) =>
        new(pool.Value, of.Host, of.Scope.Connection, of.Scope.Kind, of.Scope.Path, of.Group, of.Labels.Key);
}
