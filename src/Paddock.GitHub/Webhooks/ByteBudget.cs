namespace Paddock.GitHub.Webhooks;

/// <summary>
/// Memory that all bodies in flight share. Taken as bytes arrive, so that announcing a large body costs nobody
/// anything.
/// </summary>
internal sealed class ByteBudget(long bytesMax)
{
    private long _taken;

    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= bytesMax)
        {
            return true;
        }
        Give(bytes);
        return false;
    }

    public void Give(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
