using Paddock.Core.Folding;
using Paddock.Core.Model;

namespace Paddock.Storage.Sqlite;

/// <summary>What is written to the <c>rows</c> table. Everything SQL may know about a row is computed here.</summary>
internal sealed class RowWrites : IDisposable
{
    private readonly Statement _insert;
    private readonly Statement _update;
    private readonly Statement _forget;

    public RowWrites(Database database)
    {
        // The cast turns UTF-8 bytes into text as they are; a string would be converted twice on its way.
        _insert = new Statement(database, """
            INSERT INTO rows (kind, key, version, open, companion_kind, companion_key, changed, changed_at, body)
            VALUES ($kind, $key, $version, $open, $companionKind, $companionKey, $changed, $changedAt,
                CAST($body AS TEXT))
            """,
            "$kind", "$key", "$version", "$open", "$companionKind", "$companionKey", "$changed", "$changedAt", "$body");
        _update = new Statement(database, """
            UPDATE rows SET version = $version, open = $open, companion_kind = $companionKind,
                companion_key = $companionKey, changed = $changed, changed_at = $changedAt, body = CAST($body AS TEXT)
            WHERE id = $id
            """,
            "$id", "$version", "$open", "$companionKind", "$companionKey", "$changed", "$changedAt", "$body");

        // A closed row that an open one speaks of is still needed, however old it is.
        _forget = new Statement(database, """
            DELETE FROM rows WHERE id IN (
                SELECT id FROM rows AS closed
                WHERE open = 0 AND changed_at < $before AND NOT EXISTS (
                    SELECT 1 FROM rows AS speaker
                    WHERE speaker.open = 1
                        AND speaker.companion_kind = closed.kind AND speaker.companion_key = closed.key)
                ORDER BY changed_at LIMIT $max)
            """, "$before", "$max");
    }

    /// <param name="id">The line of the row as it was; null for a new row.</param>
    /// <param name="changed">The journal's number of the fact that changed it.</param>
    public void Put(long? id, Row row, long changed, DateTimeOffset changedAt)
    {
        var companion = Ledger.Companion(row);
        var at = changedAt.ToUnixTimeMilliseconds();
        var body = StoreJson.Write(row);
        if (id is { } line)
        {
            _update.Run(
                line, row.Version, row.IsOpen ? 1 : 0, KindNames.Of(companion), companion?.Key, changed, at, body);
        }
        else
        {
            _insert.Run(
                KindNames.Of(row.Subject.Kind), row.Subject.Key, row.Version, row.IsOpen ? 1 : 0,
                KindNames.Of(companion), companion?.Key, changed, at, body);
        }
    }

    /// <summary>Forgets at most <paramref name="max"/> rows closed before then; returns how many.</summary>
    public int Forget(DateTimeOffset before, int max) => _forget.Run(before.ToUnixTimeMilliseconds(), max);

    public void Dispose()
    {
        _insert.Dispose();
        _update.Dispose();
        _forget.Dispose();
    }
}
