using Microsoft.Data.Sqlite;
using Paddock.Ports.Conformance;
using Paddock.Ports.Store;
using Paddock.Storage.Sqlite;
using Paddock.Tests.Storage;

namespace Paddock.Tests.Conformance;

/// <summary>The embedded store in a file. It breaks when another program keeps the database's lock.</summary>
internal sealed class SqliteStoreTrial : IStoreTrial
{
    private readonly StoreFolder _folder = new();
    private SqliteStore? _store;
    private SqliteConnection? _breaker;

    public static StoreTraits Traits => new(Restarts: true, Breaks: true);

    public static async Task<IStoreTrial> OpenAsync()
    {
        var trial = new SqliteStoreTrial();
        trial._store = await trial._folder.OpenAsync();
        return trial;
    }

    public IStore Store => _store!;

    public void Advance(TimeSpan by) => _folder.Time.Advance(by);

    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await _store!.DisposeAsync();
        _store = await _folder.OpenAsync();
    }

    public Task BreakAsync(CancellationToken cancellationToken)
    {
        _breaker = _folder.OpenShell();
        _breaker.Run("BEGIN IMMEDIATE");
        return Task.CompletedTask;
    }

    public Task HealAsync(CancellationToken cancellationToken)
    {
        _breaker!.Dispose();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _store!.DisposeAsync();
        _folder.Dispose();
    }
}
