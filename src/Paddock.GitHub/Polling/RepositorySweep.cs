using System.Net;
using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.GitHub.Http;
using Paddock.GitHub.Jobs;
using Paddock.Ports;

namespace Paddock.GitHub.Polling;

/// <summary>
/// One look at a repository's jobs, the long way, since GitHub has no list of waiting jobs: runs that are not over, the
/// jobs of those that may have changed, then every job we believe open that appeared in none of them.
/// </summary>
/// <remarks>
/// Every job that waits is reported in every look: a run with such a job is always asked again, in whichever list it
/// is. Of a run that is left out the last answer is reported, which is what GitHub's 304 would have meant.
/// </remarks>
internal sealed class RepositorySweep(
    Connection connection, SweepTarget target, RepositoryMemory memory, SweepRound round, DateTimeOffset at)
{
    /// <summary>
    /// A scope that names a repository has no list to say that it is gone, and a credential may lose sight of it for a
    /// while (single sign-on, a rule of the organization). That a job is over is a word never taken back.
    /// </summary>
    private static readonly TimeSpan UnseenGrace = TimeSpan.FromHours(1);

    private readonly CallTally _lists = new();
    private readonly CallTally _jobs = new();
    private readonly OpenJobs _open = new(target.OpenJobs, at);
    private readonly List<JobObservation> _facts = [];
    private bool _isGone;

    private bool IsNamed => target.Scope.Kind == ScopeKind.Repository;

    private ApiCall ListCall => ApiCall.ForSweep(target.Scope, _lists);

    private ApiCall JobCall => ApiCall.ForSweep(target.Scope, _jobs);

    private string Repository => ApiPath.Repository(target.Owner, target.Name);

    private string Actions => $"{Repository}/actions";

    public async Task<SweepFinding> RunAsync(CancellationToken cancellationToken)
    {
        var fault = await ListRunsAsync(cancellationToken);
        if (fault is null && !_isGone)
        {
            fault = await LookAtRunsAsync(cancellationToken)
                ?? (round.IsFull ? await CheckOpenJobsAsync(cancellationToken) : null);
        }
        return new SweepFinding(
            _facts,
            fault is null ? null : fault with { Message = $"{target.FullName}: {fault.Message}" },
            Renamed(),
            _lists,
            _jobs);
    }

    private async Task<Fault?> ListRunsAsync(CancellationToken cancellationToken)
    {
        var listed = new Dictionary<long, (RunPayload Run, string Status)>();
        foreach (var status in round.Statuses)
        {
            var answer = await connection.Api.ListAsync(
                ListCall, $"{Actions}/runs?status={status}&exclude_pull_requests=true&per_page=100",
                GitHubJson.Default.RunPagePayload, static page => page.WorkflowRuns, cancellationToken);
            if (!answer.Has(out var runs, out var refused))
            {
                return refused.Status == HttpStatusCode.NotFound && (target.IsMissing || IsNamed)
                    ? await LookForRepositoryAsync(cancellationToken)
                    : refused.Fault;
            }
            foreach (var run in runs)
            {
                // It may have moved from one status to the next between two of the lists.
                listed[run.Id] = (run, status);
            }
        }
        memory.List(listed, round.Statuses);
        memory.UnseenSince = null;
        return null;
    }

    private async Task<Fault?> LookAtRunsAsync(CancellationToken cancellationToken)
    {
        foreach (var run in memory.Runs)
        {
            if (JobOrigin.RepositoryOf(run.Listed.Repository) is not { } repository)
            {
                return new Fault(FaultKind.Fatal, $"run {run.Id} does not say which repository it belongs to.");
            }
            memory.Repository = repository;
            if (round.IsThorough || run.IsWorthALook)
            {
                var answer = await JobsOfAsync(run.Id, cancellationToken);
                if (!answer.Has(out var jobs, out var refused))
                {
                    if (refused.Status != HttpStatusCode.NotFound)
                    {
                        return refused.Fault;
                    }

                    // Somebody has deleted the run since it was listed.
                    memory.Forget(run);
                    continue;
                }
                run.See(jobs);
            }
            Report(run.Jobs, new JobOrigin(
                at, connection.Host, repository, run.Listed.Name, run.Listed.FromFork));
            if (run.IsOver)
            {
                memory.Forget(run);
            }
        }
        return null;
    }

    private Task<Answer<IReadOnlyList<JobPayload>>> JobsOfAsync(long run, CancellationToken cancellationToken) =>
        connection.Api.ListAsync(
            JobCall, $"{Actions}/runs/{run}/jobs?filter=latest&per_page=100",
            GitHubJson.Default.JobPagePayload, static page => page.Jobs, cancellationToken);

    /// <summary>
    /// A run may be listed before its jobs are; then there is nothing to say, and the next round sees them.
    /// </summary>
    private void Report(IReadOnlyList<JobPayload> jobs, JobOrigin origin) =>
        _facts.AddRange(jobs.Where(_open.IsNews).Select(job => JobMapping.FromStatus(job, origin)));

    private async Task<Fault?> CheckOpenJobsAsync(CancellationToken cancellationToken) =>
        await AskByRunAsync(cancellationToken) ?? await AskOneByOneAsync(cancellationToken);

    /// <summary>
    /// A large matrix that has ended since the last look is a few pages, and would be hundreds of single jobs.
    /// </summary>
    private async Task<Fault?> AskByRunAsync(CancellationToken cancellationToken)
    {
        foreach (var row in _open.FirstsOfRuns())
        {
            var answer = await JobsOfAsync(row.Details.RunId, cancellationToken);
            if (answer.Has(out var jobs, out var refused))
            {
                Report(jobs, OriginOf(row));
            }
            else if (refused.Status != HttpStatusCode.NotFound)
            {
                return refused.Fault;
            }
        }
        return null;
    }

    private async Task<Fault?> AskOneByOneAsync(CancellationToken cancellationToken)
    {
        var isVisible = false;
        foreach (var row in _open.Unseen())
        {
            var answer = await connection.Api.GetAsync(
                JobCall, $"{Actions}/jobs/{row.Key.Id}", GitHubJson.Default.JobPayload, cancellationToken);
            if (answer.Has(out var job, out var refused))
            {
                if (job.Id != row.Key.Id)
                {
                    return new Fault(FaultKind.Fatal, $"asked for job {row.Key.Id}, GitHub answers with another one.");
                }
                _facts.Add(JobMapping.FromStatus(job, OriginOf(row)));
                continue;
            }
            if (refused.Status != HttpStatusCode.NotFound)
            {
                return refused.Fault;
            }

            // A 404 also means that we may not see it; only a repository we do see makes it an answer.
            if (!isVisible && await LookAtRepositoryAsync(cancellationToken) is { } unseen)
            {
                return unseen.Fault;
            }
            isVisible = true;
            _facts.AddRange(_open.Vanished([row]));
        }
        return null;
    }

    private JobOrigin OriginOf(JobRow row) =>
        new(at, connection.Host, row.Details.Repository, row.Details.Workflow, row.Details.FromFork);

    /// <summary>
    /// Its organization does not list it and it cannot be seen: it is deleted, or taken from our sight, and either way
    /// no runner of ours will get a job of it. One that only moved answers under its old name.
    /// </summary>
    private async Task<Fault?> LookForRepositoryAsync(CancellationToken cancellationToken)
    {
        var unseen = await LookAtRepositoryAsync(cancellationToken);
        if (unseen is { Status: not HttpStatusCode.NotFound })
        {
            return unseen.Fault;
        }
        _isGone = unseen is not null;
        if (unseen is null)
        {
            return new Fault(
                FaultKind.Unauthorized, "it can be seen, but its runs cannot: give the token Actions: read.");
        }
        memory.UnseenSince ??= at;
        if (!target.IsMissing && at - memory.UnseenSince < UnseenGrace)
        {
            return unseen.Fault;
        }
        memory.ForgetRuns();
        _facts.AddRange(_open.Vanished(target.OpenJobs));
        return target.IsMissing ? null : unseen.Fault;
    }

    private async Task<Answer<RepositoryPayload>.Refused?> LookAtRepositoryAsync(CancellationToken cancellationToken)
    {
        var answer = await connection.Api.GetAsync(
            ListCall, Repository, GitHubJson.Default.RepositoryPayload, cancellationToken);
        return answer.Has(out _, out var refused) ? null : refused;
    }

    /// <summary>
    /// Runners can still be registered under the old name, but jobs name the new one, which the scope does not cover.
    /// </summary>
    private Fault? Renamed() =>
        IsNamed && memory.Repository is { } repository && !target.Scope.Covers(repository)
            ? new Fault(
                FaultKind.InvalidSpec,
                $"{target.Scope} is {repository.FullName} by now, so its jobs match no pool. "
                + "Write the new name into the pool's scopes.")
            : null;
}
