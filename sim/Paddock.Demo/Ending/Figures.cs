using Paddock.GitHubStandIn.Control;

namespace Paddock.Demo.Ending;

/// <summary>The story in numbers, as GitHub counted.</summary>
internal sealed record Figures(
    IReadOnlyList<(string Conclusion, int Count)> Jobs, TimeSpan WaitMedian, TimeSpan WaitP95, int Registrations,
    double RegistrationsPerJob, double RequestsPerJob)
{
    /// <summary>A path of the REST API as the stand-in counts it, by what it is asked for.</summary>
    private const string Registration = "/actions/runners/generate-jitconfig";

    public static Figures Of(StandInState state)
    {
        var waits = state.Jobs.Where(job => job.StartedAt is not null)
            .Select(job => job.StartedAt!.Value - job.QueuedAt).Order().ToList();
        var registrations = state.Requests
            .Where(request => request.Route.EndsWith(Registration, StringComparison.Ordinal))
            .Sum(request => request.Count);
        var ran = Math.Max(1, waits.Count);
        return new Figures(
            [.. state.Jobs.GroupBy(job => job.Conclusion ?? job.Status).Select(jobs => (jobs.Key, jobs.Count()))
                .OrderByDescending(jobs => jobs.Item2)],
            At(waits, 0.5), At(waits, 0.95), registrations, (double)registrations / ran,
            (double)state.Requests.Sum(request => request.Count) / ran);
    }

    private static TimeSpan At(List<TimeSpan> sorted, double part) =>
        sorted.Count == 0 ? TimeSpan.Zero : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * part))];
}
