namespace Paddock.GitHub.Polling;

/// <summary>How often a connection's repositories are asked now, for metrics and the log.</summary>
public sealed record SweepIntervalView(string Connection, TimeSpan Interval);
