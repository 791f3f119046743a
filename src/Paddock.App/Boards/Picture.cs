using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Engine;

namespace Paddock.App.Boards;

/// <summary>
/// A view of the fleet with the indexes that people's questions need. Made once per view, and only when somebody asks:
/// the engine publishes far more views than anybody looks at.
/// </summary>
internal sealed class Picture
{
    private readonly Dictionary<string, Wait> _waits = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OrderRow> _orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RunnerRow> _runners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MachineRow> _machines = new(StringComparer.Ordinal);

    public Picture(FleetView view)
    {
        View = view;
        foreach (var wait in view.Plan.Waits)
        {
            _waits[wait.Order.Value] = wait;
        }
        foreach (var order in view.Snapshot.Orders)
        {
            _orders[order.Key.Value] = order;
        }
        foreach (var runner in view.Snapshot.Runners)
        {
            _runners[runner.Name.Value] = runner;
        }
        foreach (var machine in view.Snapshot.Machines)
        {
            _machines[machine.Name.Value] = machine;
        }
        Tally = Tally.Of(this);
    }

    public FleetView View { get; }

    public Tally Tally { get; }

    /// <summary>Why a job waits; null while it does not, or before the pass that says so.</summary>
    public Wait? WaitOf(JobRow job) =>
        job.IsWaiting && _waits.TryGetValue(job.Order.Value, out var wait) ? wait : null;

    /// <summary>The place that refuses, where that is what a job waits for.</summary>
    public PlaceRow? PlaceOf(Wait wait) =>
        wait.Place is { } place ? View.Snapshot.Places.FirstOrDefault(row => row.Key == place) : null;

    public RunnerRow? Runner(string? name) => name is null ? null : _runners.GetValueOrDefault(name);

    public MachineRow? Machine(MachineName? name) =>
        name is null ? null : _machines.GetValueOrDefault(name.Value.Value);

    public MachineRow? MachineOf(RunnerRow runner) => Machine(runner.Plan?.Machine);

    /// <summary>
    /// The pool a job belongs to: its runner's, else the one its order is in; null for a job nobody here answers.
    /// </summary>
    public PoolName? PoolOf(JobRow job) =>
        Runner(job.Runner)?.Plan?.Pool ?? _orders.GetValueOrDefault(job.Order.Value)?.Pool;

    public PoolMode ModeOf(PoolName pool) =>
        View.Snapshot.Pools.FirstOrDefault(row => row.Name == pool)?.Mode ?? PoolMode.Active;
}
