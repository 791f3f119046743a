using System.Globalization;
using Paddock.Ports.Store;
using Paddock.Storage.Sqlite;

namespace Paddock.Storage.Schema;

/// <summary>
/// Brings a database to the schema of this build. The steps and the new version are one transaction, so a crash or a
/// full disk in the middle leaves the old schema; a copy is made before, so that the operator can go back.
/// </summary>
internal static class SchemaUpgrade
{
    /// <summary>Marks a database as ours (SQLite's application id): "PDK1" in ASCII.</summary>
    public const int ApplicationId = 0x50444B31;

    /// <summary>Null when the database already has the schema.</summary>
    public static SchemaChange? Apply(Database database, IReadOnlyList<Migration> migrations)
    {
        var from = Inspect(database, migrations);
        var to = migrations[^1].Version;
        if (from == to)
        {
            return null;
        }
        var copy = from == 0 ? null : CopyAside(database, to);
        database.Begin();
        try
        {
            foreach (var migration in migrations.Where(migration => migration.Version > from))
            {
                database.Run(migration.Sql);
            }
            database.Run(string.Create(
                CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {to}"));
            database.Commit();
        }
        catch
        {
            database.Rollback();
            throw;
        }
        return new SchemaChange(from, to, copy);
    }

    /// <summary>
    /// The schema version of a database that is ours, 0 for an empty one. Throws for what is not ours or newer, before
    /// anything is written to it.
    /// </summary>
    public static int Inspect(Database database, IReadOnlyList<Migration> migrations)
    {
        var version = database.Number("PRAGMA user_version");
        var application = database.Number("PRAGMA application_id");
        var isEmpty = database.Number("SELECT count(*) FROM sqlite_schema") == 0;
        if (!isEmpty && application != ApplicationId)
        {
            throw new StoreFaultException(
                StoreFaultKind.Corrupt, $"{database.Path} is an SQLite database that Paddock did not make.",
                "Point the store at another path, or move that file away.");
        }
        if (version > migrations[^1].Version)
        {
            throw new StoreFaultException(
                StoreFaultKind.NewerSchema,
                $"{database.Path} has schema {version}, and this Paddock knows schemas up to {migrations[^1].Version}.",
                "Run the newer Paddock again, or put back a copy that was made before an upgrade "
                + $"({database.Path}.before-schema-*).");
        }
        return isEmpty ? 0 : (int)version;
    }

    /// <summary>
    /// One name per step, replaced on a second attempt: a failed upgrade leaves the old schema, so the newer copy is
    /// as good as the older one, and a start that fails again and again must not fill the disk with copies.
    /// </summary>
    private static string? CopyAside(Database database, int to)
    {
        if (database.IsInMemory)
        {
            return null;
        }
        var path = CopyPathOf(database.Path, to);
        DatabaseCopy.Write(database, path, replace: true);
        return path;
    }

    private static string CopyPathOf(string path, int to) => $"{path}.before-schema-{to}";
}
