using System.Runtime.CompilerServices;

namespace Paddock.Tests.Support;

/// <summary>Waits for a condition with a bound, for tests over real sockets and processes.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    /// <summary>The first value that is wanted.</summary>
    public static async Task<T> GetAsync<T>(
        Func<Task<T>> look, Func<T, bool> isWanted, [CallerArgumentExpression(nameof(isWanted))] string wanted = "")
    {
        var time = TimeProvider.System;
        var started = time.GetTimestamp();
        while (true)
        {
            var value = await look();
            if (isWanted(value))
            {
                return value;
            }
            if (time.GetElapsedTime(started) > Bound)
            {
                throw new TimeoutException(
                    $"After {Bound.TotalSeconds} s it still does not hold that {wanted}; the last look was {value}.");
            }
            await Task.Delay(Step, time, TestContext.Current.CancellationToken);
        }
    }
}
