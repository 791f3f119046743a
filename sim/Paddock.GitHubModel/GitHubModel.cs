namespace Paddock.GitHubModel;

/// <summary>
/// Times GitHub keeps; see the GitHub documentation pages "Actions limits" and "Self-hosted runners".
/// </summary>
public sealed record ModelTimes
{
    /// <summary>An offered job goes back to the queue.</summary>
    public TimeSpan OfferLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A running job's runner must renew within this time.</summary>
    public TimeSpan LockLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A session without a poll is dead.</summary>
    public TimeSpan SessionLimit { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan QueueLimit { get; init; } = TimeSpan.FromHours(24);

    /// <summary>An ephemeral runner without contact is removed.</summary>
    public TimeSpan OfflineLimit { get; init; } = TimeSpan.FromDays(1);

    /// <summary>
    /// An idle connected runner is dropped; null for never. Seen at GitHub in 2026 after two to six minutes.
    /// </summary>
    public TimeSpan? IdleDrop { get; init; }
}

/// <summary>
/// GitHub Actions as far as an autoscaler and its runners can see it. Pure: time and chance come in as arguments, news
/// goes out by <see cref="TakeEvents"/>. One thread at a time. Deliberately without a line of product code, so that the
/// product's label matching is held against another one.
/// </summary>
/// <param name="choose">Which of n matching runners gets a job: GitHub does not say, so the skin decides.</param>
public sealed partial class GitHubModel(ModelTimes times, Func<int, int> choose)
{
    /// <summary>Runners a group takes; GitHub answers 422 above it.</summary>
    private const int RunnersPerGroupMax = 10_000;

    private readonly Dictionary<long, ModelRepository> _repositories = [];
    private readonly Dictionary<long, ModelRun> _runs = [];
    private readonly Dictionary<long, ModelJob> _jobs = [];
    private readonly Dictionary<long, List<long>> _jobsOf = [];
    private readonly Dictionary<Guid, long> _requests = [];
    private readonly Dictionary<long, ModelRunner> _runners = [];
    private readonly Dictionary<string, List<ModelGroup>> _groups = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<long> _open = [];
    private List<ModelEvent> _events = [];
    private List<long> _offers = [];
    private long _nextRun = 9_100_000_000;
    private long _nextJob = 14_500_000_000;
    private long _nextRunner = 1_000;
    private long _nextRepository = 600_000_000;
    private int _nextNumber = 1;

    /// <summary>
    /// Moves all numbers of runs, jobs and runners. A skin that is started again draws a new one, because whoever
    /// watches GitHub remembers the jobs of last time by their numbers.
    /// </summary>
    public long NumbersFrom
    {
        init
        {
            _nextRun += value;
            _nextJob += value;
            _nextRunner += value;
        }
    }

    public IEnumerable<ModelRepository> Repositories =>
        _repositories.Values.Where(repository => !repository.IsDeleted);

    public IReadOnlyCollection<ModelRun> Runs => _runs.Values;

    public IReadOnlyCollection<ModelJob> Jobs => _jobs.Values;

    public IReadOnlyCollection<ModelRunner> Runners => _runners.Values;

    /// <summary>Jobs that are not completed, oldest first.</summary>
    public IEnumerable<ModelJob> OpenJobs => _open.Select(id => _jobs[id]);

    public ModelRepository? Repository(string owner, string name) => Repositories.FirstOrDefault(repository =>
        Same(repository.Owner, owner) && Same(repository.Name, name));

    public ModelRepository Repository(ModelRun run) => _repositories[run.RepositoryId];

    public ModelRun? Run(long id) => _runs.GetValueOrDefault(id);

    public ModelJob? Job(long id) => _jobs.GetValueOrDefault(id);

    public ModelRunner? Runner(long id) => _runners.GetValueOrDefault(id);

    /// <summary>The job behind the id that its runner knows it by.</summary>
    public ModelJob? JobByRequest(Guid requestId) => _requests.TryGetValue(requestId, out var id) ? _jobs[id] : null;

