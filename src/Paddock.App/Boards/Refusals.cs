using Paddock.App.Api;
using Paddock.Core.Model;
using Paddock.Core.Policy;

namespace Paddock.App.Boards;

/// <summary>
/// What refuses at present, in its own words: an offer whose image is not there, a host that is full, a registration
/// target that GitHub does not let us use. A job that waits for it says so itself; stock that is missing does not.
/// </summary>
internal static class Refusals
{
    /// <summary>A limit is no refusal: what it keeps scarce is as it was wanted.</summary>
    private const string LimitPrefix = "labels:";

    public static IEnumerable<DoorReply> Doors(Picture picture) => All(picture)
        .OrderBy(place => place.Key.Value, StringComparer.Ordinal)
        .Select(place => new DoorReply(NameOf(place.Key), Good: false, Words(place), place.AnsweredAsOf.At));

    /// <summary>Why a pool's stock may be missing; null when nothing of the pool's refuses.</summary>
    public static string? Of(PoolPolicy pool, Picture picture)
    {
        var own = pool.Offers.SelectMany(offer => new[] { PlaceKey.Of(offer), PlaceKey.Of(offer.Provider) })
            .Concat(pool.Scopes.Select(PlaceKey.Of)).ToHashSet();
        var place = All(picture).Where(place => own.Contains(place.Key))
            .MaxBy(place => place.AnsweredAsOf.At);
        return place is null ? null : $"{place.Key.Text}: {Words(place)}";
    }

    private static IEnumerable<PlaceRow> All(Picture picture) => picture.View.Snapshot.Places.Where(
        place => place.IsOpen && !place.Key.Value.StartsWith(LimitPrefix, StringComparison.Ordinal));

    /// <summary><c>offer lab/small/-/runner</c>, as other doors are called.</summary>
    private static string NameOf(PlaceKey key) =>
        $"{key.Value[..key.Value.IndexOf(':', StringComparison.Ordinal)]} {key.Text}";

    private static string Words(PlaceRow place) =>
        place.Message.Length > 0 ? place.Message : place.Fault?.ToString() ?? "it refuses";
}
