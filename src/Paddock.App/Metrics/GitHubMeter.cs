using System.Diagnostics.Metrics;
using Paddock.GitHub;
using Paddock.GitHub.Http.Rates;

namespace Paddock.App.Metrics;

/// <summary>What may still be asked of GitHub, by identity.</summary>
internal static class GitHubMeter
{
    public static void Begin(Meter meter, GitHubAdapters gitHub, TimeProvider time)
    {
        Gauge("paddock_github_points_used", "Points spent at GitHub within the last minute; a write is five.",
            budget => budget.PointsUsed);
        Gauge("paddock_github_points_max", "Points that may be spent within a minute.", budget => budget.PointsMax);
        Gauge("paddock_github_requests_remaining", "Requests GitHub allows until its hour ends.",
            budget => budget.HourlyRemaining);
        Gauge("paddock_github_requests_limit", "Requests GitHub allows in an hour.", budget => budget.HourlyLimit);
        Gauge("paddock_github_paused", "1 while nothing is sent for an identity, because GitHub said so.",
            budget => budget.PausedUntil > time.GetUtcNow() ? 1 : 0);
        meter.CreateObservableGauge(
            "paddock_sweep_interval_seconds",
            () => gitHub.SweepIntervals.Select(sweep => new Measurement<double>(
                sweep.Interval.TotalSeconds, new KeyValuePair<string, object?>("connection", sweep.Connection))),
            null, "How often repositories are asked for their jobs, as GitHub's limits allow.");

        void Gauge(string name, string help, Func<RateBudgetView, double?> look) => meter.CreateObservableGauge(
            name,
            () => gitHub.Budgets
                .Where(budget => look(budget) is not null)
                .Select(budget => new Measurement<double>(
                    look(budget)!.Value, new KeyValuePair<string, object?>("identity", budget.Identity))),
            null, help);
    }
}
