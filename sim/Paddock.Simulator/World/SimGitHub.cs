using Paddock.Core.Facts;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.GitHubModel;
using Paddock.Simulator.Faults;

namespace Paddock.Simulator.World;

/// <summary>
/// GitHub in simulated time: the same model the HTTP stand-in serves, with webhooks that can be lost, late, doubled
/// and out of order, because each copy travels by itself.
/// </summary>
public sealed class SimGitHub
{
    private readonly SimTime _time;
    private readonly SimDice _dice;
    private readonly FaultBox _faults;

    /// <summary>Never changes for a job, and is asked about all that are open between any two events.</summary>
    private readonly Dictionary<long, bool> _servable = [];
    private FleetPolicy? _servableBy;

    public SimGitHub(SimTime time, SimDice dice, FaultBox faults, GitHubLimits? limits = null)
    {
        _time = time;
        _dice = dice;
        _faults = faults;
        var choice = dice.Split();
        Model = new GitHubModel.GitHubModel(new ModelTimes { SessionLimit = TimeSpan.FromDays(30) }, choice.Below);
        Identity = new SimIdentity(time, dice.Split(), faults, limits);
    }

    public GitHubModel.GitHubModel Model { get; }

    /// <summary>Whom it takes every engine for.</summary>
    public SimIdentity Identity { get; }

    /// <summary>Not one webhook goes out.</summary>
    public bool IsDeaf { get; init; }

    /// <summary>When the last webhook that is under way arrives.</summary>
    public TimeSpan DeliversUntil { get; private set; }

    /// <summary>A runner was offered a job; the machine it lives on takes it from here.</summary>
    public event Action<long>? Offered;

    /// <summary>A registration was removed; its listener learns it at its next poll.</summary>
    public event Action<string>? Removed;

    /// <summary>A webhook reaches the door, if somebody is there to open.</summary>
    public event Action<JobObservation, Guid>? Delivered;

    /// <summary>
    /// Could a pool of this policy serve the job? GitHub's side of the label matching, without the product's.
    /// </summary>
    public bool IsServable(ModelJob job, FleetPolicy policy)
    {
        if (!ReferenceEquals(policy, _servableBy))
        {
            _servableBy = policy;
            _servable.Clear();
        }
        if (!_servable.TryGetValue(job.Id, out var isServable))
        {
            isServable = job.Template.Labels.Count > 0 && IsLetIn(job, policy)
                && policy.Pools.Any(pool => !Missing(job, pool).Any() && IsInScope(job, pool));
            _servable[job.Id] = isServable;
        }
        return isServable;
    }

    /// <summary>
    /// Is this what is in the way of a job that no pool serves: does the pool lack exactly these labels, and none that
    /// takes the repository lacks fewer? Again without the product's matching.
    /// </summary>
    public bool IsNearest(ModelJob job, FleetPolicy policy, NearestPool? near)
    {
        var pools = policy.Pools.Where(pool => IsInScope(job, pool)).ToList();
        var inReach = pools.Count > 0 ? pools : policy.Pools;
        return near is null
            ? policy.Pools.Count == 0
            : near.InScope == pools.Count > 0
            && inReach.Any(pool => pool.Name == near.Pool && Missing(job, pool).SequenceEqual(near.Missing.Texts))
            && inReach.All(pool => Missing(job, pool).Count() >= near.Missing.Count);
    }

    /// <summary>By the rules the knobs draw: one repository each, or all.</summary>
    public bool IsLetIn(ModelJob job, FleetPolicy policy)
    {
        var repository = Model.Repository(Model.Run(job.RunId)!);
        var rule = policy.Repositories.FirstOrDefault(rule => rule.Match == "*" || rule.Match == repository.FullName);
        return rule?.Allow != false && (repository.IsPrivate || rule?.Public == true)
            && (!IsFromFork(job) || rule?.Forks == true);
    }

    /// <summary>Something was done to the model: offers go to their machines, events on their way.</summary>
    public void Settle()
    {
        foreach (var offer in Model.TakeOffers())
        {
            Offered?.Invoke(offer);
        }
        foreach (var news in Model.TakeEvents())
        {
            if (news.Name == "workflow_job")
            {
                Send(news);
            }
        }
    }

