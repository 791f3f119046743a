using Paddock.Core.Model;
using Paddock.Engine;
using Paddock.GitHubModel;
using Paddock.Ports.Store;
using Paddock.Simulator.Checkers;
using Paddock.Simulator.Faults;
using Paddock.Simulator.World;

namespace Paddock.Simulator;

/// <summary>What became of one run.</summary>
public sealed record Outcome(
    Knobs Knobs, Violation? Violation, ulong Hash, int Facts, int Jobs, int Crashes, TimeSpan Virtual,
    IReadOnlyDictionary<string, int> Faults)
{
    /// <summary>Moments of simulated time at which something happened, and pieces of work that engines did.</summary>
    public long Events { get; init; }
}

/// <summary>
/// One run of one seed: first survive among faults and crashes, then heal and demand convergence. Everything comes
/// from the seed; the product inside is the product.
/// </summary>
public sealed class Simulation : IDisposable
{
    private static readonly TimeSpan Horizon = TimeSpan.FromHours(20);
    private static readonly TimeSpan Stillness = TimeSpan.FromMinutes(30);

    /// <summary>An engine that has lost its lease finishes what it has begun, for as long as a stop may take.</summary>
    private static readonly TimeSpan FarewellMost = TimeSpan.FromSeconds(40);

    private readonly Knobs _knobs;
    private readonly SimTime _time;
    private readonly SimDice _dice;
    private readonly Sabotage _sabotage;
    private readonly FaultBox _faults;
    private readonly SimGitHub _gitHub;
    private readonly SimRunners _runners;
    private readonly List<SimProvider> _providers;
    private readonly SimWorld _world;
    private readonly IStoreCore _core;
    private readonly PolicyBox _policy;
    private readonly Trace _trace;
    private readonly Watchdog _watchdog;
    private readonly OrderChecks _orders;
    private readonly OriginChecks _origins;
    private readonly DemandChecks _demand;
    private readonly MachineChecks _machines;
    private readonly BooksCheck _books;
    private readonly DrainChecks _drain;
    private readonly List<RateChecks> _rates;
    private SimEngine? _engine;
    private TimeSpan _diskFullAt;
    private int _crashes;
    private long _events;
    private int _stepsToCrash = -1;

    public Simulation(
        Knobs knobs, Func<Knobs, IStoreCore> openStore, TextWriter? story = null, Sabotage? sabotage = null)
    {
        _knobs = knobs;
        _time = new SimTime(knobs.Start);
        _sabotage = sabotage ?? new Sabotage();
        _dice = new SimDice(knobs.Seed ^ 0x5AFE);
        _faults = new FaultBox(knobs.Faults, _dice.Split());
        _trace = new Trace(story);
        _gitHub = new SimGitHub(_time, _dice.Split(), _faults, knobs.Hardships.Limits)
        {
            IsDeaf = knobs.Hardships.IsDeaf,
        };
        _runners = new SimRunners(_gitHub, _time, _dice.Split(), _faults, knobs);
        _providers = [.. knobs.Policy.Providers
            .Select(policy => new SimProvider(policy, _time, _dice.Split(), _faults, _runners)
            {
                Quota = knobs.Hardships.Quotas.TryGetValue(policy.Name, out var quota) ? quota : null,
            })];
        _world = new SimWorld(knobs, _time, _faults, _gitHub, _providers);
        _core = openStore(knobs);
        _policy = new PolicyBox(_sabotage.Policy ?? knobs.Policy);
        _watchdog = new Watchdog(_trace, _time);
        _orders = new OrderChecks(_watchdog, knobs.Policy);
        _demand = new DemandChecks(_watchdog, _time, _gitHub, knobs.Policy, knobs.Sweep);
        _origins = new OriginChecks(_watchdog, _gitHub, knobs.Policy);
        _machines = new MachineChecks(_watchdog, _world);
        _books = new BooksCheck(_watchdog, _core);
        _drain = new DrainChecks(_watchdog, _time, _world);
        _rates =
        [
            new RateChecks(_watchdog, _time, _world.Requests, FaultBox.GitHub),
            .. _providers.Select(provider =>
                new RateChecks(_watchdog, _time, provider.Requests, provider.Policy.Name.Value)),
        ];
    }

