namespace Paddock.GitHubStandIn.World;

/// <summary>Listeners that are held until there is news for them. Guarded by the world's lock.</summary>
internal sealed class Wakeups
{
    private readonly Dictionary<long, TaskCompletionSource> _waiting = [];

    public IReadOnlyCollection<long> Waiting => _waiting.Keys;

    /// <summary>
    /// Completes at the next <see cref="Wake"/> for this runner. Ask before looking, or news in between is missed.
    /// </summary>
    public Task Next(long runnerId)
    {
        if (!_waiting.TryGetValue(runnerId, out var source))
        {
            // Continuations would otherwise run inside the lock.
            _waiting[runnerId] = source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        return source.Task;
    }

    public void Wake(long runnerId)
    {
        if (_waiting.Remove(runnerId, out var source))
        {
            source.SetResult();
        }
    }
}
