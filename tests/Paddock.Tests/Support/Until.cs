namespace Paddock.Tests.Support;

/// <summary>Waits for a condition with a bound, instead of sleeping for a time.</summary>
internal static class Until
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static async Task TrueAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
        }
    }

    /// <summary>Returns when the token is cancelled.</summary>
    public static Task GoneAsync(CancellationToken gone)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gone.Register(end.SetResult);
        return end.Task;
    }
}
