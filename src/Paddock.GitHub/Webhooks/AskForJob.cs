using Paddock.Core.Facts;
using Paddock.Core.Model;

namespace Paddock.GitHub.Webhooks;

/// <summary>Asks GitHub what a job is by now; null when it does not say.</summary>
/// <param name="connection">The connection's name.</param>
public delegate Task<JobObservation?> AskForJob(
    string connection, Repository repository, long job, CancellationToken cancellationToken);
