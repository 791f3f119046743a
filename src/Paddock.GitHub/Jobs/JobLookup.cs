using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.GitHub.Http;

namespace Paddock.GitHub.Jobs;

/// <summary>One job, asked for by its id.</summary>
internal sealed class JobLookup(Connections connections, TimeProvider time)
{
    /// <summary>Null when there is no answer now; the sweep asks again.</summary>
    public async Task<JobObservation?> AskAsync(
        string connection, Repository repository, long job, CancellationToken cancellationToken)
    {
        if (connections.Find(connection) is not { } found)
        {
            return null;
        }
        var answer = await found.Api.GetAsync(
            ApiCall.ForLook(new Scope(connection, ScopeKind.Repository, repository.FullName)),
            $"{ApiPath.Repository(repository.Owner, repository.Name)}/actions/jobs/{job}",
            GitHubJson.Default.JobPayload,
            cancellationToken);
        return answer.Has(out var payload, out _) && payload.Id == job
            ? JobMapping.FromStatus(payload, new JobOrigin(time.GetUtcNow(), found.Host, repository))
            : null;
    }
}
