using Microsoft.Extensions.Logging;
using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Engine.Watching;
using Paddock.Ports.Providers;
using Paddock.Ports.Store;

namespace Paddock.Engine;

/// <summary>
/// One engine: takes the lease, loads the open rows, runs the loops until it is told to stop or one of them finds a
/// defect. Everything between the constructor and the end of <see cref="RunAsync"/> happens on the pump.
/// </summary>
public sealed class FleetEngine
{
    private readonly Pump _pump;
    private readonly Doors _doors;
    private readonly PolicyBox _policy;
    private readonly EngineOptions _options;
    private readonly ILoggerFactory _loggers;
    private readonly EngineClock _clock;
    private readonly Bell _bell;
    private readonly Bell _roundBell;
    private readonly DeliveryLags _lags = new();
    private volatile Rounds? _rounds;
    private volatile FleetView? _view;

    public FleetEngine(Pump pump, Doors doors, PolicyBox policy, EngineOptions options, ILoggerFactory loggers)
    {
        _pump = pump;
        _doors = doors;
        _policy = policy;
        _options = options;
        _loggers = loggers;
        _clock = new EngineClock(doors.Time);
        _bell = new Bell(pump, doors.Time);
        _roundBell = new Bell(pump, doors.Time);
        Intake = new Intake(doors.Store, policy, _clock, _bell, _lags);
    }

    /// <summary>For web server threads: store a report, ring the bell.</summary>
    public Intake Intake { get; }

    /// <summary>The picture after the last pass; null before the first.</summary>
    public FleetView? View => _view;

    /// <summary>Told after every pass, on the pump; must return at once.</summary>
    public event Action<FleetView>? Published;

    /// <summary>The engine's time, for what is asked of it. Any thread.</summary>
    public DateTimeOffset Now => _clock.Now;

    /// <summary>Wakes the loop: an operator has asked for something, or the policy was swapped.</summary>
    public void Ring() => _bell.Ring();

    /// <summary>
    /// Lists every provider and every scope at once and plans on it. Returns the moment of asking at once; the round is
    /// over when <see cref="RoundAt"/> is not before it. Any thread.
    /// </summary>
    public DateTimeOffset AskRound()
    {
        var asked = Now;
        _roundBell.Ring();
        return asked;
    }

    /// <summary>When the last round that was asked for, and is over, began; null before there is one.</summary>
    public DateTimeOffset? RoundAt => _rounds?.DoneAt;

    /// <summary>
    /// Runs until cancelled, then finishes the effects under way (within <see cref="EngineOptions.StopLimit"/>) and
    /// returns; machines keep running. Throws <see cref="LeaseLostException"/> when another process decides for the
    /// fleet, <see cref="StoreFaultException"/> when the store cannot be opened, anything else for a defect.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _pump.Check();
        var lease = await _doors.Store.AcquireAsync(cancellationToken)
            ?? throw new StoreFaultException(
                StoreFaultKind.Locked, "Another Paddock holds this store.", "Stop it, or use another store.");
        _clock.Epoch = lease.Epoch;
        var open = await _doors.Store.LoadOpenAsync(cancellationToken);
        var ledger = new Ledger(open.Seq, open.Rows);
        await RunLoopsAsync(lease, ledger, cancellationToken);
    }

    private async Task RunLoopsAsync(Lease lease, Ledger ledger, CancellationToken cancellationToken)
    {
        var health = new HealthBoard(_clock, _bell, _loggers.CreateLogger<HealthBoard>());
        var recorder = new Recorder(_doors.Store, _bell, _doors.Time, _loggers.CreateLogger<Recorder>());
        var probeBell = new Bell(_pump, _doors.Time);
        var watch = new GitHubWatch(_clock, ledger, _lags, recorder, health, probeBell);
        var doors = _doors with
        {
            Forge = new WatchedForge(_doors.Forge, watch),
            Providers = _doors.Providers.ToDictionary(
                door => door.Key, door => (IProvider)new PacedProvider(door.Value, door.Key, _clock, _doors.Time)),
        };
        var context = new EngineContext(doors, _policy, _options, _clock, _bell, lease, Publish);
        using var lanes = new Lanes(doors, _options);
        var inventory = new Inventory(context, ledger, lanes, recorder, health);
        var places = new Places(ledger, _clock);
        var check = new JobCheck(context, ledger, lanes, Intake);
        var executor = new Executor(
            context, lanes, places, inventory, recorder, check, _loggers.CreateLogger<Executor>());
        var loop = new FleetLoop(context, ledger, executor, health, watch, _loggers.CreateLogger<FleetLoop>());
        var probe = new GitHubProbe(context, watch, inventory, lanes, probeBell);
        var rounds = _rounds = new Rounds(context, inventory, _roundBell, new Bell(_pump, _doors.Time));
        var sources = new SourceLoop(context, ledger, Intake, health, _loggers.CreateLogger<SourceLoop>());

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> loops =
        [
            loop.RunAsync(stop.Token),
            executor.WatchAsync(stop.Token),
            WatchClockAsync(recorder, stop.Token),
            inventory.SweepRunnersAsync(stop.Token),
            probe.RunAsync(stop.Token),
            rounds.RunAsync(() => ProvidersInUse(ledger), stop.Token),
            .. ProvidersInUse(ledger).Select(provider => inventory.SweepAsync(provider, stop.Token)),
            .. _doors.Providers.Where(door => door.Value.Traits.Watches)
                .Select(door => inventory.WatchAsync(door.Key, stop.Token)),
            .. _doors.Sources.Select(source => sources.RunAsync(source, stop.Token)),
        ];
        var first = await Task.WhenAny(loops);
        stop.Cancel();
        await StopAsync(executor, loops);
        if (!cancellationToken.IsCancellationRequested)
        {
            // A loop ended by itself: that is a defect, or the lease is lost. Say which, loudly.
            await first;
        }
    }

    /// <summary>Also those that only machines of an earlier configuration name: their sweep says so.</summary>
    private IEnumerable<ProviderName> ProvidersInUse(Ledger ledger) => _doors.Providers.Keys
        .Union(ledger.Machines.Where(machine => machine.IsOpen).Select(machine => machine.Provider));

    private async Task StopAsync(Executor executor, List<Task> loops)
    {
        var quiet = QuietAsync(executor, loops);
        using var limit = new CancellationTokenSource();
        await Task.WhenAny(quiet, Task.Delay(_options.StopLimit, _doors.Time, limit.Token));
        limit.Cancel();
    }

    /// <summary>
    /// The loops first: one that has just stored decisions still begins their steps, and these are to be finished too.
    /// </summary>
    private static async Task QuietAsync(Executor executor, List<Task> loops)
    {
        await Task.WhenAny(Task.WhenAll(loops));
        await executor.DrainAsync();
    }

    private async Task WatchClockAsync(Recorder recorder, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(_options.TickMax, _doors.Time, cancellationToken);
            if (_clock.Slew() is { } step)
            {
                await recorder.RecordAsync([new ClockStepped(_clock.Now, step)]);
            }
        }
    }

    /// <summary>A view with the plan of the last one tells only that a door answers otherwise: it is no pass.</summary>
    private void Publish(FleetView view)
    {
        var isPass = !ReferenceEquals(view.Plan, _view?.Plan);
        _view = view;
        if (isPass)
        {
            Published?.Invoke(view);
            _rounds?.Passed();
        }
    }
}
