using System.Runtime.CompilerServices;

namespace Paddock.Ports;

/// <summary>
/// Off the engine's one thread (decision D1). Every door begins with <c>await Hop.Off()</c>; what follows runs on the
/// thread pool, where there is no context to come back to, so the code behind needs no ConfigureAwait.
/// </summary>
public static class Hop
{
    public static ConfiguredTaskAwaitable Off() =>
        Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
}
