using Paddock.Core.Facts;
using Paddock.Core.Model;

namespace Paddock.Core.Folding;

internal static class PoolFold
{
    public static PoolRow? Apply(PoolRow? row, Fact fact) => fact switch
    {
        PoolAsked asked => Apply(row ?? new PoolRow(asked.Pool), asked),
        FlushAsked asked => (row ?? new PoolRow(asked.Pool)) with { Flush = Later(row?.Flush, asked) },
        _ => row,
    };

    private static PoolRow Apply(PoolRow row, PoolAsked fact) =>
        Fold.IsLater(row.AskedAt, $"{row.Mode} {row.AskedBy}", fact.At, $"{fact.Mode} {fact.By}")
            ? row
            : row with { Mode = fact.Mode, AskedAt = fact.At, AskedBy = fact.By };

    private static PoolFlush Later(PoolFlush? old, FlushAsked asked)
    {
        var flush = new PoolFlush(asked.Epoch, asked.At, asked.WithBusy, asked.By);
        return old is null || old.Epoch < flush.Epoch ? flush
            : old.Epoch > flush.Epoch
                || Fold.IsLater(old.At, $"{old.WithBusy} {old.By}", flush.At, $"{flush.WithBusy} {flush.By}") ? old
            : flush;
    }
}