    public Outcome Run()
    {
        try
        {
            Play();
        }
        catch (Exception defect)
        {
            // A seed that cannot be played is a failing seed like any other: it must be printed and repeated.
            _watchdog.Bark("simulator", defect.ToString());
        }
        return new Outcome(
            _knobs, _watchdog.Found, _trace.Hash, _trace.Facts, _gitHub.Model.Jobs.Count, _crashes, _time.Elapsed,
            _faults.Struck) { Events = _events };
    }

    private void Play()
    {
        var traffic = new Traffic(_knobs, _time, _dice.Split(), _faults, _gitHub, _runners);
        traffic.Arrange();
        Strangers.Plant(_gitHub, _providers, _knobs, _watchdog);
        _gitHub.Delivered += (report, delivery) => _engine?.Deliver(report, delivery);
        ArrangeCrashes();
        ArrangeClockSteps();
        ArrangeOutages();
        ArrangeLossOfLease();
        Start();

        Until(traffic.EndsAt);
        Heal();
        UntilDone();
        UntilBack();
        UntilStill();
        UntilRead();
        if (_watchdog.Found is null)
        {
            _books.Run(_engine!.View!);
        }
    }

    public void Dispose()
    {
        _engine?.Dispose();
        _core.Dispose();
    }

    private void Start()
    {
        var dice = _dice.Split();
        var store = new SimStore(_core, _time, dice, _faults, _trace, _watchdog);
        store.Stored += _demand.Stored;
        store.Stored += _orders.Stored;
        store.Stored += _origins.Stored;
        var engine = new SimEngine(_world, dice, store, _policy, _sabotage);
        engine.Published += _orders.Look;
        _engine = engine;
        engine.Start();
        _drain.Started();
        _rates.ForEach(check => check.Started());
        _trace.Say(_time, "engine starts");
        _machines.Returned(
            isStillUp: () => ReferenceEquals(_engine, engine), _faults.IsHealed, _knobs.Hardships.Outages);
    }

    /// <summary>No fault strikes any more. Every run has had a crash by then, and none is to come.</summary>
    private void Heal()
    {
        if (_crashes == 0)
        {
            UntilBack();
        }
        if (_engine is not null && (_crashes == 0 || _stepsToCrash >= 0))
        {
            Crash();
        }
        _stepsToCrash = -1;
        _faults.Heal();
        _gitHub.Identity.Lift();
        _trace.Say(_time, "healed");
    }

    /// <summary>
    /// Crashes strike a number of pump steps after a moment of the traffic: at any await of whatever is busy then.
    /// </summary>
    private void ArrangeCrashes()
    {
        for (var i = 0; i < _knobs.Crashes; i++)
        {
            _time.After(_dice.Between(TimeSpan.Zero, _knobs.Arrivals + TimeSpan.FromMinutes(1)), () =>
            {
                if (_stepsToCrash < 0 && _engine is not null)
                {
                    _stepsToCrash = _dice.Below(200);
                }
            });
        }
    }

    /// <summary>The wall clock jumps by up to an hour, as after a bad time server or a suspended host.</summary>
    private void ArrangeClockSteps()
    {
        for (var i = 0; i < 3; i++)
        {
            _time.After(_dice.Between(TimeSpan.Zero, _knobs.Arrivals), () =>
            {
                if (_faults.Strikes("clock steps", _faults.Rates.ClockSteps))
                {
                    _time.WallStep += _dice.Between(TimeSpan.FromHours(-1), TimeSpan.FromHours(1));
                }
            });
        }
    }

