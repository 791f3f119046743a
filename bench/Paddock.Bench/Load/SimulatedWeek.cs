using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;
using Paddock.Engine;
using Paddock.GitHubModel;
using Paddock.Simulator;
using Paddock.Simulator.Checkers;
using Paddock.Simulator.Faults;
using Paddock.Simulator.World;
using Paddock.Storage.Sqlite;

namespace Paddock.Bench.Load;

/// <summary>
/// The simulator's calm world around one engine: a pool of twenty runners with two in stock, a run of one to eight jobs
/// every two minutes on average, rows in a real SQLite file.
/// </summary>
internal sealed class SimulatedWeek : IDisposable
{
    private static readonly StoreRetention Retention = new()
    {
        ClosedRows = StoreRetention.Shortest, Journal = StoreRetention.Shortest,
    };

    private readonly SimTime _time = new();
    private readonly SimDice _dice = new(7);
    private readonly string _directory = Directory.CreateTempSubdirectory("paddock-week-").FullName;
    private readonly SqliteCore _core;
    private readonly SimGitHub _gitHub;
    private readonly ModelRepository _repository;
    private readonly SimEngine _engine;

    public SimulatedWeek()
    {
        _core = SqliteCore.Open(new SqliteStoreOptions(StorePath), new SimDice(1), _time.True);
        var knobs = Knobs.Draw(1) with
        {
            Policy = Policy(), Sweep = TimeSpan.FromMinutes(1), Hardships = Hardships.None,
            JobMin = TimeSpan.FromSeconds(10), JobMax = TimeSpan.FromMinutes(6), Faults = FaultRates.None,
        };
        var faults = new FaultBox(FaultRates.None, _dice.Split());
        _gitHub = new SimGitHub(_time, _dice.Split(), faults);
        var runners = new SimRunners(_gitHub, _time, _dice.Split(), faults, knobs);
        List<SimProvider> providers =
            [.. knobs.Policy.Providers.Select(one => new SimProvider(one, _time, _dice.Split(), faults, runners))];
        var trace = new Trace(story: null);
        var store = new SimStore(_core, _time, _dice.Split(), faults, trace, new Watchdog(trace, _time));
        var world = new SimWorld(knobs, _time, faults, _gitHub, providers);
        _engine = new SimEngine(world, _dice.Split(), store, new PolicyBox(knobs.Policy), new Sabotage());
        _gitHub.Delivered += _engine.Deliver;
        _repository = _gitHub.Model.AddRepository("acme", "shop");
        _engine.Start();
        Push();
        CleanUp();
    }

    public int Jobs { get; private set; }

    public long Events { get; private set; }

    public double StoreMiB => new FileInfo(StorePath).Length / (1024.0 * 1024);

    private string StorePath => Path.Combine(_directory, "paddock.db");

    public async Task<int> RowsAsync(SubjectKind kind) =>
        (await _core.RecentAsync(kind, isClosedOnly: false, int.MaxValue, CancellationToken.None)).Count;

    public void Pass(TimeSpan time)
    {
        for (var end = _time.Elapsed + time; _time.Elapsed < end && _time.TryAdvance(); Events++)
        {
            while (_engine.TryStep())
            {
                Events++;
            }
            if (_engine.Defect is { } defect)
            {
                throw new InvalidOperationException("The engine has ended.", defect);
            }
        }
    }

    public void Dispose()
    {
        _engine.Dispose();
        _core.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private void Push()
    {
        List<JobTemplate> jobs = [.. Enumerable.Range(0, _dice.Pick([1, 1, 2, 2, 4, 8]))
            .Select(i => JobTemplate.Of($"job-{i}", "self-hosted", "linux"))];
        Jobs += jobs.Count;
        _gitHub.Model.QueueRun(_repository, "ci", jobs, _time.True);
        _gitHub.Settle();
        _time.After(_dice.Seconds(1, 240), Push);
    }

    /// <summary>As the store does it when it is idle; and the world keeps no more than it must.</summary>
    private void CleanUp()
    {
        while (_core.Forget(Retention, _time.True))
        {
        }
        _core.Checkpoint();
        _gitHub.Model.Forget(_time.True - TimeSpan.FromHours(1));
        _time.After(Retention.Every, CleanUp);
    }

    private static FleetPolicy Policy()
    {
        var provider = new ProviderName("p");
        return new FleetPolicy
        {
            // By this nonce the simulated providers know their own machines.
            Identity = new FleetIdentity("sim", "nonce", RunnerNames.MarkOf("sim", "nonce")),
            Connections = [new ConnectionPolicy(Scope.DefaultConnection, "github.com")],
            Providers = [new ProviderPolicy(provider, "simulated", HoldsBlanks: false, TimeSpan.FromSeconds(5), 64)],
            Pools =
            [
                new PoolPolicy
                {
                    Name = new PoolName("linux"),
                    Scopes = [new Scope(Scope.DefaultConnection, ScopeKind.Organization, "acme")],
                    Labels = LabelSet.Of("self-hosted", "linux"),
                    Offers = [new Offer(provider, new MachineSize(), null, "image")],
                    RunnersMax = 20,
                    Idle = new IdlePolicy(Min: 2),
                },
            ],
        };
    }
}
