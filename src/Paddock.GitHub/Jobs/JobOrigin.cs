using Paddock.Core.Model;
using Paddock.Ports;

namespace Paddock.GitHub.Jobs;

/// <summary>What a report about a job needs besides the job: when we heard it, and where the job belongs.</summary>
/// <param name="Workflow">The run's name, for jobs that do not say it themselves.</param>
/// <param name="FromFork">Does its run execute what another repository holds? Null when it is not known.</param>
internal sealed record JobOrigin(
    DateTimeOffset At, string Host, Repository Repository, string? Workflow = null, bool? FromFork = null)
{
    /// <summary>
    /// What the repository alone tells about its runs: without forks, and being none, it has nobody to take one from;
    /// so an ordinary private repository costs no request more. A public one proves nothing by it: whoever opened a
    /// pull request there may have deleted the fork since.
    /// </summary>
    public static bool? FromForkOf(RepositoryPayload? payload) =>
        payload is { Private: true, Fork: false, ForksCount: 0 } ? false : null;

    /// <summary>Null when the payload says too little to know the repository.</summary>
    public static Repository? RepositoryOf(RepositoryPayload? payload) =>
        payload is { Id: > 0, Name: { Length: > 0 } name, Owner.Login: { Length: > 0 } owner }
            ? new Repository(payload.Id, Plain.Line(owner), Plain.Line(name), payload.Private)
            : null;
}