    /// <summary>
    /// Somebody else takes the lease and does nothing with it: the engine that holds it learns it from its next
    /// decision.
    /// </summary>
    private void ArrangeLossOfLease()
    {
        if (_knobs.Hardships.LeaseLostAt is { } at)
        {
            _time.After(at, () =>
            {
                _core.Acquire();
                _faults.Count("lease lost");
                _trace.Say(_time, "another takes the lease");
            });
        }
    }

    private void ArrangeOutages()
    {
        foreach (var outage in _knobs.Hardships.Outages)
        {
            _time.After(outage.At, () =>
            {
                _faults.Begin(outage);
                _trace.Say(_time, $"{outage.Place} goes away{(outage.IsSilent ? " in silence" : "")}");
            });
            _time.After(outage.EndsAt, () =>
            {
                _faults.End(outage);
                _trace.Say(_time, $"{outage.Place} is back");
                _providers.Find(provider => provider.Policy.Name.Value == outage.Place)?.Return();
            });
        }
    }

    private void Crash()
    {
        _crashes++;
        _trace.Say(_time, "engine is killed");
        Replace();
    }

    /// <summary>This engine is over; the next one starts after a while.</summary>
    private void Replace()
    {
        _engine!.Dispose();
        _engine = null;
        _watchdog.Forget();
        var away = _dice.Chance(0.7) ? _dice.Millis(200, 5000) : _dice.Seconds(5, 300);
        _time.After(_crashes == 1 && _knobs.Absence is { } absence ? absence : away, Start);
    }

    /// <summary>
    /// Lets the engine do all it can now, then moves time to the next event; false when the run has to stop.
    /// </summary>
    private bool TryMove()
    {
        _events++;
        while (_engine is { } engine && engine.TryStep())
        {
            _events++;
            if (_stepsToCrash >= 0 && _stepsToCrash-- == 0)
            {
                Crash();
            }
        }
        if (_engine is { Defect: LeaseLostException, IsFenced: true })
        {
            _trace.Say(_time, "engine ends: it has lost its lease");
            Replace();
        }
        if (_engine?.Defect is { } defect)
        {
            _watchdog.Bark("alive", defect.ToString());
        }
        Look();
        return _watchdog.Found is null && _time.TryAdvance();
    }

    /// <summary>What the checkers look at between any two events.</summary>
    private void Look()
    {
        if (_engine is not { } engine)
        {
            return;
        }
        _watchdog.BarkIfLasting(
            "alive", "fenced", engine.IsFenced, FarewellMost, "the engine goes on without its lease");
        if (engine.IsFenced)
        {
            return;
        }

        // Nobody can be held to what he cannot write down.
        if (_faults.OutageOf(FaultBox.Disk) is not null)
        {
            _diskFullAt = _time.Elapsed;
            _books.Look(view: null);
            return;
        }
        _demand.Look(Later(engine.Sweep.OwedSince, _diskFullAt), engine.View);
        _books.Look(engine.View);
        _drain.Look();
    }

