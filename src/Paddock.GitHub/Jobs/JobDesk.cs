using Paddock.Core.Model;
using Paddock.GitHub.Http;
using Paddock.Ports;
using Paddock.Ports.Forge;

namespace Paddock.GitHub.Jobs;

/// <summary>Looks at single jobs and their runs, for whoever is about to spend money on one.</summary>
internal sealed class JobDesk(ApiClient api, string host, SteadyClock clock)
{
    public async Task<JobReply> LookAsync(Scope scope, JobRow row, CancellationToken cancellationToken)
    {
        var repository = row.Details.Repository;
        var answer = await api.GetAsync(
            ApiCall.ForLook(scope),
            $"{ApiPath.Repository(repository.Owner, repository.Name)}/actions/jobs/{row.Key.Id}",
            GitHubJson.Default.JobPayload, cancellationToken);
        if (!answer.Has(out var job, out var refused))
        {
            return new JobReply.Unknown(refused.Fault);
        }
        return job.Id == row.Key.Id
            ? new JobReply.Found(JobMapping.FromStatus(
                job, new JobOrigin(clock.Now, host, repository, row.Details.Workflow, row.Details.FromFork)))
            : new JobReply.Unknown(new Fault(
                FaultKind.Fatal, $"asked for job {row.Key.Id}, GitHub answers with another one."));
    }

    public async Task<RunReply> LookAtRunAsync(Scope scope, JobRow row, CancellationToken cancellationToken)
    {
        var (repository, id) = (row.Details.Repository, row.Details.RunId);
        var answer = await api.GetAsync(
            ApiCall.ForLook(scope),
            $"{ApiPath.Repository(repository.Owner, repository.Name)}/actions/runs/{id}?exclude_pull_requests=true",
            GitHubJson.Default.RunPayload, cancellationToken);
        if (!answer.Has(out var run, out var refused))
        {
            return new RunReply.Unknown(refused.Fault);
        }
        return run.Id == id && run.FromFork is { } fromFork
            ? new RunReply.Found(fromFork)
            : new RunReply.Unknown(new Fault(
                FaultKind.Fatal, $"asked for run {id}, GitHub answers with another one, or not where it belongs."));
    }
}
