using Microsoft.Data.Sqlite;
using Paddock.Ports.Store;
using Paddock.Storage.Schema;

namespace Paddock.Storage.Sqlite;

/// <summary>Copies a store while a Paddock, in this process or another, goes on writing it.</summary>
public static class StoreBackup
{
    private static readonly TimeSpan BusyLimit = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Writes a copy as of one moment to <paramref name="to"/>, which must not be there yet. The copy is a store like
    /// any other: to go back to it, stop Paddock and put it in the store's place, without the <c>-wal</c> and
    /// <c>-shm</c> files that lay beside the old one.
    /// </summary>
    /// <exception cref="StoreFaultException">What the store or the place of the copy does not allow.</exception>
    public static void Write(SqliteStoreOptions options, string to)
    {
        var path = Path.GetFullPath(to);
        if (Path.Exists(path))
        {
            throw new StoreFaultException(
                StoreFaultKind.Unavailable, $"{path} is there already, and a backup overwrites nothing.",
                "Give the backup another name, or move the old one away.");
        }
        using var database = Open(options);
        DatabaseCopy.Write(database, path, replace: false);
    }

    /// <summary>
    /// Opens an existing store beside whoever writes it. Not yet as a reader: SQLite takes the writing of a copy for
    /// writing.
    /// </summary>
    internal static Database Open(SqliteStoreOptions options)
    {
        var path = options.RealPath;
        if (!File.Exists(path))
        {
            throw new StoreFaultException(
                StoreFaultKind.Missing, $"There is no store at {path}.",
                "Check the path, and that this user may look into its directory; the first start of Paddock makes it.");
        }
        var database = new Database(path, SqliteOpenMode.ReadWrite, BusyLimit);
        try
        {
            SchemaUpgrade.Inspect(database, options.Migrations);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }
}
