namespace Paddock.Storage.Sqlite;

/// <summary>Everything that is only read, over one connection. The connection stays its maker's to close.</summary>
internal sealed class Archive(Database database) : IDisposable
{
    public RowReads Rows { get; } = new(database);

    public JournalReads Journal { get; } = new(database);

    public void Dispose()
    {
        Rows.Dispose();
        Journal.Dispose();
    }
}
