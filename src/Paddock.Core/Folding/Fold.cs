using Paddock.Core.Facts;
using Paddock.Core.Model;

namespace Paddock.Core.Folding;

/// <summary>
/// The only transition code (decision D2): store, engine and simulator all call it and nothing else changes a row.
/// <para>
/// Observations merge: every part of a row they touch is the larger of two values (a rank, a tick) or the union, so
/// folding them is commutative, associative and idempotent, and no source has to care about order or repeats.
/// Decisions replace the parts that belong to them; they come in sequence and only where
/// <see cref="Transitions"/> allows.
/// </para>
/// </summary>
public static class Fold
{
    /// <summary>
    /// The row after the fact: the same instance when the fact changes nothing, null when there is still no row.
    /// A decision that is not legal in the row's state changes nothing.
    /// </summary>
    public static Row? Apply(Row? row, Fact fact)
    {
        if (fact is Decision decision && !Transitions.Allow(row, decision))
        {
            return row;
        }
        var next = fact.Subject.Kind switch
        {
            SubjectKind.Job => JobFold.Apply((JobRow?)row, fact),
            SubjectKind.Order => OrderFold.Apply((OrderRow?)row, (OrderDecision)fact),
            SubjectKind.Runner => RunnerFold.Apply((RunnerRow?)row, fact),
            SubjectKind.Machine => MachineFold.Apply((MachineRow?)row, fact),
            SubjectKind.Place => PlaceFold.Apply((PlaceRow?)row, fact),
            SubjectKind.Pool => PoolFold.Apply((PoolRow?)row, fact),
            _ => (Row?)FleetFold.Apply((FleetRow?)row, fact),
        };
        return next is not null && next.Equals(row) ? row : next;
    }

    /// <summary>
    /// Does what an operator asked before stand against what he asks now? Of two askings of one moment the larger text
    /// counts, in whichever order they arrive.
    /// </summary>
    internal static bool IsLater(DateTimeOffset askedAt, string asked, DateTimeOffset nowAt, string now) =>
        askedAt > nowAt || (askedAt == nowAt && string.CompareOrdinal(asked, now) >= 0);

    internal static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left <= right ? left : right;

    internal static DateTimeOffset? Earlier(DateTimeOffset? left, DateTimeOffset? right) =>
        left is null ? right : right is null ? left : Earlier(left.Value, right.Value);
}
