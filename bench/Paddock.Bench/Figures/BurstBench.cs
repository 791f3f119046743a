using Paddock.Bench.Host;
using Paddock.Bench.Load;

namespace Paddock.Bench.Figures;

/// <summary>A hundred jobs at once: from the first delivery sent to the hundredth create call.</summary>
internal static class BurstBench
{
    public static async Task RunAsync(bool isTiny)
    {
        var count = isTiny ? 10 : 100;
        foreach (var ticketMs in (int[])[0, 200])
        {
            var took = new List<double>();
            for (var run = 0; run < (isTiny ? 1 : 5); run++)
            {
                took.Add(await OnceAsync(count, ticketMs));
            }
            Figure.Row($"{count} queued jobs → {count} create calls, JIT call of {ticketMs} ms", took, "ms");
        }
    }

    private static async Task<double> OnceAsync(int count, int ticketMs)
    {
        var time = TimeProvider.System;
        using var host = new HostProcess(ticketMs, runnersMax: count + 1);
        var port = await host.PortAsync();
        await Burst.SendAsync(port, 1, [SignedDelivery.Queued(1)]);
        await HostProcess.UntilAsync(() => host.Creates.Count == 1, "the first create");
        var requests = Enumerable.Range(2, count).Select(job => SignedDelivery.Queued(job)).ToList();
        var began = time.GetTimestamp();
        await Burst.SendAsync(port, 8, requests);
        await HostProcess.UntilAsync(() => host.Creates.Count == count + 1, $"{count} creates");
        return time.GetElapsedTime(began, host.Creates.Max(create => create.At)).TotalMilliseconds;
    }
}
