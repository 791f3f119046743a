using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Planning;

namespace Paddock.Core.Folding;

internal static class PlaceFold
{
    public static PlaceRow? Apply(PlaceRow? row, Fact fact) => fact switch
    {
        PlaceAnswered answered => Apply(row, answered),
        PlaceForgiven forgiven => row! with { CoolUntil = forgiven.At, ForgivenAt = forgiven.AskedAt },
        _ => row,
    };

    private static PlaceRow Apply(PlaceRow? row, PlaceAnswered fact) =>
        row is not null && row.AnsweredAsOf >= fact.AsOf
            ? row
            : new PlaceRow(fact.Place)
            {
                AnsweredAsOf = fact.AsOf,
                Fault = fact.Fault,
                Message = fact.Message,
                Streak = fact.Fault is null ? 0 : fact.Streak,
                CoolUntil = fact.Fault is { } fault
                    ? Cooling.Until(fault, fact.Streak, fact.At, fact.RetryAt)
                    : default,
                ForgivenAt = row?.ForgivenAt,
                Version = row?.Version ?? 0,
            };
}
