using Paddock.Core.Facts;
using Paddock.Core.Labels;
using Paddock.Core.Model;

namespace Paddock.Core.Planning;

/// <summary>
/// An operator has mended what refused, and asks for a job to be tried again: the cool-downs of all places it could
/// start at end now. Only those that refused before he asked, and each asking ends each of them once: a place that goes
/// on refusing cools down as it would have. A rate limit is not ours to end.
/// </summary>
internal static class Retries
{
    public static void Plan(Draft draft, Demand demand)
    {
        if (draft.Snapshot.Places.Count == 0)
        {
            return;
        }
        foreach (var group in demand.Groups)
        {
            foreach (var job in group.Jobs)
            {
                if (job.Asked is { Wish: JobAsk.Retry, At: var askedAt })
                {
                    Forgive(draft, group, askedAt);
                }
            }
        }
    }

    private static void Forgive(Draft draft, DemandGroup group, DateTimeOffset askedAt)
    {
        foreach (var key in group.Matches.SelectMany(PlacesOf))
        {
            if (draft.Place(key) is { Fault: not FaultKind.RateLimited } place && place.CoolUntil > draft.Now
                && IsBefore(draft, place.AnsweredAsOf, askedAt) && !(place.ForgivenAt >= askedAt))
            {
                draft.Keep(new PlaceForgiven(draft.Now, key, askedAt, Reason.OperatorAsked), place.Version);
                draft.Forgive(place);
            }
        }
    }

    /// <summary>Times of two epochs do not compare: the wall clock may have been put back in between.</summary>
    private static bool IsBefore(Draft draft, AsOf answered, DateTimeOffset askedAt) =>
        answered.Epoch < draft.Snapshot.Epoch || answered.At <= askedAt;

    private static IEnumerable<PlaceKey> PlacesOf(PoolMatch match) =>
        [
            PlaceKey.Of(match.Scope),
            .. match.Pool.Offers.SelectMany(offer => new[] { PlaceKey.Of(offer.Provider), PlaceKey.Of(offer) }),
        ];
}
