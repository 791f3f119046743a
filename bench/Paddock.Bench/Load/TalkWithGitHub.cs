using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Bench.Host;
using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.GitHub;
using Paddock.GitHub.Auth;
using Paddock.GitHubModel;
using Paddock.GitHubStandIn;
using Paddock.GitHubStandIn.Control;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Sources;

namespace Paddock.Bench.Load;

/// <summary>
/// Hours of talk between the product's GitHub adapters and the stand-in, over real HTTP and with every request counted
/// where it arrives; the hours themselves pass as fast as they can be told. The repositories are one organization's.
/// </summary>
internal sealed class TalkWithGitHub : IAsyncDisposable
{
    private const string Owner = "acme";

    private static readonly TimeSpan StepBy = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StartsAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan EndsAfter = TimeSpan.FromMinutes(4);

    private readonly SteppedTime _time = new();
    private readonly Dictionary<JobKey, JobRow> _rows = [];
    private readonly List<(DateTimeOffset QueuedAt, long Id, bool IsStarted)> _jobs = [];
    private readonly bool _hasWebhooks;
    private readonly FleetPolicy _policy;
    private StandInServer _server = null!;
    private StandInControl _control = null!;
    private GitHubAdapters _adapters = null!;
    private DateTimeOffset _pullAt;
    private int _runs;

    private TalkWithGitHub(bool hasWebhooks) => (_hasWebhooks, _policy) = (hasWebhooks, Policy());

    private static CancellationToken Stop => CancellationToken.None;

    public TimeSpan Interval => _adapters.SweepIntervals[0].Interval;

    public static async Task<TalkWithGitHub> OpenAsync(int repositories, bool hasWebhooks)
    {
        var talk = new TalkWithGitHub(hasWebhooks);
        talk._server = await StandInServer.StartAsync(
            new StandInOptions
            {
                Seed = 1, Time = talk._time, Rates = new RateRules { PointsPerMinuteMax = int.MaxValue },
            },
            Stop);
        talk._control = talk._server.Control();
        for (var i = 0; i < repositories; i++)
        {
            await talk._control.AddRepositoryAsync(new NewRepository(Owner, $"repo-{i}"), Stop);
        }
        talk._adapters = new GitHubAdapters(
            [
                new GitHubConnection
                {
                    Name = Scope.DefaultConnection,
                    Url = new Uri("https://github.com"),
                    ApiUrl = talk._server.ApiAddress,
                    Credential = new GitHubCredential.Token(new Secret(StandInToken.Admin.Value)),
                },
            ],
            new GitHubOptions { ArchiveDirectory = Path.GetTempPath(), ReceivesWebhooks = hasWebhooks },
            talk._time, NullLoggerFactory.Instance);
        return talk;
    }

    /// <summary>Lets time pass, with runs of two jobs spread evenly over it and over the repositories.</summary>
    public async Task<TalkCost> PassAsync(TimeSpan time, int runs, int repositories)
    {
        var before = await CountAsync();
        var (began, ran) = (_time.GetUtcNow(), 0);
        while (_time.GetUtcNow() - began < time)
        {
            for (; ran < (_time.GetUtcNow() - began) / time * runs; ran++)
            {
                await PushAsync($"{Owner}/repo-{_runs++ % repositories}");
            }
            await MoveJobsAsync();
            if (_time.GetUtcNow() >= _pullAt)
            {
                await PullAsync();
            }
            _time.Step(StepBy);
        }
        var after = await CountAsync();
        return new TalkCost(after.All - before.All, after.Charged - before.Charged);
    }

    public async ValueTask DisposeAsync()
    {
        _adapters.Dispose();
        _control.Dispose();
        await _server.DisposeAsync();
    }

    private async Task PullAsync()
    {
        var open = _rows.Values.Where(row => row.IsOpen).ToList();
        var batch = await _adapters.Sweep.PullAsync(new SourceView(_policy, open, _time.GetUtcNow()), Stop);
        if (batch.Faults.Count > 0)
        {
            throw new InvalidOperationException(batch.Faults[0].Message);
        }
        foreach (var fact in batch.Facts)
        {
            Believe(fact);
        }
        _pullAt = batch.NextPullAt;
    }

    /// <summary>A runner's ticket for each job: what a clean life costs besides finding the job.</summary>
    private async Task PushAsync(string repository)
    {
        NewJob[] two = [new NewJob("build", ["self-hosted"]), new NewJob("test", ["self-hosted"])];
        var run = await _control.QueueRunAsync(new NewRun(repository, two), Stop);
        foreach (var job in run.Jobs)
        {
            _jobs.Add((_time.GetUtcNow(), job, false));
            await HearAsync(job);
            var ticket = await _adapters.Forge.TicketAsync(
                new TicketRequest(
                    _policy.Pools[0].Scopes[0], "Default", new RunnerName($"pdk-bench-{job}"), _policy.Pools[0].Labels),
                Stop);
            if (ticket is not TicketReply.Granted)
            {
                throw new InvalidOperationException($"No ticket: {ticket}");
            }
        }
    }

    private async Task MoveJobsAsync()
    {
        for (var i = _jobs.Count - 1; i >= 0; i--)
        {
            var (queuedAt, id, isStarted) = _jobs[i];
            var age = _time.GetUtcNow() - queuedAt;
            if (!isStarted && age >= StartsAfter)
            {
                await _control.StartHostedAsync(id, Stop);
                _jobs[i] = (queuedAt, id, true);
                await HearAsync(id);
            }
            if (age >= EndsAfter)
            {
                await _control.CompleteAsync(id, "success", Stop);
                _jobs.RemoveAt(i);
                await HearAsync(id);
            }
        }
    }

    /// <summary>What a webhook would tell, where there is one.</summary>
    private async Task HearAsync(long id)
    {
        if (!_hasWebhooks)
        {
            return;
        }
        var job = await _control.JobAsync(id, Stop);
        var (key, now) = (new JobKey("github.com", id), _time.GetUtcNow());
        var repository = new Repository(0, Owner, job.Repository.Split('/')[1], Private: true);
        var details = new JobDetails(
            repository, job.RunId, job.Attempt, "ci", job.Name, LabelSet.Of([.. job.Labels]), "");
        Believe(job.Status switch
        {
            "queued" => new JobQueued(now, key, details, now),
            "completed" => new JobFinished(now, key, details, job.RunnerName, "success", now),
            _ => new JobStarted(now, key, details, job.RunnerName, now),
        });
    }

    private void Believe(JobObservation fact) =>
        _rows[fact.Job] = (JobRow)Fold.Apply(_rows.GetValueOrDefault(fact.Job), fact)!;

    private async Task<TalkCost> CountAsync()
    {
        var requests = (await _control.StateAsync(Stop)).Requests;
        return new TalkCost(
            requests.Sum(request => request.Count),
            requests.Where(request => request.Status != 304).Sum(request => request.Count));
    }

    private static FleetPolicy Policy() => new()
    {
        Identity = new FleetIdentity("bench", "", ""),
        Connections = [new ConnectionPolicy(Scope.DefaultConnection, "github.com")],
        Providers = [],
        Pools =
        [
            new PoolPolicy
            {
                Name = new PoolName("linux"),
                Scopes = [new Scope(Scope.DefaultConnection, ScopeKind.Organization, Owner)],
                Labels = LabelSet.Of("self-hosted"),
                Offers = [],
            },
        ],
    };
}

/// <param name="Charged">Those that count for GitHub's hour: all but a 304.</param>
internal readonly record struct TalkCost(int All, int Charged);
