namespace Paddock.Storage.Sqlite;

/// <summary>What a compaction did. Bytes are those of the file and the log beside it.</summary>
/// <param name="IsHeldOpen">Another program reads the store; until it closes it, the file keeps its size.</param>
public sealed record StoreCompacted(
    long BytesBefore, long BytesAfter, long EntriesForgotten, long RowsForgotten, bool IsHeldOpen);
