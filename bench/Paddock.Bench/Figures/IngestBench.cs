using Paddock.Bench.Host;
using Paddock.Bench.Load;

namespace Paddock.Bench.Figures;

/// <summary>
/// Deliveries of GitHub's size, each verified, stored durably and answered 202. The pool is at its limit after one
/// job, as in the worst hour: every delivery adds a waiting job, and every pass looks at all of them.
/// </summary>
internal static class IngestBench
{
    public static async Task RunAsync(bool isTiny)
    {
        foreach (var connections in (int[])[1, 8, 32])
        {
            var count = isTiny ? 20 : connections == 1 ? 5_000 : 20_000;
            using var host = new HostProcess(ticketMs: 0, runnersMax: 1);
            var port = await host.PortAsync();
            await Burst.SendAsync(port, connections,
                [.. Enumerable.Range(1, isTiny ? 5 : 500).Select(job => SignedDelivery.Queued(job))]);
            var requests = Enumerable.Range(1_000, count).Select(job => SignedDelivery.Queued(job)).ToList();
            var (each, all) = await Burst.SendAsync(port, connections, requests);
            Figure.Row($"ingest, {connections} connections: deliveries", count / all * 1000, "/s");
            Figure.Row($"ingest, {connections} connections: answer", each, "ms");
        }
    }
}
