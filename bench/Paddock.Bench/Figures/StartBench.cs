using Paddock.Bench.Host;

namespace Paddock.Bench.Figures;

/// <summary>
/// From the start of the process to the first answer of the public listener, on a store that is there already. The
/// same program as <c>paddock run</c> with GitHub's side and the provider replaced, so no other machine is timed.
/// </summary>
internal static class StartBench
{
    public static async Task RunAsync(bool isTiny)
    {
        var time = TimeProvider.System;
        var took = new List<double>();
        for (var run = 0; run < (isTiny ? 1 : 11); run++)
        {
            var began = time.GetTimestamp();
            using var host = new HostProcess(ticketMs: 0, runnersMax: 1);
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{await host.PortAsync()}") };
            while (!await IsReadyAsync(client))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), time);
            }
            took.Add(time.GetElapsedTime(began).TotalMilliseconds);
        }
        Figure.Row("process start → ready", took, "ms");
    }

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/readyz");
        return answer.IsSuccessStatusCode;
    }
}
