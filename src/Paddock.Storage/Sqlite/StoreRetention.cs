namespace Paddock.Storage.Sqlite;

/// <summary>
/// How much history a store keeps (decision D16). About 350 bytes a fact: 50,000 jobs a day with twelve facts each are
/// 210 MB of journal a day.
/// </summary>
public sealed record StoreRetention
{
    /// <summary>GitHub redelivers for three days; what is forgotten earlier would be taken for news.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromDays(3);

    private readonly TimeSpan _closedRows = TimeSpan.FromDays(7);

    /// <summary>How long a row stays after the change that closed it; never under <see cref="Shortest"/>.</summary>
    public TimeSpan ClosedRows
    {
        get => _closedRows;
        init => _closedRows = value >= Shortest
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Closed rows are kept for three days.");
    }

    public TimeSpan Journal { get; init; } = TimeSpan.FromDays(14);

    /// <summary>The oldest entries go first when the journal is larger.</summary>
    public long JournalBytesMax { get; init; } = 2_000_000_000;

    /// <summary>A delivery id stored this long ago or less is a repeat (promise 5 of the store).</summary>
    public static TimeSpan Deliveries => Shortest;

    /// <summary>How often the idle writer looks for something to forget.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(10);
}
