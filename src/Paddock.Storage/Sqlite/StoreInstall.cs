using Paddock.Ports.Store;

namespace Paddock.Storage.Sqlite;

/// <summary>Which installation a store is of, read beside whoever writes it.</summary>
public static class StoreInstall
{
    /// <exception cref="StoreFaultException">It is missing, or cannot be opened.</exception>
    public static string Read(SqliteStoreOptions options)
    {
        using var database = StoreBackup.Open(options);
        database.BecomeReader();
        using var install = new Statement(database, "SELECT install FROM store");
        return install.First(line => line.GetString(0)) ?? throw new StoreFaultException(
            StoreFaultKind.Corrupt, $"{options.RealPath} does not say which installation it is of.",
            "Put a backup in its place.");
    }
}