    /// <summary>All attempts' jobs of a run, in the order they came into being.</summary>
    public IEnumerable<ModelJob> JobsOf(ModelRun run) => _jobsOf[run.Id].Select(id => _jobs[id]);

    /// <summary>What happened since the last call, in order.</summary>
    public IReadOnlyList<ModelEvent> TakeEvents()
    {
        var taken = _events;
        _events = [];
        return taken;
    }

    /// <summary>The runners that were offered a job since the last call, in order.</summary>
    public IReadOnlyList<long> TakeOffers()
    {
        var taken = _offers;
        _offers = [];
        return taken;
    }

    public ModelRepository AddRepository(
        string owner, string name, bool isPrivate = true, bool ownerIsOrganization = true)
    {
        var repository = new ModelRepository(_nextRepository++, owner, name, isPrivate, ownerIsOrganization);
        return _repositories[repository.Id] = repository;
    }

    /// <summary>Somebody forks a repository; what there was of it before does not know.</summary>
    public ModelRepository AddFork(ModelRepository of, string owner)
    {
        _repositories[of.Id] = _repositories[of.Id] with { Forks = _repositories[of.Id].Forks + 1 };
        var fork = AddRepository(owner, of.Name, of.IsPrivate, ownerIsOrganization: false) with { ForkOf = of.Id };
        return _repositories[fork.Id] = fork;
    }

    /// <summary>Adds a group, or replaces the one with its id.</summary>
    public void AddGroup(string scope, ModelGroup group)
    {
        var groups = GroupsOf(scope);
        groups.RemoveAll(other => other.Id == group.Id);
        groups.Add(group);
    }

    /// <summary>
    /// The groups of <c>orgs/acme</c> or <c>enterprises/acme</c>; a repository has only the default one.
    /// </summary>
    public IReadOnlyList<ModelGroup> Groups(string scope) => GroupsOf(scope);

    /// <summary>Registers a runner: complete label list, single use, name unique in its scope.</summary>
    public JitReply Register(
        string scope, string name, long groupId, IReadOnlyList<string> labels, DateTimeOffset now)
    {
        if (!IsScope(scope) || !GroupsOf(scope).Exists(group => group.Id == groupId))
        {
            return new JitReply.NotFound();
        }
        if (name.Length is 0 or > 64 || labels.Count is 0 or > 100)
        {
            return new JitReply.Invalid("Invalid request: name takes 1 to 64 characters, labels 1 to 100 entries.");
        }
        if (_runners.Values.Any(runner => Same(runner.Scope, scope) && Same(runner.Name, name)))
        {
            return new JitReply.NameTaken();
        }
        if (_runners.Values.Count(
            runner => Same(runner.Scope, scope) && runner.GroupId == groupId) >= RunnersPerGroupMax)
        {
            return new JitReply.Invalid(
                $"Invalid Argument - Runner group {groupId} has reached max limit of {RunnersPerGroupMax} runners.");
        }
        var id = _nextRunner++;
        var runner = new ModelRunner(id, name, scope, groupId, labels, Rules.ClientIdOf(id), now);
        _runners[id] = runner;
        return new JitReply.Created(runner);
    }

    public IEnumerable<ModelRunner> RunnersOf(string scope) =>
        _runners.Values.Where(runner => Same(runner.Scope, scope)).OrderBy(runner => runner.Id);

    public DeleteRunnerReply DeleteRunner(long id, DateTimeOffset now)
    {
        if (Runner(id) is not { } runner)
        {
            return DeleteRunnerReply.NotFound;
        }
        if (runner.IsBusy)
        {
            return DeleteRunnerReply.Busy;
        }
        Unregister(runner);
        Assign(now);
        return DeleteRunnerReply.Deleted;
    }

    public ModelRunner? RunnerByClient(string clientId) =>
        _runners.Values.FirstOrDefault(runner => runner.ClientId == clientId);

