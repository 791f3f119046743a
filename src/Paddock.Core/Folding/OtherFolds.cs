using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Planning;

namespace Paddock.Core.Folding;

// The small rows: each fold fits on a hand.

internal static class OrderFold
{
    public static OrderRow Apply(OrderRow? row, OrderDecision fact) => fact switch
    {
        OrderOpened opened => new OrderRow(opened.Order)
        {
            Pool = opened.Pool,
            StockScope = opened.StockScope,
            OpenedAt = opened.At,
        },
        OrderNoted noted => row! with { Noted = noted.Waits, NotedAt = noted.At },
        OrderClosed closed => row! with { Outcome = closed.Outcome, ClosedAt = closed.At },
        _ => row!,
    };
}

internal static class PlaceFold
{
    public static PlaceRow Apply(PlaceRow? row, PlaceAnswered fact) =>
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
                Version = row?.Version ?? 0,
            };
}

internal static class PoolFold
{
    public static PoolRow Apply(PoolRow? row, PoolAsked fact) =>
        row is not null && IsLater(row, fact)
            ? row
            : new PoolRow(fact.Pool)
            {
                Mode = fact.Mode,
                AskedAt = fact.At,
                AskedBy = fact.By,
                Version = row?.Version ?? 0,
            };

    private static bool IsLater(PoolRow row, PoolAsked fact) =>
        row.AskedAt > fact.At
        || (row.AskedAt == fact.At
            && string.CompareOrdinal($"{row.Mode} {row.AskedBy}", $"{fact.Mode} {fact.By}") >= 0);
}

internal static class FleetFold
{
    public static FleetRow Apply(FleetRow? row, Fact fact)
    {
        var old = row ?? new FleetRow();
        return fact switch
        {
            PolicyChanged changed => old with
            {
                PolicyVersion = changed.PolicyVersion,
                PolicyText = changed.PolicyText,
                PolicySince = changed.At,
            },
            ClockStepped stepped when old.ClockSteppedAt is null || stepped.At > old.ClockSteppedAt => old with
            {
                ClockSteppedAt = stepped.At,
                ClockStep = stepped.Step,
            },
            _ => old,
        };
    }
}
