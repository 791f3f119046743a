using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Ports;

namespace Paddock.Engine;

/// <summary>Makes the facts about how places answered, from what the ledger knows of their streaks.</summary>
internal sealed class Places(Ledger ledger, EngineClock clock)
{
    /// <summary>A success is news only to a place that refused last.</summary>
    public IEnumerable<Observation> Accepted(PlaceKey key)
    {
        if (Find(key) is { IsOpen: true })
        {
            var asOf = clock.NextAsOf();
            yield return new PlaceAnswered(asOf.At, key, null, "", 0, null, asOf);
        }
    }

    /// <summary>
    /// A refusal of a call that began at <paramref name="began"/>. Calls that were under way together and fail together
    /// are one refusal, or a burst of sixteen would be taken for an outage of hours.
    /// </summary>
    public IEnumerable<Observation> Refused(PlaceKey key, Fault fault, DateTimeOffset began)
    {
        var place = Find(key);
        var streak = place is null ? 1 : place.AnsweredAsOf.At >= began ? Math.Max(1, place.Streak) : place.Streak + 1;
        var asOf = clock.NextAsOf();
        yield return new PlaceAnswered(asOf.At, key, fault.Kind, fault.Message, streak, fault.RetryAt, asOf);
    }

    public PlaceKey? OfferOf(RunnerRow runner) =>
        runner.Plan is { } plan && ledger.Find(Subject.Of(plan.Machine)) is MachineRow { Plan: { } machine }
            ? PlaceKey.Of(machine.Offer)
            : null;

    private PlaceRow? Find(PlaceKey key) => (PlaceRow?)ledger.Find(Subject.Of(key));
}
