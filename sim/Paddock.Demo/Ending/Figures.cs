using Paddock.GitHubStandIn;
using Paddock.GitHubStandIn.Control;

namespace Paddock.Demo.Ending;

/// <summary>The story in numbers, as GitHub counted.</summary>
internal sealed record Figures(
    IReadOnlyList<(string Conclusion, int Count)> Jobs, TimeSpan WaitMedian, TimeSpan WaitP95, int Registrations,
    double RegistrationsPerJob, double RequestsPerJob)
{
    /// <summary>Of the operation's id, whatever its scope (GitHub's OpenAPI description).</summary>
    private const string Registration = "generate-runner-jitconfig";

    public static Figures Of(StandInState state)
    {
        var waits = state.Jobs.Where(job => job.StartedAt is not null)
            .Select(job => job.StartedAt!.Value - job.QueuedAt).Order().ToList();
        // The REST API as Paddock used it; runners speak to GitHub too, with credentials of their own.
        var requests = state.Requests.Where(request => request.Caller == StandInToken.Admin.Login).ToList();
        var registrations = requests.Where(request => request.Route.Contains(Registration, StringComparison.Ordinal))
            .Sum(request => request.Count);
        var ran = Math.Max(1, waits.Count);
        return new Figures(
            [.. state.Jobs.GroupBy(job => job.Conclusion ?? job.Status).Select(jobs => (jobs.Key, jobs.Count()))
                .OrderByDescending(jobs => jobs.Item2)],
            At(waits, 0.5), At(waits, 0.95), registrations, (double)registrations / ran,
            (double)requests.Sum(request => request.Count) / ran);
    }

    private static TimeSpan At(List<TimeSpan> sorted, double part) =>
        sorted.Count == 0 ? TimeSpan.Zero : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * part))];
}