    private static TimeSpan Later(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private void Until(TimeSpan moment)
    {
        var isThere = false;
        _time.After(moment - _time.Elapsed, () => isThere = true);
        while (!isThere && TryMove())
        {
        }
    }

    /// <summary>Every job that a pool can serve runs to its end.</summary>
    private void UntilDone()
    {
        while (_time.Elapsed < Horizon && TryMove())
        {
            if (!_gitHub.Model.OpenJobs.Any(IsServable))
            {
                return;
            }
        }
        if (_watchdog.Found is null && _gitHub.Model.OpenJobs.FirstOrDefault(IsServable) is { } stuck)
        {
            var key = Watchdog.KeyOf(stuck.Id);
            var why = _engine?.View?.Plan.Waits.Where(wait => wait.Order == OrderKey.ForJob(key))
                .Select(wait => wait.Detail).FirstOrDefault();
            _watchdog.Bark("P6",
                $"job {key} is {stuck.Status} at the end of the run: {why ?? "no reason is given"}; "
                + $"GitHub: {stuck}, {string.Join("; ", _gitHub.Model.Runners)}");
        }
    }

    private void UntilBack()
    {
        while (_engine is null && TryMove())
        {
        }
    }

    /// <summary>The fleet becomes what the policy asks for, and then stays still (P11); nothing leaks (P6).</summary>
    private void UntilStill()
    {
        CancelKeptOut();
        var longest = _knobs.Policy.Pools.Max(pool => pool.Timeouts.Idle + pool.Timeouts.Registration);

        // A wall clock that was put back makes every grace that began before as much longer; and what GitHub has said
        // about its limits the engine believes to the end.
        var held = Later(_gitHub.Identity.HeldUntil - _time.Elapsed ?? TimeSpan.Zero, TimeSpan.Zero);
        var calm = (longest * 2) + TimeSpan.FromMinutes(30);
        Until(_time.Elapsed + calm + _time.WallStep.Duration() + held);
        Until(Later(_gitHub.DeliversUntil, _time.Elapsed) + TimeSpan.FromMinutes(1));
        while (_watchdog.Found is null && CalmAt(calm) is { } calmAt)
        {
            Until(calmAt);
        }
        var facts = _trace.Facts;
        Until(_time.Elapsed + Stillness);
        if (_watchdog.Found is not null)
        {
            return;
        }
        var rotates = _knobs.Policy.Pools.Any(pool => pool.Idle.MinMost > 0 && pool.Timeouts.MaxLifetime < Horizon);
        if (!rotates && _trace.Facts != facts)
        {
            _watchdog.Bark("P11", $"{_trace.Facts - facts} facts in half an hour of nothing");
        }

        // Stock that has reached its age is being replaced now and then; a moment of calm must come within minutes.
        for (var look = 0; look < 30 && Leftovers().Any(); look++)
        {
            Until(_time.Elapsed + TimeSpan.FromSeconds(10));
        }
        foreach (var leftover in Leftovers())
        {
            _watchdog.Bark(leftover.Promise, leftover.What);
        }
    }

    /// <summary>A run may end just when something was stored; the engine gets its moment to read it.</summary>
    private void UntilRead()
    {
        var limit = _time.Elapsed + TimeSpan.FromMinutes(5);
        while (_engine?.View is { } view && !_books.IsRead(view) && _time.Elapsed < limit && TryMove())
        {
        }
    }

    /// <summary>
    /// Somebody cancels what the rules keep out. GitHub knows no rule of ours and would go on giving it to warm stock.
    /// </summary>
    private void CancelKeptOut()
    {
        foreach (var job in _gitHub.Model.OpenJobs.Where(job => !_gitHub.IsLetIn(job, _knobs.Policy)).ToList())
        {
            _gitHub.Model.CancelRun(job.RunId, _time.True);
        }
        _gitHub.Settle();
    }

    /// <summary>
    /// From when half an hour of stillness may be asked for; null for now. A schedule may have asked for other stock
    /// lately, or do so before that is over; and in the hour that comes twice a clock on the wall does not tell what it
    /// asks for.
    /// </summary>
    private TimeSpan? CalmAt(TimeSpan calm)
    {
        var end = _time.True + Stillness + TimeSpan.FromMinutes(10);
        return _knobs.Policy.Pools.Min(pool => pool.Idle.ChangesAfter(_time.True - calm)) is { } change && change < end
            ? change - _time.True + _time.Elapsed + calm
            : Seasons.Zone.IsAmbiguousTime(end) || Seasons.Zone.IsAmbiguousTime(_time.True + Stillness)
                ? _time.Elapsed + TimeSpan.FromHours(1)
            : null;
    }

    private IEnumerable<Violation> Leftovers() => EndState.Find(_knobs.Policy, _world, _engine!.View!);

    private bool IsServable(ModelJob job) =>
        job.Status is JobStatus.Queued or JobStatus.InProgress && _gitHub.IsServable(job, _knobs.Policy);
}
