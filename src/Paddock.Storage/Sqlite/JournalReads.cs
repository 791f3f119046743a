using System.Text.Json;
using Microsoft.Data.Sqlite;
using Paddock.Core.Folding;
using Paddock.Core.Model;

namespace Paddock.Storage.Sqlite;

/// <summary>What is read from the <c>journal</c> table, by the writer and by the people's reader alike.</summary>
internal sealed class JournalReads : IDisposable
{
    private readonly Database _database;
    private readonly Statement _since;
    private readonly Statement _story;

    public JournalReads(Database database)
    {
        _database = database;
        _since = new Statement(
            database, "SELECT seq, version, fact FROM journal WHERE seq > $seq ORDER BY seq LIMIT $max",
            "$seq", "$max");
        _story = new Statement(database, """
            SELECT seq, version, fact FROM journal WHERE seq IN (
                SELECT seq FROM (
                    SELECT seq FROM journal WHERE kind = $kind AND key = $key
                    UNION
                    SELECT seq FROM journal WHERE related_kind = $kind AND related_key = $key)
                ORDER BY seq DESC LIMIT $max)
            ORDER BY seq
            """, "$kind", "$key", "$max");
    }

    public IReadOnlyList<JournalEntry> Since(long seq, int entriesMax) => _since.All(Read, seq, entriesMax);

    public IReadOnlyList<JournalEntry> Story(Subject subject, int entriesMax) =>
        _story.All(Read, KindNames.Of(subject.Kind), subject.Key, entriesMax);

    private JournalEntry Read(SqliteDataReader line)
    {
        var seq = line.GetInt64(0);
        try
        {
            return new JournalEntry(seq, line.GetInt32(1), StoreJson.ReadFact(line.GetFieldValue<byte[]>(2)));
        }
        catch (JsonException error)
        {
            throw SqliteFaults.Corrupt(_database.Path, $"journal entry {seq} cannot be read.", error);
        }
    }

    public void Dispose()
    {
        _since.Dispose();
        _story.Dispose();
    }
}