    public void Remove(long runner, string name)
    {
        if (Model.DeleteRunner(runner, _time.True) == DeleteRunnerReply.Deleted)
        {
            Removed?.Invoke(name);
        }
        Settle();
    }

    /// <summary>Only the run tells.</summary>
    public bool IsFromFork(ModelJob job) => Model.Run(job.RunId)!.IsFromFork;

    /// <summary>A job as an observation, at the receiver's time.</summary>
    /// <param name="fromFork">What this way of hearing of it tells about where its run comes from.</param>
    public JobObservation Observe(ModelJob job, DateTimeOffset at, bool? fromFork)
    {
        var run = Model.Run(job.RunId)!;
        var repository = Model.Repository(run);
        var key = new JobKey("github.com", job.Id);
        var details = new JobDetails(
            new Repository(repository.Id, repository.Owner, repository.Name, repository.IsPrivate),
            run.Id, job.Attempt, run.Workflow, job.Template.Name, new LabelSet(job.Template.Labels),
            $"https://github.com/{repository.FullName}/actions/runs/{run.Id}/job/{job.Id}") { FromFork = fromFork };
        return job.Status switch
        {
            JobStatus.Waiting => new JobHeld(at, key, details),
            JobStatus.Queued => new JobQueued(at, key, details, job.QueuedAt),
            JobStatus.InProgress => new JobStarted(at, key, details, job.RunnerName, job.StartedAt),
            _ => new JobFinished(at, key, details, job.RunnerName, job.Conclusion ?? "", job.CompletedAt),
        };
    }

    private static IEnumerable<string> Missing(ModelJob job, PoolPolicy pool) => job.Template.Labels
        .Where(label => !pool.Labels.Texts.Contains(label, StringComparer.OrdinalIgnoreCase));

    private bool IsInScope(ModelJob job, PoolPolicy pool)
    {
        var repository = Model.Repository(Model.Run(job.RunId)!);
        return pool.Scopes.Any(scope => scope.Path == repository.FullName || scope.Path == repository.Owner);
    }

    /// <summary>A webhook tells of the repository, and by that of a run only where there is no fork at all.</summary>
    private JobObservation Hear(ModelJob job) => Observe(
        job, _time.True, Model.Repository(Model.Run(job.RunId)!) is { IsPrivate: true, Forks: 0 } ? false : null);

    private void Send(ModelEvent news)
    {
        if (IsDeaf)
        {
            _faults.Count("webhook lost in a deaf run");
            return;
        }
        if (_faults.OutageOf(FaultBox.GitHub) is { } outage)
        {
            SendAfter(outage, news);
            return;
        }
        if (_faults.Strikes("webhook lost", _faults.Rates.WebhookLost))
        {
            return;
        }
        var delivery = DrawDelivery();
        var copies = _faults.Strikes("webhook twice", _faults.Rates.WebhookTwice) ? 2 : 1;
        for (; copies > 0; copies--)
        {
            var late = _faults.Strikes("webhook late", _faults.Rates.WebhookLate);
            DeliverAfter(late ? DrawLateness() : _dice.Millis(20, 3000), news.Job!, delivery);
        }
    }

    /// <summary>A tenth of them later than half an hour; the latest known came after 71 minutes.</summary>
    private TimeSpan DrawLateness() => _dice.Chance(0.1) ? _dice.Seconds(1800, 71 * 60) : _dice.Seconds(5, 1800);

    /// <summary>None goes out meanwhile. Half of them never do; the rest follow within half an hour.</summary>
    private void SendAfter(Outage outage, ModelEvent news)
    {
        if (_dice.Chance(0.5))
        {
            _faults.Count("webhook lost in an outage");
            return;
        }
        _faults.Count("webhook kept by an outage");
        DeliverAfter(outage.EndsAt - _time.Elapsed + _dice.Seconds(0, 1800), news.Job!, DrawDelivery());
    }

    private void DeliverAfter(TimeSpan delay, ModelJob job, Guid delivery)
    {
        if (_time.Elapsed + delay > DeliversUntil)
        {
            DeliversUntil = _time.Elapsed + delay;
        }
        _time.After(delay, () => Delivered?.Invoke(Hear(job), delivery));
    }

    private Guid DrawDelivery() => new((int)_dice.Draw(), 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 3);
}
