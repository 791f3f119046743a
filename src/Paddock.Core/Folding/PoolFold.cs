using Paddock.Core.Facts;
using Paddock.Core.Model;

namespace Paddock.Core.Folding;

internal static class PoolFold
{
    public static PoolRow Apply(PoolRow? row, PoolAsked fact) =>
        row is not null && Fold.IsLater(row.AskedAt, $"{row.Mode} {row.AskedBy}", fact.At, $"{fact.Mode} {fact.By}")
            ? row
            : new PoolRow(fact.Pool)
            {
                Mode = fact.Mode,
                AskedAt = fact.At,
                AskedBy = fact.By,
                Version = row?.Version ?? 0,
            };
}
