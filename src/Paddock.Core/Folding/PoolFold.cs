using Paddock.Core.Facts;
using Paddock.Core.Model;

namespace Paddock.Core.Folding;

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
