using Paddock.Core.Facts;
using Paddock.Core.Folding;

namespace Paddock.Storage.Sqlite;

/// <summary>
/// Appends to the journal and forgets its beginning. Numbers are dealt here, by the only writer, in the order of the
/// commits; those of a transaction that failed are dealt again, and nobody has seen them.
/// </summary>
internal sealed class JournalWrites : IDisposable
{
    /// <summary>What an entry costs beside its texts: numbers, headers, two index entries. Near enough.</summary>
    private const int OverheadBytes = 48;

    private readonly Database _database;
    private readonly Statement _append;
    private readonly Statement _last;
    private readonly Statement _oldEnd;
    private readonly Statement _largeEnd;
    private readonly Statement _forget;
    private List<JournalEntry> _fresh = [];
    private long _endsAt;
    private long _freshEndsAt;

    public JournalWrites(Database database)
    {
        _database = database;
        _append = new Statement(database, """
            INSERT INTO journal (seq, at, kind, key, version, related_kind, related_key, ends_at, fact)
            VALUES ($seq, $at, $kind, $key, $version, $relatedKind, $relatedKey, $endsAt, CAST($fact AS TEXT))
            """,
            "$seq", "$at", "$kind", "$key", "$version", "$relatedKind", "$relatedKey", "$endsAt", "$fact");
        _last = new Statement(database, "SELECT seq, ends_at FROM journal ORDER BY seq DESC LIMIT 1");
        _oldEnd = new Statement(database, """
            SELECT ifnull(max(seq), 0) FROM (SELECT seq, at FROM journal WHERE seq < $last ORDER BY seq LIMIT $max)
            WHERE at < $before
            """, "$last", "$max", "$before");
        _largeEnd = new Statement(database, """
            SELECT ifnull(max(seq), 0) FROM (SELECT seq, ends_at FROM journal WHERE seq < $last ORDER BY seq LIMIT $max)
            WHERE ends_at <= $limit
            """, "$last", "$max", "$limit");
        _forget = new Statement(database, "DELETE FROM journal WHERE seq <= $end", "$end");
        (Seq, _endsAt) = _last.First(line => (line.GetInt64(0), line.GetInt64(1)));
        _freshEndsAt = _endsAt;
    }

    /// <summary>The newest entry's number that is on the disk.</summary>
    public long Seq { get; private set; }

    /// <summary>Returns the new entry's number.</summary>
    public long Append(Fact fact, int version)
    {
        var entry = new JournalEntry(Seq + _fresh.Count + 1, version, fact);
        var (subject, related) = (fact.Subject, fact.Related);
        var text = StoreJson.Write(fact);
        _freshEndsAt += text.Length + (2 * (subject.Key.Length + (related?.Key.Length ?? 0))) + OverheadBytes;
        _append.Run(
            entry.Seq, fact.At.ToUnixTimeMilliseconds(), KindNames.Of(subject.Kind), subject.Key, version,
            KindNames.Of(related), related?.Key, _freshEndsAt, text);
        _fresh.Add(entry);
        return entry.Seq;
    }

    /// <summary>The transaction is on the disk; returns what it brought.</summary>
    public IReadOnlyList<JournalEntry> Keep()
    {
        var kept = _fresh;
        Seq += kept.Count;
        _endsAt = _freshEndsAt;
        _fresh = [];
        return kept;
    }

    /// <summary>The transaction is undone.</summary>
    public void Drop()
    {
        _fresh.Clear();
        _freshEndsAt = _endsAt;
    }

    /// <summary>
    /// Forgets a beginning of at most <paramref name="max"/> entries: those before a time, and those that make the
    /// journal larger than allowed. Always a beginning, so that what is left has no holes. The newest entry stays,
    /// because the next number is counted from it. Returns how many went.
    /// </summary>
    public int Forget(DateTimeOffset before, long bytesMax, int max)
    {
        var old = _oldEnd.First(line => line.GetInt64(0), Seq, max, before.ToUnixTimeMilliseconds());
        var large = _largeEnd.First(line => line.GetInt64(0), Seq, max, _endsAt - bytesMax);
        var end = Math.Max(old, large);
        return end == 0 ? 0 : _forget.Run(end);
    }

    public void Dispose()
    {
        _append.Dispose();
        _last.Dispose();
        _oldEnd.Dispose();
        _largeEnd.Dispose();
        _forget.Dispose();
    }
}
