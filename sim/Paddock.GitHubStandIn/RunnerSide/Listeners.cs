namespace Paddock.GitHubStandIn.RunnerSide;

/// <summary>
/// What the runner's side remembers of listeners beyond the model: which of them have been told of a cancellation, and
/// which have done their job. Guarded by the world's lock.
/// </summary>
internal sealed class Listeners
{
    private readonly HashSet<string> _finished = [];
    private readonly HashSet<(Guid Session, Guid Job)> _told = [];
    private long _nextMessage = 1;

    /// <summary>
    /// The registration of a single-use runner ends with its job, a moment before its listener stops asking. Until then
    /// it is not told that it does not exist, or it would not end as one that has done its job.
    /// </summary>
    public void Finish(string clientId) => _finished.Add(clientId);

    public bool IsFinished(string clientId) => _finished.Contains(clientId);

    /// <summary>True the first time: a cancellation is told once in a session.</summary>
    public bool Tell(Guid session, Guid job) => _told.Add((session, job));

    public long NextMessage() => _nextMessage++;
}
