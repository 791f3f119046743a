using Paddock.Demo.Parts;
using Paddock.Demo.Story;
using Paddock.GitHubStandIn.Control;

namespace Paddock.Demo.Ending;

/// <summary>What must be true after the story, at GitHub and on this machine.</summary>
internal static class Checks
{
    public static IEnumerable<Check> OfGitHub(StandInState state, IReadOnlyList<Promise> promises)
    {
        yield return Compare("every job ended as it should", promises
            .Select(promise => (
                promise, Job: state.Jobs.Last(job => job.RunId == promise.RunId && job.Name == promise.Job)))
            .Where(pair => pair.Job.Conclusion != pair.promise.Conclusion)
            .Select(pair => $"{pair.promise.Job}: {pair.Job.Conclusion ?? pair.Job.Status}"));
        yield return Compare(
            "no runner took more than one job",
            state.Jobs.Where(job => job.RunnerName is not null).GroupBy(job => job.RunnerName)
                .Where(jobs => jobs.Count() > 1).Select(jobs => $"{jobs.Key} took {jobs.Count()}"));
        yield return Compare("no registration is left at GitHub", state.Runners.Select(runner => runner.Name));
        yield return Compare("GitHub understood every request", state.Unexpected.Concat(state.Errors));
    }

    public static Check OfStop(int? exitCode) => new(
        "Paddock stopped when it was told to",
        exitCode switch { 0 => null, null => "it had to be killed", _ => $"exit code {exitCode}" });

    public static Check OfProcesses(DemoFolder folder) =>
        Compare("no process is left", Leftovers.Find(folder.Root).Select(id => $"process {id}"));

    public static async Task<Check> OfContainersAsync(
        DockerPlace docker, string fleet, CancellationToken cancellationToken) =>
        Compare("no container is left", await docker.Engine.ContainersAsync(fleet, cancellationToken));

    public static Check OfDirectory(DemoFolder folder) =>
        new("no directory is left", folder.Exists ? folder.Root : null);

    private static Check Compare(string what, IEnumerable<string> exceptions)
    {
        var found = exceptions.ToList();
        return new Check(what, found.Count == 0 ? null : string.Join(", ", found));
    }
}
