using Paddock.Ports.Store;
using Paddock.Storage.Schema;

namespace Paddock.Storage.Sqlite;

/// <summary>
/// Looks a store over, beside whoever writes it. Expensive: it reads everything, in the picture of one moment.
/// </summary>
public static class StoreCheck
{
    /// <summary>A broken store is broken in a thousand places; the first ones tell enough.</summary>
    public const int ProblemsMax = 100;

    /// <exception cref="StoreFaultException">It cannot be opened at all: missing, not ours, newer schema.</exception>
    public static StoreFindings Run(SqliteStoreOptions options, CancellationToken cancellationToken)
    {
        using var database = StoreBackup.Open(options);
        database.BecomeReader();
        var findings = new StoreFindings();
        try
        {
            // One read transaction: everything below sees the same moment, whatever is written meanwhile.
            database.Run("BEGIN");
            CheckPages(database, findings);
            CheckSchema(database, options.Migrations, findings);
            if (findings.IsSound)
            {
                new BooksCheck(database, findings).Run(cancellationToken);
            }
        }
        catch (StoreFaultException fault) when (fault.Kind == StoreFaultKind.Corrupt)
        {
            findings.Add(fault.Message);
        }
        return findings;
    }

    /// <summary>
    /// A look at the pages and the schema, not at what is written there: seconds where the whole takes minutes.
    /// </summary>
    /// <exception cref="StoreFaultException">It cannot be opened at all, as with the whole check.</exception>
    public static StoreFindings Glance(SqliteStoreOptions options)
    {
        using var database = StoreBackup.Open(options);
        database.BecomeReader();
        var findings = new StoreFindings();
        try
        {
            database.Run("BEGIN");
            CheckPages(database, findings, "quick_check");
            CheckSchema(database, options.Migrations, findings);
        }
        catch (StoreFaultException fault) when (fault.Kind == StoreFaultKind.Corrupt)
        {
            findings.Add(fault.Message);
        }
        return findings;
    }

    /// <summary>Does a running Paddock hold it? Asked without taking what it would need to start.</summary>
    public static bool IsInUse(SqliteStoreOptions options) => StoreLock.IsHeld(options.RealPath);

    private static void CheckPages(Database database, StoreFindings findings, string pragma = "integrity_check")
    {
        using var check = new Statement(database, $"PRAGMA {pragma}({ProblemsMax})");
        foreach (var answer in check.All(line => line.GetString(0)).Where(answer => answer != "ok"))
        {
            findings.Add($"SQLite: {answer}");
        }
    }

    /// <summary>A missing index makes a store slow, a foreign trigger makes it lie; neither shows otherwise.</summary>
    private static void CheckSchema(Database database, IReadOnlyList<Migration> migrations, StoreFindings findings)
    {
        using var model = Database.OpenInMemory();
        var version = SchemaUpgrade.Inspect(database, migrations);
        if (version == 0)
        {
            findings.Add("It is empty: the first start of Paddock fills it, or it has been cut off.");
            return;
        }
        SchemaUpgrade.Apply(model, [.. migrations.Where(migration => migration.Version <= version)]);
        var (wanted, found) = (Objects(model), Objects(database));
        foreach (var missing in wanted.Except(found))
        {
            findings.Add($"The schema lacks, or has otherwise: {missing}");
        }
        foreach (var foreign in found.Except(wanted))
        {
            findings.Add($"The schema has what Paddock did not put there: {foreign}");
        }
    }

    private static List<(string Name, string Sql)> Objects(Database database)
    {
        using var read = new Statement(database, """
            SELECT type || ' ' || name, ifnull(sql, '') FROM sqlite_schema
            WHERE name NOT LIKE 'sqlite_stat%' ORDER BY 1
            """);
        return read.All(line => (line.GetString(0), line.GetString(1)));
    }
}
