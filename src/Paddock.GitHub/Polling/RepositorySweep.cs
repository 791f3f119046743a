using System.Net;
using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.GitHub.Http;
using Paddock.GitHub.Jobs;
using Paddock.Ports;

namespace Paddock.GitHub.Polling;

/// <summary>
/// One repository's jobs, asked for the long way, since GitHub has no list of waiting jobs: runs that are not over, the
/// jobs of each, then every job we believe open that appeared in none of them.
/// </summary>
internal sealed class RepositorySweep(SweepTarget target, DateTimeOffset at)
{
    /// <summary>
    /// A run with one job running is <c>in_progress</c> and with one held by an environment <c>waiting</c>, while
    /// another job of it waits for a runner; so <c>queued</c> alone misses work. GitHub takes one value a call.
    /// </summary>
    private static readonly string[] Statuses = ["queued", "in_progress", "waiting"];

    /// <summary>
    /// GitHub's API lags behind its own webhooks, by seconds as a rule. A job is not called gone while it may not have
    /// arrived yet: that word is never taken back.
    /// </summary>
    private static readonly TimeSpan VanishGrace = TimeSpan.FromMinutes(5);

    private readonly Dictionary<long, RunPayload> _runs = [];
    private readonly HashSet<long> _open = [.. target.OpenJobs.Select(row => row.Key.Id)];
    private readonly HashSet<long> _seen = [];
    private readonly List<JobObservation> _facts = [];

    private ApiCall Call => ApiCall.ForSweep(target.Scope);

    private string Actions => $"{ApiPath.Repository(target.Owner, target.Name)}/actions";

    /// <summary>What was learned, and the first fault, after which nothing more was asked.</summary>
    public async Task<(IReadOnlyList<JobObservation> Facts, Fault? Fault)> RunAsync(CancellationToken cancellationToken)
    {
        var fault = await ListRunsAsync(cancellationToken)
            ?? await ListJobsAsync(cancellationToken)
            ?? await CheckOpenJobsAsync(cancellationToken);
        return (_facts, fault is null ? null : fault with { Message = $"{target.FullName}: {fault.Message}" });
    }

    private async Task<Fault?> ListRunsAsync(CancellationToken cancellationToken)
    {
        foreach (var status in Statuses)
        {
            var answer = await target.Connection.Api.ListAsync(
                Call, $"{Actions}/runs?status={status}&exclude_pull_requests=true&per_page=100",
                GitHubJson.Default.RunPagePayload, static page => page.WorkflowRuns, cancellationToken);
            if (!answer.Has(out var runs, out var refused))
            {
                return refused.Fault;
            }
            foreach (var run in runs)
            {
                // It may have moved from one status to the next between two of the lists.
                _runs[run.Id] = run;
            }
        }
        return null;
    }

    private async Task<Fault?> ListJobsAsync(CancellationToken cancellationToken)
    {
        foreach (var run in _runs.Values)
        {
            if (JobOrigin.RepositoryOf(run.Repository) is not { } repository)
            {
                return new Fault(FaultKind.Fatal, $"run {run.Id} does not say which repository it belongs to.");
            }
            var answer = await target.Connection.Api.ListAsync(
                Call, $"{Actions}/runs/{run.Id}/jobs?filter=latest&per_page=100",
                GitHubJson.Default.JobPagePayload, static page => page.Jobs, cancellationToken);
            if (!answer.Has(out var jobs, out var refused))
            {
                return refused.Fault;
            }
            Report(jobs, new JobOrigin(at, target.Connection.Host, repository, run.Name));
        }
        return null;
    }

    /// <summary>
    /// A run may be listed before its jobs are; then there is nothing to say, and the next round sees them.
    /// </summary>
    private void Report(IReadOnlyList<JobPayload> jobs, JobOrigin origin)
    {
        foreach (var job in jobs.Where(job => job.Id > 0 && _seen.Add(job.Id)))
        {
            // The finished jobs of a long run are news only to somebody who believes them open.
            if (job.Status != "completed" || _open.Contains(job.Id))
            {
                _facts.Add(JobMapping.FromStatus(job, origin));
            }
        }
    }

    private async Task<Fault?> CheckOpenJobsAsync(CancellationToken cancellationToken)
    {
        var isVisible = false;
        foreach (var row in target.OpenJobs.Where(row => !_seen.Contains(row.Key.Id)))
        {
            var answer = await target.Connection.Api.GetAsync(
                Call, $"{Actions}/jobs/{row.Key.Id}", GitHubJson.Default.JobPayload, cancellationToken);
            if (answer.Has(out var job, out var refused))
            {
                if (job.Id != row.Key.Id)
                {
                    return new Fault(FaultKind.Fatal, $"asked for job {row.Key.Id}, GitHub answers with another one.");
                }
                _facts.Add(JobMapping.FromStatus(
                    job, new JobOrigin(at, target.Connection.Host, row.Details.Repository, row.Details.Workflow)));
                continue;
            }
            if (refused.Status != HttpStatusCode.NotFound)
            {
                return refused.Fault;
            }

            // A 404 also means that we may not see it; only a repository we do see makes it an answer.
            if (!isVisible && await LookAtRepositoryAsync(cancellationToken) is { } unseen)
            {
                return unseen;
            }
            isVisible = true;
            ReportVanished(row);
        }
        return null;
    }

    private void ReportVanished(JobRow row)
    {
        if (at - row.FirstSeenAt >= VanishGrace)
        {
            _facts.Add(JobMapping.Vanished(row, at));
        }
    }

    private async Task<Fault?> LookAtRepositoryAsync(CancellationToken cancellationToken)
    {
        var answer = await target.Connection.Api.GetAsync(
            Call,
            ApiPath.Repository(target.Owner, target.Name),
            GitHubJson.Default.RepositoryPayload,
            cancellationToken);
        return answer.Has(out _, out var refused) ? null : refused.Fault;
    }
}
