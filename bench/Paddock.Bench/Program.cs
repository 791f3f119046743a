using System.Globalization;
using Paddock.Bench.Figures;
using Paddock.Bench.Host;

// paddock-bench [--tiny] NAME…: measures the named figures, or all of them. --tiny makes each as small as it can be and
// still walk the same path; the ordinary tests do that.
if (args is ["host", var directory, var ticketMs, var runnersMax])
{
    return await BenchHost.RunAsync(
        directory, int.Parse(ticketMs, CultureInfo.InvariantCulture),
        int.Parse(runnersMax, CultureInfo.InvariantCulture));
}
var isTiny = args.Contains("--tiny");
var names = args.Where(arg => !arg.StartsWith('-')).ToList();
var figures = new Dictionary<string, Func<bool, Task>>(StringComparer.Ordinal)
{
    ["planner"] = tiny => { PlannerBench.Run(tiny); return Task.CompletedTask; },
    ["ingest"] = IngestBench.RunAsync,
    ["latency"] = LatencyBench.RunAsync,
    ["burst"] = BurstBench.RunAsync,
    ["memory"] = MemoryBench.RunAsync,
    ["start"] = StartBench.RunAsync,
    ["requests"] = RequestsBench.RunAsync,
    ["week"] = WeekBench.RunAsync,
};
foreach (var unknown in names.Where(name => !figures.ContainsKey(name)))
{
    Console.Error.WriteLine($"There is no figure '{unknown}'. There are: {string.Join(", ", figures.Keys)}.");
    return 2;
}
foreach (var (_, run) in figures.Where(figure => names.Count == 0 || names.Contains(figure.Key)))
{
    await run(isTiny);
}
return 0;