    /// <summary>A listener connects: from now on it is online, and idle until it is offered a job.</summary>
    public SessionReply OpenSession(long runnerId, Guid session, string? version, DateTimeOffset now)
    {
        if (Runner(runnerId) is not { } runner)
        {
            return SessionReply.NotRegistered;
        }
        if (runner.Session is not null && now < runner.LastContactAt + times.SessionLimit)
        {
            return SessionReply.Conflict;
        }
        Put(runner with { Session = session, LastContactAt = now, IdleSince = now, Version = version });
        Assign(now);
        return SessionReply.Opened;
    }

    /// <summary>A listener goes. Its registration stays; a job it runs is given up when its lock ends.</summary>
    public void CloseSession(long runnerId, Guid session, DateTimeOffset now)
    {
        if (Runner(runnerId) is { } runner && runner.Session == session)
        {
            Withdraw(runner);
            Put(_runners[runnerId] with { Session = null });
            Assign(now);
        }
    }

    /// <summary>A listener asks for news. Polling is also its only sign of life.</summary>
    public PollReply Poll(long runnerId, Guid session, DateTimeOffset now)
    {
        if (Runner(runnerId) is not { } runner)
        {
            return new PollReply.RunnerNotFound();
        }
        if (runner.Session != session)
        {
            return new PollReply.SessionInvalid();
        }
        Put(runner with { LastContactAt = now });
        return runner.JobId is not { } jobId ? new PollReply.Nothing()
            : !runner.IsBusy ? new PollReply.Offer(_jobs[jobId])
            : _jobs[jobId].IsCancelRequested ? new PollReply.Cancel(_jobs[jobId])
            : new PollReply.Nothing();
    }

    /// <summary>The listener takes the job it was offered. From here the job is in progress.</summary>
    public AcquireReply Acquire(long runnerId, Guid requestId, DateTimeOffset now)
    {
        if (JobByRequest(requestId) is not { Status: not JobStatus.Completed } job)
        {
            return AcquireReply.NotFound;
        }
        if (job.OfferedTo != runnerId || job.Status != JobStatus.Queued)
        {
            return AcquireReply.Conflict;
        }
        var runner = _runners[runnerId];
        Put(runner with { IsBusy = true, LastContactAt = now });
        Put(job with
        {
            Status = JobStatus.InProgress, OfferedTo = null, StartedAt = now, LockedUntil = now + times.LockLimit,
            RunnerId = runner.Id, RunnerName = runner.Name, RunnerGroupId = runner.GroupId,
        });
        TellStarted(job.Id, now);
        return AcquireReply.Acquired;
    }

    /// <summary>The runner is still at it; null when the job is not in progress.</summary>
    public DateTimeOffset? Renew(long jobId, DateTimeOffset now)
    {
        if (Job(jobId) is not { Status: JobStatus.InProgress } job)
        {
            return null;
        }
        Put(job with { LockedUntil = now + times.LockLimit });
        return now + times.LockLimit;
    }

    /// <summary>The runner reports the end of its job, and its registration ends with it.</summary>
    public bool Complete(long jobId, string conclusion, IReadOnlyList<StepResult> results, DateTimeOffset now)
    {
        if (Job(jobId) is not { Status: JobStatus.InProgress } job)
        {
            return false;
        }
        Finish(jobId, conclusion, results, now);
        return true;
    }

