namespace Paddock.Storage.Sqlite;

/// <summary>What a store has done since it was opened, for metrics.</summary>
/// <param name="Requests">Requests whose writes were committed.</param>
/// <param name="BatchLargest">The most requests that shared one commit.</param>
/// <param name="Failures">Commits that failed; the requests in them were told.</param>
/// <param name="Waiting">Requests that wait for the writer right now.</param>
public readonly record struct StoreTraffic(long Commits, long Requests, int BatchLargest, long Failures, int Waiting);
