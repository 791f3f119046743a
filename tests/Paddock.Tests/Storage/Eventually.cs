namespace Paddock.Tests.Storage;

/// <summary>Waits for what another thread or process is about to do; fails when it does not.</summary>
internal static class Eventually
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(5);

    public static async Task HoldsAsync(Func<bool> condition, TimeSpan? patience = null)
    {
        var limit = patience ?? TimeSpan.FromSeconds(20);
        var began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) > limit)
            {
                throw new TimeoutException($"Waited {limit} in vain.");
            }
            await Task.Delay(LookEvery, TimeProvider.System);
        }
    }
}
