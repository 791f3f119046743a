using System.Globalization;
using Microsoft.Data.Sqlite;
using Paddock.Ports.Store;
using SQLitePCL;

namespace Paddock.Storage.Sqlite;

/// <summary>
/// One connection, used by one thread at a time. Everything that goes wrong in it leaves as
/// <see cref="StoreFaultException"/>; a <see cref="SqliteException"/> that gets through is a defect of ours.
/// </summary>
internal sealed class Database : IDisposable
{
    public const string InMemory = ":memory:";

    private readonly SqliteConnection _connection;

    /// <param name="mode">Whether the file is made if it is not there.</param>
    /// <param name="busyLimit">How long to wait for another program's lock; the library counts whole seconds.</param>
    public Database(string path, SqliteOpenMode mode, TimeSpan busyLimit)
    {
        SqliteLibrary.Prepare();
        Path = path;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = Math.Max(1, (int)busyLimit.TotalSeconds),
        }.ConnectionString);
        try
        {
            _connection.Open();

            // Reads the first page, so a file that is no database is found out here.
            Number("PRAGMA schema_version");
        }
        catch (SqliteException error)
        {
            _connection.Dispose();
            throw Explain(error);
        }
        catch (StoreFaultException)
        {
            _connection.Dispose();
            throw;
        }
    }

    public static Database OpenInMemory() => new(InMemory, SqliteOpenMode.ReadWriteCreate, TimeSpan.Zero);

    public string Path { get; }

    public bool IsInMemory => Path == InMemory;

    /// <summary>
    /// Makes it the connection that writes. Commits go to a log beside the file and are on the disk when they return
    /// (synchronous=FULL). The log is copied back while the writer idles; the automatic copy is only the ceiling for
    /// days on which it never does.
    /// </summary>
    public void BecomeWriter()
    {
        if (raw.sqlite3_db_readonly(_connection.Handle, "main") == 1)
        {
            throw SqliteFaults.ReadOnly(Path);
        }
        Run("PRAGMA journal_mode = WAL");
        Run("PRAGMA synchronous = FULL");
        Run($"PRAGMA wal_autocheckpoint = {LogPagesMax}; PRAGMA journal_size_limit = {LogPagesMax * 4096}");

        // Debian's library overwrites with zeros what is deleted. Nothing in here is secret, and it costs writing.
        Run("PRAGMA secure_delete = OFF");
    }

    /// <summary>64 MiB of the usual pages.</summary>
    private const int LogPagesMax = 16_384;

    /// <summary>Makes it a connection that cannot write by mistake.</summary>
    public void BecomeReader() => Run("PRAGMA query_only = ON");

    public bool IsInTransaction => raw.sqlite3_get_autocommit(_connection.Handle) == 0;

    public void Begin() => Run("BEGIN IMMEDIATE");

    public void Commit() => Run("COMMIT");

    /// <summary>Does nothing when SQLite has rolled back already, as it does after some failures.</summary>
    public void Rollback()
    {
        if (IsInTransaction)
        {
            Run("ROLLBACK");
        }
    }

    public SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    /// <summary>Runs statements that are not worth keeping prepared.</summary>
    public void Run(string sql)
    {
        using var command = Command(sql);
        try
        {
            command.ExecuteNonQuery();
        }
        catch (SqliteException error)
        {
            throw Explain(error);
        }
    }

    public long Number(string sql)
    {
        using var command = Command(sql);
        try
        {
            return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        }
        catch (SqliteException error)
        {
            throw Explain(error);
        }
    }

    public Exception Explain(SqliteException error) => (Exception?)SqliteFaults.From(error, Path) ?? error;

    public void Dispose() => _connection.Dispose();
}
