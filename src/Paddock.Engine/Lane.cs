namespace Paddock.Engine;

/// <summary>
/// How many calls of one kind may be under way at once; the rest wait their turn, first come first served.
/// </summary>
public sealed class Lane(int callsMax) : IDisposable
{
    private readonly SemaphoreSlim _free = new(callsMax);

    public async Task<TReply> RunAsync<TReply>(Func<Task<TReply>> call)
    {
        await _free.WaitAsync(CancellationToken.None);
        try
        {
            return await call();
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose() => _free.Dispose();
}
