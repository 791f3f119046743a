using System.Runtime.CompilerServices;

namespace Paddock.Tests.Support;

/// <summary>
/// Waits for a condition with a bound, instead of sleeping for a time: for what another thread, process or machine is
/// about to do.
/// </summary>
internal static class Eventually
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

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

    /// <summary>Returns when the condition holds.</summary>
    public static Task HoldsAsync(
        Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string wanted = "") =>
        GetAsync(() => Task.FromResult(condition()), holds => holds, wanted);

    /// <summary>Returns when the token is cancelled.</summary>
    public static Task CancelledAsync(CancellationToken token)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        token.Register(end.SetResult);
        return end.Task;
    }
}
