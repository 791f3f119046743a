using Paddock.Ports.Conformance;
using Paddock.Ports.Store;
using Paddock.Storage.Sqlite;
using Paddock.Tests.Storage;

namespace Paddock.Tests.Conformance;

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
