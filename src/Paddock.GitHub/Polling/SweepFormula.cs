namespace Paddock.GitHub.Polling;

/// <summary>What a round costs on average.</summary>
/// <param name="Lists">Lists of runs asked for.</param>
/// <param name="Jobs">Calls for jobs.</param>
/// <param name="ListShare">The part of the lists that is charged: answered with news instead of 304.</param>
/// <param name="JobShare">The same of the calls for jobs.</param>
internal readonly record struct SweepLoad(double Lists, double Jobs, double ListShare, double JobShare)
{
    public double Requests => Lists + Jobs;

    public double Charged => (Lists * ListShare) + (Jobs * JobShare);
}

/// <summary>
/// How often may one ask? GitHub charges what is not a 304 to the hour, and counts every request to the minute (GitHub
/// docs, "Rate limits for the REST API", "Best practices for using the REST API": conditional requests).
/// </summary>
internal static class SweepFormula
{
    /// <summary>The part of either limit that asking may use; the rest is for runners.</summary>
    private const double Part = 0.5;

    /// <summary>The shortest interval between rounds.</summary>
    /// <param name="hourlyLimit">Null where GitHub has told none; an Enterprise Server may have none.</param>
    public static TimeSpan Shortest(SweepLoad load, int? hourlyLimit, int pointsPerMinute)
    {
        var byHour = hourlyLimit is > 0 and var limit ? 3600 * load.Charged / (Part * limit) : 0;
        var byMinute = 60 * load.Requests / (Part * pointsPerMinute);
        return TimeSpan.FromSeconds(Math.Max(byHour, byMinute));
    }
}
