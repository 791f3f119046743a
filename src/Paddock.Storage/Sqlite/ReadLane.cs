using Microsoft.Data.Sqlite;

namespace Paddock.Storage.Sqlite;

/// <summary>
/// A connection of its own for what people ask, one question at a time, so that a long answer never holds up the
/// writer. It sees what was committed when the question began.
/// </summary>
internal sealed class ReadLane(string path, TimeSpan busyLimit) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private Database? _database;
    private Archive? _archive;

    public async Task<TReply> RunAsync<TReply>(Func<Archive, TReply> question, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => question(_archive ??= Open()), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        _archive?.Dispose();
        _database?.Dispose();
        _turn.Dispose();
    }

    private Archive Open()
    {
        _database ??= new Database(path, SqliteOpenMode.ReadWrite, busyLimit);
        _database.BecomeReader();
        return new Archive(_database);
    }
}
