using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;
using Paddock.Engine;
using Paddock.GitHubModel;
using Paddock.Ports.Store;
using Paddock.Simulator;
using Paddock.Simulator.Checkers;
using Paddock.Simulator.Faults;
using Paddock.Simulator.World;
using Paddock.Tests.Core.Planning;

namespace Paddock.Tests.Scenarios;

/// <summary>
/// The simulator's world with a director: push, cancel, kill, start, and wait until something is so. The product
/// inside is the product; what happens comes from the story and not from dice, but for the small delays of a network.
/// </summary>
internal sealed class Stage : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(2);

    private readonly SimDice _dice = new(7);
    private readonly MemoryCore _core = new();
    private readonly PolicyBox _policy;
    private readonly SimWorld _world;
    private readonly Trace _trace = new(story: null);
    private readonly Watchdog _watchdog;
    private readonly Func<Doors, Doors> _alter;
    private readonly ModelRepository _repository;
    private readonly List<Stage> _others = [];
    private SimEngine? _engine;

    /// <param name="beside">
    /// Another fleet's stage, for two Paddocks at one GitHub. Time passes on that one, for both.
    /// </param>
    public Stage(
        PoolPolicy pool, FaultRates? faults = null, Func<Doors, Doors>? alter = null, string fleet = "sim",
        Stage? beside = null)
    {
        var policy = TestPolicy.Of(pool) with
        {
            Identity = new FleetIdentity(fleet, "nonce", RunnerNames.MarkOf(fleet, "nonce")),
        };
        Time = beside?.Time ?? new SimTime();
        beside?._others.Add(this);
        var knobs = Knobs.Draw(1) with
        {
            Sweep = Sweep, JobMin = TimeSpan.FromSeconds(30), JobMax = TimeSpan.FromSeconds(60), Policy = policy,
        };
        var box = new FaultBox(faults ?? FaultRates.None, _dice.Split());
        var gitHub = beside?._world.GitHub ?? new SimGitHub(Time, _dice.Split(), box);
        var runners = new SimRunners(gitHub, Time, _dice.Split(), box, knobs);
        var providers =
            policy.Providers.Select(one => new SimProvider(one, Time, _dice.Split(), box, runners)).ToList();
        _policy = new PolicyBox(policy);
        _world = new SimWorld(knobs, Time, box, gitHub, providers);
        _watchdog = new Watchdog(_trace, Time);
        _alter = alter ?? (doors => doors);
        _ = new MachineChecks(_watchdog, _world);
        providers.ForEach(provider => provider.Made += _ => MachinesMost = Math.Max(MachinesMost, Machines));
        gitHub.Delivered += (report, delivery) => _engine?.Deliver(report, delivery);
        _repository = beside?._repository ?? gitHub.Model.AddRepository("acme", "shop");
        Start();
    }

    public static TimeSpan Sweep { get; } = TimeSpan.FromMinutes(1);

    public SimTime Time { get; }

    /// <summary>Everything that was learned and decided, in order.</summary>
    public IEnumerable<Fact> Facts => _core.Journal.Select(entry => entry.Fact);

    public IReadOnlyList<RunnerPlanned> Planned => [.. Facts.OfType<RunnerPlanned>()];

    public int Machines => _world.Providers.Sum(provider => provider.Machines.Count);

    public int MachinesMost { get; private set; }

    public int Registrations => _world.GitHub.Model.Runners.Count;

    /// <summary>Those that this fleet made, with what they are at.</summary>
    public IReadOnlyList<ModelRunner> Runners =>
    [
        .. _world.GitHub.Model.Runners.Where(
            runner => RunnerNames.IsOurs(_policy.Current.Identity.Mark, runner.Name)),
    ];

    public IReadOnlyList<ModelRunner> RunnersAt(string scope) => [.. _world.GitHub.Model.RunnersOf(scope)];

    public int JobsDone => _world.GitHub.Model.Jobs.Count(job => job.Conclusion is "success" or "failure");

    public IReadOnlyCollection<ModelJob> Jobs => [.. _world.GitHub.Model.Jobs];

    /// <summary>Lets an outage that begins now pass.</summary>
    public void Suffer(Outage outage)
    {
        _world.Faults.Begin(outage);
        Pass(outage.Lasts);
        _world.Faults.End(outage);
    }

    /// <summary>People push: so many jobs at once, in one run.</summary>
    public ModelRun Push(int jobs)
    {
        var run = _world.GitHub.Model.QueueRun(
            _repository, "ci",
                [.. Enumerable.Range(0, jobs).Select(i => JobTemplate.Of($"job-{i}", "self-hosted", "linux"))],
                    Time.True);
        _world.GitHub.Settle();
        return run;
    }

    public void Cancel(ModelRun run)
    {
        _world.GitHub.Model.CancelRun(run.Id, Time.True);
        _world.GitHub.Settle();
    }

    /// <summary>A runner that nobody here made takes a job that waits, before ours can.</summary>
    public void Steal()
    {
        var (model, session) = (_world.GitHub.Model, new Guid(1, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11]));
        var reply = model.Register("orgs/acme", "theirs", 1, ["self-hosted", "linux"], Time.True);
        var thief = ((JitReply.Created)reply).Runner.Id;
        model.OpenSession(thief, session, "2.336.0", Time.True);
        var offer = (PollReply.Offer)model.Poll(thief, session, Time.True);
        model.Acquire(thief, offer.Job.RequestId, Time.True);
        _world.GitHub.Settle();
    }

    /// <summary>Nothing strikes any more.</summary>
    public void Heal() => _world.Faults.Heal();

    /// <summary>The configuration has this pool from now on, and no other.</summary>
    public void Reload(PoolPolicy pool) =>
        _policy.Current = TestPolicy.Of(pool) with { Identity = _policy.Current.Identity };

    /// <summary>An operator's wish, in the books before he is answered.</summary>
    public void Flush(PoolName pool)
    {
        var at = Time.True;
        _core.Observe(
            new Report([new FlushAsked(at, pool, _engine!.View!.Snapshot.Epoch, WithBusy: false, "ann")]), at);
    }

    /// <summary>Somebody deletes a machine by hand.</summary>
    public void Vanish(string machine) => _world.Providers[0].Delete(MachineName.Of(machine));

    public void Start()
    {
        var store = new SimStore(_core, Time, _dice, _world.Faults, _trace, _watchdog);
        _engine = new SimEngine(_world, _dice.Split(), store, _policy, new Sabotage { Doors = _alter });
        _engine.Start();
    }

    /// <summary>The process is gone, at whatever await it was.</summary>
    public void Kill()
    {
        _engine!.Dispose();
        _engine = null;
    }

    public void Pass(TimeSpan time)
    {
        var end = Time.Elapsed + time;
        Time.After(time, () => { });
        Until(() => Time.Elapsed >= end);
    }

    /// <summary>Lets time pass until this is so; a broken promise, a defect or two hours end the story.</summary>
    public void Until(Func<bool> isSo)
    {
        var end = Time.Elapsed + Patience;
        while (!isSo())
        {
            if (TryStep() || _others.Exists(other => other.TryStep()))
            {
                continue;
            }
            _others.ForEach(other => other.ShouldBeWell());
            ShouldBeWell();
            (Time.Elapsed < end && Time.TryAdvance()).ShouldBeTrue("it never came to be so");
        }
    }

    private bool TryStep() => _engine?.TryStep() == true;

    private void ShouldBeWell() => (_watchdog.Found?.ToString() ?? _engine?.Defect?.ToString()).ShouldBeNull();

    public void Dispose()
    {
        _engine?.Dispose();
        _core.Dispose();
    }
}
