using Microsoft.Data.Sqlite;
using Paddock.Ports.Conformance;
using Paddock.Ports.Store;
using Paddock.Storage.Sqlite;
using Paddock.Tests.Storage;

namespace Paddock.Tests.Conformance;

/// <summary>The embedded store in a file. It breaks when another program takes the database's lock and keeps it.</summary>
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

/// <summary>A core in a file, opened anew at each restart.</summary>
internal sealed class FileCoreTrial : IStoreTrial
{
    private readonly StoreFolder _folder = new();
    private SqliteCore _core;

    public FileCoreTrial()
    {
        _core = _folder.OpenCore();
        Store = new CoreStore(_core, _folder.Time.GetUtcNow);
    }

    public static StoreTraits Traits => new(Restarts: true, Breaks: false);

    public IStore Store { get; private set; }

    public void Advance(TimeSpan by) => _folder.Time.Advance(by);

    public Task RestartAsync(CancellationToken cancellationToken)
    {
        _core.Dispose();
        _core = _folder.OpenCore();
        Store = new CoreStore(_core, _folder.Time.GetUtcNow);
        return Task.CompletedTask;
    }

    public Task BreakAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task HealAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync()
    {
        _core.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Anything that lives and dies in memory.</summary>
internal sealed class MemoryTrial(IStore store, ManualTime time, Func<ValueTask> dispose) : IStoreTrial
{
    public static StoreTraits Traits => default;

    public static MemoryTrial Of(Func<ManualTime, IStoreCore> open)
    {
        var time = new ManualTime(SampleFacts.Start);
        var core = open(time);
        return new MemoryTrial(new CoreStore(core, time.GetUtcNow), time, () =>
        {
            core.Dispose();
            return ValueTask.CompletedTask;
        });
    }

    public IStore Store => store;

    public void Advance(TimeSpan by) => time.Advance(by);

    public Task RestartAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task BreakAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task HealAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => dispose();
}
