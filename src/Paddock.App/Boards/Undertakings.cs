using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Ports.Providers;

namespace Paddock.App.Boards;

/// <summary>What providers are at, as they said when they were asked. Any thread may ask.</summary>
internal sealed record Undertakings(IReadOnlyList<(ProviderName Provider, Undertaking Work)> All)
{
    public static Undertakings Of(IReadOnlyDictionary<ProviderName, IProvider> providers) => new(
    [
        .. providers.OrderBy(door => door.Key.Value, StringComparer.Ordinal)
            .SelectMany(door => door.Value.UnderWay.Select(work => (door.Key, work))),
    ]);

    /// <summary>
    /// The one a job waits for: of a machine of its pool that is being made, or of the offer that is asked next.
    /// </summary>
    public Undertaking? For(Wait wait, Picture picture) => wait.Reason switch
    {
        WaitReason.RunnerStarting => picture.View.Snapshot.Machines
            .Where(machine => machine.State == MachineState.Creating && machine.Plan?.Pool == wait.Pool)
            .Select(machine => For(machine.Plan!.Offer)).FirstOrDefault(work => work is not null),
        WaitReason.OffersCoolingDown => picture.View.Policy.Pools
            .Where(pool => pool.Name == wait.Pool).SelectMany(pool => pool.Offers)
            .Where(offer => PlaceKey.Of(offer) == wait.Place)
            .Select(For).FirstOrDefault(work => work is not null),
        _ => null,
    };

    private Undertaking? For(Offer offer) => All
        .Where(one => one.Provider == offer.Provider && one.Work.Images.Contains(offer.Image))
        .Select(one => one.Work).FirstOrDefault();
}
