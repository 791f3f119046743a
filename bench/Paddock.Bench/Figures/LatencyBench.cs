using Paddock.Bench.Host;
using Paddock.Bench.Load;

namespace Paddock.Bench.Figures;

/// <summary>
/// From the moment a delivery is sent to the provider's create call, one job at a time on a quiet fleet.
/// </summary>
internal static class LatencyBench
{
    public static async Task RunAsync(bool isTiny)
    {
        var (warmUp, count) = isTiny ? (2, 5) : (200, 500);
        var time = TimeProvider.System;
        using var host = new HostProcess(ticketMs: 0, runnersMax: warmUp + count);
        using var sender = await Sender.OpenAsync(await host.PortAsync());
        var took = new List<double>(count);
        for (var i = 0; i < warmUp + count; i++)
        {
            var request = SignedDelivery.Queued(i + 1);
            var sent = time.GetTimestamp();
            await sender.SendAsync(request);
            var wanted = i + 1;
            await HostProcess.UntilAsync(() => host.Creates.Count >= wanted, $"create {wanted}");
            if (i >= warmUp)
            {
                took.Add(time.GetElapsedTime(sent, host.Creates.Last().At).TotalMilliseconds);
            }

            // Until the passes about this job's own facts are over too, so that every job finds a quiet loop.
            await Task.Delay(TimeSpan.FromMilliseconds(100), time);
        }
        Figure.Row("delivery sent → provider create call, JIT call of 0 ms", took, "ms");
    }
}
