using Paddock.Bench;

// paddock-bench [--tiny] NAME…: runs the named figures, or all of them. --tiny makes each as small as it can be and
// still walk the same path; the ordinary tests do that.
var isTiny = args.Contains("--tiny");
var names = args.Where(arg => !arg.StartsWith('-')).ToList();
var figures = new Dictionary<string, Action<bool>>(StringComparer.Ordinal)
{
    ["planner"] = PlannerBench.Run,
};
foreach (var unknown in names.Where(name => !figures.ContainsKey(name)))
{
    Console.Error.WriteLine($"There is no figure '{unknown}'. There are: {string.Join(", ", figures.Keys)}.");
    return 2;
}
foreach (var (name, run) in figures.Where(figure => names.Count == 0 || names.Contains(figure.Key)))
{
    run(isTiny);
}
return 0;
