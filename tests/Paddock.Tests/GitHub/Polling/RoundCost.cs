namespace Paddock.Tests.GitHub.Polling;

/// <summary>Requests as the stand-in counted them.</summary>
public sealed class RoundCost(IReadOnlyDictionary<(string Route, int Status), int> counts)
{
    public int All => counts.Values.Sum();

    /// <summary>Not answered with 304, so charged to the hour.</summary>
    public int Charged => counts.Where(count => count.Key.Status != 304).Sum(count => count.Value);

    public int Of(string route) => counts.Where(count => count.Key.Route == route).Sum(count => count.Value);
}
