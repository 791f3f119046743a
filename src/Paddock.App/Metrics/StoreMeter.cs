using System.Diagnostics.Metrics;
using Paddock.Storage.Sqlite;

namespace Paddock.App.Metrics;

/// <summary>What the store has done.</summary>
internal static class StoreMeter
{
    public static void Begin(Meter meter, SqliteStore store)
    {
        meter.CreateObservableCounter(
            "paddock_store_commits_total", () => store.Traffic.Commits, null, "Transactions committed.");
        meter.CreateObservableCounter(
            "paddock_store_requests_total", () => store.Traffic.Requests, null,
            "Requests whose writes were committed.");
        meter.CreateObservableCounter(
            "paddock_store_failures_total", () => store.Traffic.Failures, null, "Transactions that failed.");
        meter.CreateObservableGauge(
            "paddock_store_waiting", () => store.Traffic.Waiting, null, "Requests that wait for the writer.");
    }
}
