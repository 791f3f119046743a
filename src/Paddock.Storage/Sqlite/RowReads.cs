using System.Text.Json;
using Microsoft.Data.Sqlite;
using Paddock.Core.Model;

namespace Paddock.Storage.Sqlite;

/// <summary>What is read from the <c>rows</c> table, by the writer and by the people's reader alike.</summary>
internal sealed class RowReads : IDisposable
{
    /// <summary>Nobody reads more matches of one search than this.</summary>
    private const int FoundMax = 100;

    // The order is one that every version of SQLite keeps: the simulator replays what the planner makes of it. Both
    // statements pick lines by indexes first; most rows are closed, and reading their texts would take a minute.
    internal const string OpenSql = """
        SELECT id, body FROM rows WHERE id IN (
            SELECT id FROM rows WHERE open = 1
            UNION
            SELECT spoken.id FROM rows AS speaker
            CROSS JOIN rows AS spoken ON spoken.kind = speaker.companion_kind AND spoken.key = speaker.companion_key
            WHERE speaker.open = 1)
        ORDER BY open DESC, id
        """;

    internal const string FindSql = """
        SELECT id, body FROM rows WHERE id IN (
            SELECT id FROM rows
            WHERE kind = $kind AND (key = $suffix OR substr(key, -length($suffix) - 1) = '/' || $suffix))
        ORDER BY changed DESC LIMIT $max
        """;

    // Open rows are few, so passing over them on the way costs less than an index of their own.
    internal const string RecentSql = """
        SELECT id, body FROM rows WHERE kind = $kind AND open <= $open ORDER BY changed DESC LIMIT $max
        """;

    private readonly Database _database;
    private readonly Statement _one;
    private readonly Statement _open;
    private readonly Statement _recent;
    private readonly Statement _find;

    public RowReads(Database database)
    {
        _database = database;
        _one = new Statement(
            database, "SELECT id, body FROM rows WHERE kind = $kind AND key = $key", "$kind", "$key");
        _open = new Statement(database, OpenSql);
        _recent = new Statement(database, RecentSql, "$kind", "$open", "$max");
        _find = new Statement(database, FindSql, "$kind", "$suffix", "$max");
    }

    public StoredRow? Load(Subject subject)
    {
        var found = _one.First(Read, KindNames.Of(subject.Kind), subject.Key);
        return found.Row is null ? null : found;
    }

    /// <summary>Every open row, and the closed ones that open ones speak of.</summary>
    public IReadOnlyList<Row> LoadOpen() => _open.All(line => Read(line).Row);

    public IReadOnlyList<Row> Recent(SubjectKind kind, bool isClosedOnly, int rowsMax) =>
        _recent.All(line => Read(line).Row, KindNames.Of(kind), isClosedOnly ? 0 : 1, rowsMax);

    public IReadOnlyList<Row> Find(SubjectKind kind, string suffix) =>
        _find.All(line => Read(line).Row, KindNames.Of(kind), suffix, FoundMax);

    private StoredRow Read(SqliteDataReader line)
    {
        try
        {
            return new StoredRow(line.GetInt64(0), StoreJson.ReadRow(line.GetFieldValue<byte[]>(1)));
        }
        catch (JsonException error)
        {
            throw SqliteFaults.Corrupt(_database.Path, "a row cannot be read.", error);
        }
    }

    public void Dispose()
    {
        _one.Dispose();
        _open.Dispose();
        _recent.Dispose();
        _find.Dispose();
    }
}
