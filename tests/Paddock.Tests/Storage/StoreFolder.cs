using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Ports;
using Paddock.Ports.Conformance;
using Paddock.Storage.Sqlite;

namespace Paddock.Tests.Storage;

/// <summary>A directory of its own for one test, with a store in it whenever the test opens one.</summary>
internal sealed class StoreFolder : IDisposable
{
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("paddock-store-").FullName;

    public string Path => System.IO.Path.Combine(Directory, "paddock.db");

    public SqliteStoreOptions Options => new(Path) { BusyLimit = TimeSpan.FromSeconds(1) };

    public ManualTime Time { get; } = new(SampleFacts.Start);

    public Task<SqliteStore> OpenAsync(SqliteStoreOptions? options = null) =>
        SqliteStore.OpenAsync(options ?? Options, new CountingDice(), Time, NullLogger<SqliteStore>.Instance);

    public SqliteCore OpenCore(SqliteStoreOptions? options = null) =>
        SqliteCore.Open(options ?? Options, new CountingDice(), Time.GetUtcNow());

    /// <summary>What an operator could do to the file with the sqlite3 shell.</summary>
    public SqliteConnection OpenShell()
    {
        SqliteLibrary.Prepare();
        var shell = new SqliteConnection($"Data Source={Path};Pooling=False");
        shell.Open();
        return shell;
    }

    public void Meddle(string sql)
    {
        using var shell = OpenShell();
        shell.Run(sql);
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}

internal static class Shell
{
    public static void Run(this SqliteConnection shell, string sql)
    {
        using var command = shell.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static long Number(this SqliteConnection shell, string sql)
    {
        using var command = shell.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar());
    }
}

/// <summary>A clock that only the test moves.</summary>
internal sealed class ManualTime(DateTimeOffset now) : TimeProvider
{
    private long _ticks = now.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}

/// <summary>1, 2, 3 …</summary>
internal sealed class CountingDice : IDice
{
    private ulong _drawn;

    public ulong Draw() => ++_drawn;
}
