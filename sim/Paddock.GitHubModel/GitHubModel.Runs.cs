namespace Paddock.GitHubModel;

// Runs and their jobs: how they come into being, and every way in which they end.
public sealed partial class GitHubModel
{
    /// <summary>The longest a job runs on one of GitHub's own machines (GitHub docs, "Actions limits").</summary>
    private static readonly TimeSpan HostedLimit = TimeSpan.FromHours(6);

    /// <summary>Ids of GitHub's own machines are far above those of registered runners.</summary>
    private const long HostedRunnersFrom = 1_000_000_000_000;

    /// <summary>Starts a run. Its jobs without needs are queued at once, protected ones are held.</summary>
    /// <param name="fork">What it executes is there; null for a run of the repository's own.</param>
    public ModelRun QueueRun(
        ModelRepository repository, string workflow, IReadOnlyList<JobTemplate> jobs, DateTimeOffset now,
        string trigger = "push", ModelRepository? fork = null)
    {
        var run = new ModelRun(_nextRun++, repository.Id, workflow, trigger, "main", _nextNumber++, 1, now, now, now)
        {
            Pending = jobs, HeadRepositoryId = fork?.Id,
        };
        _runs[run.Id] = run;
        _jobsOf[run.Id] = [];
        Tell("workflow_run", "requested", run, null, now);
        Unfold(run.Id, now);
        Assign(now);
        return _runs[run.Id];
    }

    /// <summary>Cancels a run: queued jobs end at once, running ones when their runner has been told.</summary>
    public bool CancelRun(long runId, DateTimeOffset now)
    {
        if (Run(runId) is not { } run)
        {
            return false;
        }
        _runs[runId] = run with { IsCancelled = true, Pending = [], UpdatedAt = now };
        foreach (var id in _jobsOf[runId].ToList())
        {
            // Each is read anew: the end of one lets others be offered.
            var job = _jobs[id];
            if (job.Status is JobStatus.Queued or JobStatus.Waiting)
            {
                Finish(id, "cancelled", [], now);
            }
            else if (job.Status == JobStatus.InProgress)
            {
                Put(job with { IsCancelRequested = true });
            }
        }
        return true;
    }

    /// <summary>Forgets the runs that were over by then, as GitHub does after its own time of keeping them.</summary>
    public void Forget(DateTimeOffset overBefore)
    {
        foreach (var (id, jobs) in _jobsOf.ToList())
        {
            if (_runs[id].Pending.Count > 0 || !jobs.TrueForAll(job => _jobs[job].CompletedAt < overBefore))
            {
                continue;
            }
            foreach (var job in jobs)
            {
                _requests.Remove(_jobs[job].RequestId);
                _jobs.Remove(job);
            }
            _jobsOf.Remove(id);
            _runs.Remove(id);
        }
    }

    /// <summary>
    /// Runs the failed jobs of a completed run again, or all of them: new job ids under the same run id.
    /// </summary>
    public bool Rerun(long runId, bool failedOnly, DateTimeOffset now)
    {
        if (Run(runId) is not { } run || StatusOf(run).Status != JobStatus.Completed)
        {
            return false;
        }
        var again = JobsOf(run)
            .Where(job => job.Attempt == run.Attempt && (!failedOnly || job.Conclusion != "success"))
            .Select(job => job.Template)
            .ToList();
        BeginAttempt(run, again, now);
        return true;
    }

    /// <summary>Runs one job of a completed run again, and those that need it.</summary>
    public bool RerunJob(long jobId, DateTimeOffset now)
    {
        if (Job(jobId) is not { } job || StatusOf(_runs[job.RunId]).Status != JobStatus.Completed)
        {
            return false;
        }
        var run = _runs[job.RunId];
        var again = new List<JobTemplate> { job.Template };
        foreach (var other in JobsOf(run).Where(other => other.Attempt == job.Attempt && other.Id > job.Id))
        {
            // Later jobs come later in the list, so one pass finds what needs what needs it.
            if (other.Template.Needs.Any(need => again.Exists(template => template.Name == need)))
            {
                again.Add(other.Template);
            }
        }
        BeginAttempt(run, again, now);
        return true;
    }

    /// <summary>Ends a run's jobs without asking their runners, which learn it when they renew.</summary>
    public bool ForceCancelRun(long runId, DateTimeOffset now)
    {
        if (!CancelRun(runId, now))
        {
            return false;
        }
        foreach (var id in _jobsOf[runId].Where(id => _jobs[id].Status != JobStatus.Completed).ToList())
        {
            Finish(id, "cancelled", [], now);
        }
        return true;
    }

    /// <summary>
    /// One of GitHub's own machines takes a queued job: such jobs send the same events as ours, and nothing else tells
    /// them apart but their labels.
    /// </summary>
    public bool StartHosted(long jobId, DateTimeOffset now)
    {
        if (Job(jobId) is not { Status: JobStatus.Queued, OfferedTo: null } job)
        {
            return false;
        }
        Put(job with
        {
            Status = JobStatus.InProgress, StartedAt = now, LockedUntil = now + HostedLimit,
            RunnerId = HostedRunnersFrom + job.Id, RunnerName = $"GitHub Actions {job.Id % 1000}", RunnerGroupId = 0,
        });
        TellStarted(job.Id, now);
        return true;
    }

