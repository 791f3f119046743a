namespace Paddock.Bench.Load;

/// <summary>Sends requests over several connections at once and times each.</summary>
internal static class Burst
{
    /// <summary>Milliseconds of every request, and of all together. Fails on an answer other than 202.</summary>
    public static async Task<(IReadOnlyList<double> Each, double All)> SendAsync(
        int port, int connections, IReadOnlyList<byte[]> requests)
    {
        var time = TimeProvider.System;
        var each = new double[requests.Count];
        var next = -1;
        var senders = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Sender.OpenAsync(port)));
        var began = time.GetTimestamp();
        await Task.WhenAll(senders.Select(WorkAsync));
        var all = time.GetElapsedTime(began).TotalMilliseconds;
        foreach (var sender in senders)
        {
            sender.Dispose();
        }
        return (each, all);

        async Task WorkAsync(Sender sender)
        {
            for (var i = Interlocked.Increment(ref next); i < requests.Count; i = Interlocked.Increment(ref next))
            {
                var sent = time.GetTimestamp();
                if (await sender.SendAsync(requests[i]) is not 202 and var status)
                {
                    throw new InvalidOperationException($"Delivery {i} was answered {status}.");
                }
                each[i] = time.GetElapsedTime(sent).TotalMilliseconds;
            }
        }
    }
}
