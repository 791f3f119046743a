using Paddock.Core.Model;
using Paddock.Ports;

namespace Paddock.GitHub.Jobs;

/// <summary>What a report about a job needs besides the job: when we heard it, and where the job belongs.</summary>
/// <param name="Workflow">The run's name, for jobs that do not say it themselves.</param>
internal sealed record JobOrigin(DateTimeOffset At, string Host, Repository Repository, string? Workflow = null)
{
    /// <summary>Null when the payload says too little to know the repository.</summary>
    public static Repository? RepositoryOf(RepositoryPayload? payload) =>
        payload is { Id: > 0, Name: { Length: > 0 } name, Owner.Login: { Length: > 0 } owner }
            ? new Repository(payload.Id, Plain.Line(owner), Plain.Line(name), payload.Private)
            : null;
}
