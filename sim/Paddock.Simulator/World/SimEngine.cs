using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Core.Model;
using Paddock.Engine;
using Paddock.Ports.Providers;
using Paddock.Ports.Store;

namespace Paddock.Simulator.World;

/// <summary>
/// One life of the product: its own engine on its own pump, with doors into the world. Disposing of it is a kill: it
/// drops everything it had in memory, at whatever await it happened to be.
/// </summary>
public sealed class SimEngine : IDisposable
{
    private readonly Pump _pump = new();
    private readonly SimStore _store;
    private readonly SimCalls _calls;
    private readonly SimLine _line;
    private readonly FleetEngine _engine;
    private Task? _running;

    public SimEngine(SimWorld world, SimDice dice, SimStore store, PolicyBox policy, Sabotage sabotage)
    {
        var (_, time, faults, _, providers) = world;
        _calls = new SimCalls(time, dice, faults);
        _store = store;
        _line = new SimLine(world, _calls, sabotage.Gate);
        Sweep = new SimSweep(world, dice, _line);
        var doors = new Doors
        {
            Store = _store,
            Forge = new SimForge(world, dice, _line),
            Providers = providers.ToDictionary(
                provider => provider.Policy.Name,
                provider => (IProvider)new SimProviderDoor(
                    provider, time, dice, faults, _calls, world.Starts, watches: dice.Chance(0.7))),
            Sources = [Sweep],
            Shelf = new NoShelf(),
            Dice = dice,
            Time = time,
        };
        var options = new EngineOptions { TickMax = TimeSpan.FromMinutes(2), MachineSweep = MachineSweep };
        _engine = new FleetEngine(_pump, sabotage.Doors(doors), policy, options, NullLoggerFactory.Instance);
    }

    /// <summary>How often the engine lists every provider.</summary>
    public static TimeSpan MachineSweep { get; } = TimeSpan.FromSeconds(60);

    public SimSweep Sweep { get; }

    public FleetView? View => _engine.View;

    public event Action<FleetView>? Published
    {
        add => _engine.Published += value;
        remove => _engine.Published -= value;
    }

    /// <summary>Has the store refused it a decision, because another holds the lease?</summary>
    public bool IsFenced => _store.IsFenced;

    /// <summary>Why the engine ended by itself; null while it runs. Any reason is a defect.</summary>
    public Exception? Defect => _running?.Exception?.InnerException
        ?? (_running is { IsCompleted: true }
            ? new InvalidOperationException("The engine ended without being told to.") : null);

    public void Start() => _pump.Post(_ => _running = _engine.RunAsync(CancellationToken.None), null);

    /// <summary>
    /// A webhook at the door. True when the process is there to take it; what it then does with it is its own.
    /// </summary>
    public void Deliver(Core.Facts.JobObservation report, Guid delivery) =>
        _pump.Post(_ => _ = AdmitAsync(report, delivery), null);

    public bool TryStep() => _pump.TryStep();

    /// <summary>The process is killed, at whatever await it is.</summary>
    public void Dispose()
    {
        _pump.Close();
        _store.Close();
        _calls.Close();
        _line.Dispose();
        _pump.Dispose();
    }

    private async Task AdmitAsync(Core.Facts.JobObservation report, Guid delivery)
    {
        try
        {
            await _engine.Intake.AdmitAsync([report], delivery, CancellationToken.None);
        }
        catch (StoreFaultException)
        {
            // Answered 503: GitHub does not come again, the sweep will find the job.
        }
    }

    private sealed class NoShelf : IDiagnosesShelf
    {
        public Task KeepAsync(MachineName machine, Diagnosis diagnosis, CancellationToken cancellationToken) =>
            Task.CompletedTask;
    }
}
