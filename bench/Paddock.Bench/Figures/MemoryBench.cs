using Paddock.Bench.Host;
using Paddock.Bench.Load;

namespace Paddock.Bench.Figures;

/// <summary>
/// Memory of a whole process, as the kernel counts it: idle, with a thousand runners at work, and after their jobs.
/// </summary>
internal static class MemoryBench
{
    public static async Task RunAsync(bool isTiny)
    {
        var count = isTiny ? 20 : 1_000;
        using var host = new HostProcess(ticketMs: 0, runnersMax: count);
        var port = await host.PortAsync();
        await Task.Delay(TimeSpan.FromSeconds(isTiny ? 0 : 5), TimeProvider.System);
        Memory.Of(host.Id).Print("idle");

        var jobs = Enumerable.Range(1, count).ToList();
        await Burst.SendAsync(port, 8, [.. jobs.Select(job => SignedDelivery.Queued(job))]);
        await HostProcess.UntilAsync(() => host.Creates.Count == count, $"{count} creates");
        var runners = host.Creates.Select(create => create.Machine).ToList();
        await Burst.SendAsync(port, 8, [.. jobs.Select(job => SignedDelivery.Started(job, runners[job - 1]))]);
        Memory.Of(host.Id).Print($"{count} runners busy");

        await Burst.SendAsync(port, 8, [.. jobs.Select(job => SignedDelivery.Finished(job, runners[job - 1]))]);
        await HostProcess.UntilAsync(() => host.Deletes == count, $"{count} deletions");
        Memory.Of(host.Id).Print($"after {count} jobs");
    }
}