    /// <summary>What a runner said about its steps so far.</summary>
    public void Report(long jobId, IReadOnlyList<StepResult> results)
    {
        if (Job(jobId) is { Status: JobStatus.InProgress } job)
        {
            Put(job with { Results = results });
        }
    }

    /// <summary>Lets a held job into the queue.</summary>
    public bool Approve(long jobId, DateTimeOffset now)
    {
        if (Job(jobId) is not { Status: JobStatus.Waiting } job)
        {
            return false;
        }
        Put(job with { Status = JobStatus.Queued, QueuedAt = now });
        Tell("workflow_job", "queued", _runs[job.RunId], _jobs[jobId], now);
        Assign(now);
        return true;
    }

    /// <summary>The run's status and conclusion, derived from its newest attempt's jobs.</summary>
    public (string Status, string? Conclusion) StatusOf(ModelRun run) =>
        Rules.StatusOf(run, [.. JobsOf(run).Where(job => job.Attempt == run.Attempt)]);

    private void BeginAttempt(ModelRun run, List<JobTemplate> templates, DateTimeOffset now)
    {
        _runs[run.Id] = run = run with
        {
            Attempt = run.Attempt + 1, StartedAt = now, UpdatedAt = now, IsCancelled = false, IsOver = false,
            Pending = templates,
        };
        Tell("workflow_run", "requested", run, null, now);
        Unfold(run.Id, now);
        Assign(now);
    }

    /// <summary>Creates the jobs of a run whose needs are met; a failed need skips them.</summary>
    private void Unfold(long runId, DateTimeOffset now)
    {
        // One at a time and from the current list: a job that is skipped at once may bring the next one into being.
        while (FirstReady(_runs[runId]) is { } index)
        {
            var run = _runs[runId];
            var template = run.Pending[index];
            _runs[runId] = run = run with { Pending = [.. run.Pending.Take(index), .. run.Pending.Skip(index + 1)] };
            var job = new ModelJob(_nextJob, run.Id, run.Attempt, template, Rules.RequestIdOf(_nextJob), now)
            {
                Status = template.IsProtected ? JobStatus.Waiting : JobStatus.Queued,
            };
            _nextJob++;
            Put(job);
            _requests[job.RequestId] = job.Id;
            _jobsOf[run.Id].Add(job.Id);
            _open.Add(job.Id);
            if (NeedsOf(run, template).TrueForAll(need => need!.Conclusion == "success"))
            {
                Tell("workflow_job", template.IsProtected ? "waiting" : "queued", run, job, now);
            }
            else
            {
                Finish(job.Id, "skipped", [], now);
            }
        }
    }

    private int? FirstReady(ModelRun run)
    {
        for (var index = 0; index < run.Pending.Count; index++)
        {
            if (NeedsOf(run, run.Pending[index]).TrueForAll(need => need is { Status: JobStatus.Completed }))
            {
                return index;
            }
        }
        return null;
    }

    /// <summary>The newest job of each name a template needs; null for one that is still to come.</summary>
    private List<ModelJob?> NeedsOf(ModelRun run, JobTemplate template)
    {
        if (template.Needs.Count == 0)
        {
            return [];
        }
        var jobs = JobsOf(run).ToList();
        return [.. template.Needs.Select(need =>
            run.Pending.Any(pending => pending.Name == need)
                ? null
                : jobs.LastOrDefault(job => job.Template.Name == need))];
    }

    private void Finish(long jobId, string conclusion, IReadOnlyList<StepResult> results, DateTimeOffset now)
    {
        if (_jobs[jobId].OfferedTo is { } offered)
        {
            Withdraw(_runners[offered]);
        }
        var job = _jobs[jobId];
        if (job.RunnerId is { } ran)
        {
            _runners.Remove(ran);
        }
        Put(job with { Status = JobStatus.Completed, Conclusion = conclusion, CompletedAt = now, Results = results });
        _open.Remove(job.Id);
        Touch(job.RunId, now);
        Tell("workflow_job", "completed", _runs[job.RunId], _jobs[job.Id], now);
        Unfold(job.RunId, now);
        TellIfOver(job.RunId, now);
        Assign(now);
    }

    private void Tell(string name, string action, ModelRun run, ModelJob? job, DateTimeOffset now) =>
        _events.Add(new ModelEvent(name, action, _repositories[run.RepositoryId], run, job, now));

    private void TellStarted(long jobId, DateTimeOffset now)
    {
        var runId = _jobs[jobId].RunId;
        Touch(runId, now);
        if (JobsOf(_runs[runId]).Count(job => job.Attempt == _jobs[jobId].Attempt && job.StartedAt is not null) == 1)
        {
            Tell("workflow_run", "in_progress", _runs[runId], null, now);
        }
        Tell("workflow_job", "in_progress", _runs[runId], _jobs[jobId], now);
    }

    /// <summary>Once per attempt: the end of one job may end others, and each of them comes by here.</summary>
    private void TellIfOver(long runId, DateTimeOffset now)
    {
        if (!_runs[runId].IsOver && StatusOf(_runs[runId]).Status == JobStatus.Completed)
        {
            _runs[runId] = _runs[runId] with { IsOver = true };
            Tell("workflow_run", "completed", _runs[runId], null, now);
        }
    }

    private void Touch(long runId, DateTimeOffset now) => _runs[runId] = _runs[runId] with { UpdatedAt = now };
}
