using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Paddock.Ports;
using Paddock.Ports.Conformance;
using Paddock.Storage.Sqlite;
using Paddock.Tests.Support;

namespace Paddock.Tests.Storage;

/// <summary>A directory of its own for one test, with a store in it whenever the test opens one.</summary>
internal sealed class StoreFolder : IDisposable
{
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("paddock-store-").FullName;

    public string Path => System.IO.Path.Combine(Directory, "paddock.db");

    public SqliteStoreOptions Options => new(Path) { BusyLimit = TimeSpan.FromSeconds(1) };

    public ManualTime Time { get; } = new(SampleFacts.Start);

    /// <summary>What the stores of this folder have logged, by event.</summary>
    public ConcurrentQueue<(string Event, string Message)> Logged { get; } = new();

    public Task<SqliteStore> OpenAsync(SqliteStoreOptions? options = null) =>
        SqliteStore.OpenAsync(options ?? Options, new CountingDice(), Time, new QueueLogger<SqliteStore>(Logged));

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
