using Paddock.Ports;
using Paddock.Ports.Store;
using Paddock.Storage.Schema;

namespace Paddock.Storage.Sqlite;

/// <summary>
/// Forgets what is too old and gives the room back to the file system. A running Paddock forgets by itself and uses
/// the room again, but its file never shrinks: writing it anew would hold up every delivery. So this is for a store
/// that nobody writes.
/// </summary>
public static class StoreCompaction
{
    /// <summary>Pieces of forgetting between two copies of the log, so that it stays small.</summary>
    private const int PiecesPerCheckpoint = 50;

    /// <summary>
    /// SQLite writes the file anew in one transaction: whatever ends it in the middle, the old content is still there.
    /// </summary>
    /// <param name="retention">Null to forget nothing.</param>
    /// <exception cref="StoreFaultException">
    /// A running Paddock holds it, the disk has no room, or the store cannot be used. What was forgotten before stays
    /// forgotten, and nothing else was changed.
    /// </exception>
    public static StoreCompacted Run(
        SqliteStoreOptions options, StoreRetention? retention, IDice dice, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var path = options.RealPath;
        RefuseRunning(options, path);
        RequireSchema(options);
        var before = BytesOf(path);
        using var core = SqliteCore.Open(options, dice, now);
        var (entries, rows) = Count(core.Database);
        Forget(core, retention, now, cancellationToken);
        Truncate(core.Database);
        RequireRoom(core.Database);
        cancellationToken.ThrowIfCancellationRequested();
        core.Database.Run("VACUUM");
        var isHeldOpen = !Truncate(core.Database);
        var (entriesLeft, rowsLeft) = Count(core.Database);
        return new StoreCompacted(before, BytesOf(path), entries - entriesLeft, rows - rowsLeft, isHeldOpen);
    }

    private static void RefuseRunning(SqliteStoreOptions options, string path)
    {
        if (StoreCheck.IsInUse(options))
        {
            throw new StoreFaultException(
                StoreFaultKind.Locked, $"A running Paddock holds {path}, which cannot be written anew meanwhile.",
                "Stop Paddock, compact, and start it again: machines and jobs go on meanwhile. It forgets what is too "
                + "old by itself and uses the room again.");
        }
    }

    /// <summary>An upgrade keeps a copy of the whole file: nothing to do to somebody who is short of room.</summary>
    private static void RequireSchema(SqliteStoreOptions options)
    {
        using var database = StoreBackup.Open(options);
        if (SchemaUpgrade.Inspect(database, options.Migrations) != options.Migrations[^1].Version)
        {
            throw new StoreFaultException(
                StoreFaultKind.Unavailable, $"{database.Path} is empty, or was written by an older Paddock.",
                "Start this Paddock once, which upgrades it; then stop it and compact.");
        }
    }

    private static void Forget(
        SqliteCore core, StoreRetention? retention, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var piece = 1; retention is not null && core.Forget(retention, now); piece++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (piece % PiecesPerCheckpoint == 0)
            {
                core.Checkpoint();
            }
        }
    }

    /// <summary>
    /// SQLite makes the new content in a temporary file and then writes it to the log: twice what is left. Asked
    /// before, because a disk that fills up on the way would stop everybody else on it for a while.
    /// </summary>
    private static void RequireRoom(Database database)
    {
        var bytes = database.Number("PRAGMA page_size")
            * (database.Number("PRAGMA page_count") - database.Number("PRAGMA freelist_count"));
        var store = FreeRoom.At(Path.GetDirectoryName(Path.GetFullPath(database.Path))!);
        var temporary = FreeRoom.At(FreeRoom.TemporaryDirectory());
        Require(store, store.IsSameDisk(temporary) ? 2 * bytes : bytes, database.Path);
        Require(temporary, bytes, database.Path);
    }

    private static void Require(FreeRoom room, long bytes, string path)
    {
        if (room.Bytes < bytes)
        {
            throw new StoreFaultException(
                StoreFaultKind.DiskFull,
                $"To write {path} anew takes {MiB(bytes)} MiB in {room.Directory}, and {MiB(room.Bytes)} MiB are free.",
                "Free some space there; TMPDIR names another place for temporary files. "
                + "What was too old is forgotten already, and its room is used again.");
        }
    }

    private static long MiB(long bytes) => (bytes + (1 << 20) - 1) >> 20;

    /// <summary>Copies the log into the file and cuts both; false when somebody reads what would be cut.</summary>
    private static bool Truncate(Database database) => database.Number("PRAGMA wal_checkpoint(TRUNCATE)") == 0;

    private static (long Entries, long Rows) Count(Database database) =>
        (database.Number("SELECT count(*) FROM journal"), database.Number("SELECT count(*) FROM rows"));

    private static long BytesOf(string path) =>
        new[] { path, $"{path}-wal" }.Where(File.Exists).Sum(file => new FileInfo(file).Length);
}
