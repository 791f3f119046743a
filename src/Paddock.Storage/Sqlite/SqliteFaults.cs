using Microsoft.Data.Sqlite;
using Paddock.Ports.Store;
using SQLitePCL;

namespace Paddock.Storage.Sqlite;

/// <summary>
/// What SQLite's result codes mean for a store (sqlite.org/rescode.html), and what an operator does about each.
/// </summary>
internal static class SqliteFaults
{
    /// <summary>Null for a code that only a defect of ours can cause: a wrong statement, a broken constraint.</summary>
    public static StoreFaultException? From(SqliteException error, string path) => error.SqliteErrorCode switch
    {
        // A full disk shows here, too: the shared-memory file of the log could not grow.
        raw.SQLITE_IOERR when error.SqliteExtendedErrorCode == raw.SQLITE_IOERR_SHMSIZE => DiskFull(path, error),
        raw.SQLITE_FULL => DiskFull(path, error),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => Corrupt(path, error.Message, error),
        raw.SQLITE_READONLY => ReadOnly(path, error),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new(
            StoreFaultKind.Unavailable, $"Another program keeps {path} locked.",
            "Close it (an open sqlite3 shell, a backup tool); Paddock goes on by itself.", error),
        raw.SQLITE_CANTOPEN => new(
            StoreFaultKind.Unavailable, $"{path} or a file beside it cannot be opened.",
            "Check that it is a file, and who may read and write it and its directory.", error),
        raw.SQLITE_IOERR or raw.SQLITE_NOMEM => new(
            StoreFaultKind.Unavailable,
            $"The system failed to read or write {path} (SQLite {error.SqliteExtendedErrorCode}).",
            "Look for disk errors in the system's log (dmesg); Paddock tries again by itself.", error),
        _ => null,
    };

    public static StoreFaultException Corrupt(string path, string how, Exception? error = null) => new(
        StoreFaultKind.Corrupt, $"{path} is damaged, or not a database of Paddock: {how}",
        "Stop Paddock, keep a copy of the file and of the files beside it, and put back the newest backup.", error);

    public static StoreFaultException Deleted(string path) => new(
        StoreFaultKind.Missing, $"{path} was deleted or moved away while Paddock has it open.",
        "Move it back, or stop Paddock and put back the newest backup: a new store would not know the machines.");

    public static StoreFaultException DiskFull(string path, Exception error) => new(
        StoreFaultKind.DiskFull, $"There is no room left for {path}.",
        "Free some space on its disk; Paddock goes on by itself.", error);

    public static StoreFaultException ReadOnly(string path, Exception? error = null) => new(
        StoreFaultKind.ReadOnly, $"{path} may not be written.",
        "Check that its disk is not mounted read-only, and that Paddock's user owns file and directory.", error);
}
