namespace Paddock.Providers.Capacity;

/// <summary>A place that is kept.</summary>
/// <param name="runnersMemoryBytes">
/// All the memory runners have together: the limit of one that was promised none.
/// </param>
internal sealed class Seat(Claim claim, long runnersMemoryBytes, Action leave) : IDisposable
{
    public Claim Claim { get; } = claim;

    public long RunnersMemoryBytes { get; } = runnersMemoryBytes;

    public void Dispose() => leave();
}
