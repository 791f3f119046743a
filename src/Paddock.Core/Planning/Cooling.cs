using Paddock.Core.Model;

namespace Paddock.Core.Planning;

/// <summary>What each fault means for the place that gave it: for how long it is not asked again.</summary>
public static class Cooling
{
    /// <summary>
    /// The end of the cool-down. <paramref name="retryAt"/> is the provider's own word, and then the only one that
    /// counts.
    /// </summary>
    public static DateTimeOffset Until(FaultKind fault, int streak, DateTimeOffset at, DateTimeOffset? retryAt) =>
        retryAt > at ? retryAt.Value : at + (fault switch
        {
            // Sold out or full: others finish or capacity returns within minutes.
            FaultKind.CapacityUnavailable =>
                Backoff.Doubling(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10), streak),
            FaultKind.QuotaExceeded => Backoff.Doubling(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10), streak),
            FaultKind.RateLimited => Backoff.Doubling(TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(15), streak),
            FaultKind.NeverRegistered => Backoff.Doubling(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10), streak),

            // Somebody has to change something; asking rarely keeps the message fresh without flooding anybody.
            FaultKind.InvalidSpec or FaultKind.Unauthorized or FaultKind.NotFound or FaultKind.Fatal =>
                Backoff.Doubling(TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(5), streak),

            _ => Backoff.Doubling(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), streak),
        });

    /// <summary>Does this fault speak of the provider as a whole, or only of the one offer?</summary>
    public static bool ConcernsProvider(FaultKind fault) =>
        fault is FaultKind.Unauthorized or FaultKind.RateLimited or FaultKind.QuotaExceeded or FaultKind.Transient
            or FaultKind.Ambiguous or FaultKind.Fatal;
}
