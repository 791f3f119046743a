using Paddock.Core.Facts;
using Paddock.Core.Model;

namespace Paddock.Core.Folding;

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