    /// <summary>Lets time pass: whatever has run out by <paramref name="now"/> ends.</summary>
    public void Tick(DateTimeOffset now)
    {
        foreach (var id in _open.ToList())
        {
            // Each is read anew: the end of one skips others or lets them be offered.
            var job = _jobs[id];
            if (job.OfferedTo is { } offered && now >= job.OfferedAt + times.OfferLimit)
            {
                Withdraw(_runners[offered]);
            }
            else if (job.Status == JobStatus.InProgress && now >= job.LockedUntil)
            {
                Finish(id, "failure", [], now);
            }
            else if (job.Status == JobStatus.Queued && now >= job.QueuedAt + times.QueueLimit)
            {
                Finish(id, "cancelled", [], now);
            }
        }
        foreach (var id in _runners.Keys.ToList())
        {
            var runner = _runners[id];
            if (runner.Session is { } session && now >= runner.LastContactAt + times.SessionLimit)
            {
                CloseSession(id, session, now);
            }
            else if (!runner.IsOnline && !runner.IsBusy && now >= runner.LastContactAt + times.OfflineLimit)
            {
                Unregister(runner);
            }
            else if (runner.IsIdle && now >= runner.IdleSince + times.IdleDrop)
            {
                Unregister(runner);
            }
        }
        Assign(now);
    }

    /// <summary>From now on this runner is never offered a job.</summary>
    public void PassOver(long runnerId) => Put(_runners[runnerId] with { IsPassedOver = true });

    /// <summary>GitHub forgets an idle connected runner, as it has been seen to do.</summary>
    public bool DropIdle(long runnerId, DateTimeOffset now)
    {
        if (Runner(runnerId) is not { IsIdle: true } runner)
        {
            return false;
        }
        Unregister(runner);
        Assign(now);
        return true;
    }

    /// <summary>Offers every queued job, oldest first, to a matching idle runner of the skin's choice.</summary>
    private void Assign(DateTimeOffset now)
    {
        var idle = _runners.Values.Where(runner => runner is { IsIdle: true, IsPassedOver: false })
            .OrderBy(runner => runner.Id).ToList();
        if (idle.Count == 0)
        {
            return;
        }

        // GitHub hands a runner the oldest job it may take, and does not prefer a more special one.
        foreach (var job in OpenJobs.Where(job => job is { Status: JobStatus.Queued, OfferedTo: null })
            .OrderBy(job => job.QueuedAt).ThenBy(job => job.Id).ToList())
        {
            var repository = _repositories[_runs[job.RunId].RepositoryId];
            var matching = idle.FindAll(runner => Rules.MayTake(runner, GroupOf(runner), repository, job));
            if (matching.Count == 0)
            {
                continue;
            }
            var runner = matching[choose(matching.Count)];
            idle.Remove(runner);
            Put(runner with { JobId = job.Id });
            Put(job with { OfferedTo = runner.Id, OfferedAt = now });
            _offers.Add(runner.Id);
        }
    }

    /// <summary>Takes an offer back, so that the job is queued again.</summary>
    private void Withdraw(ModelRunner runner)
    {
        if (runner is { IsBusy: false, JobId: { } jobId })
        {
            Put(_jobs[jobId] with { OfferedTo = null, OfferedAt = null });
            Put(runner with { JobId = null });
        }
    }

    private void Unregister(ModelRunner runner)
    {
        Withdraw(runner);
        _runners.Remove(runner.Id);
    }

    private void Put(ModelJob job) => _jobs[job.Id] = job;

    private void Put(ModelRunner runner) => _runners[runner.Id] = runner;

    private bool IsScope(string scope) => scope.Split('/') switch
    {
        ["repos", var owner, var name] => Repository(owner, name) is not null,
        ["orgs", var org] => IsOrganization(org),
        ["enterprises", _] => true,
        _ => false,
    };

    private List<ModelGroup> GroupsOf(string scope)
    {
        if (!_groups.TryGetValue(scope, out var groups))
        {
            // A repository's own runners serve it whoever may see it.
            var isRepository = scope.StartsWith("repos/", StringComparison.OrdinalIgnoreCase);
            _groups[scope] = groups = [ModelGroup.Default with { AllowsPublicRepositories = isRepository }];
        }
        return groups;
    }

    private ModelGroup? GroupOf(ModelRunner runner) =>
        GroupsOf(runner.Scope).Find(group => group.Id == runner.GroupId);

    private static bool Same(string left, string right) =>
        string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
