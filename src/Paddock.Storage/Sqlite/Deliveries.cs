namespace Paddock.Storage.Sqlite;

/// <summary>The delivery ids of the last days. A short cut only: facts are idempotent without it.</summary>
internal sealed class Deliveries : IDisposable
{
    private readonly Statement _remember;
    private readonly Statement _forget;

    public Deliveries(Database database)
    {
        _remember = new Statement(database, """
            INSERT INTO deliveries (id, at) VALUES ($id, $at)
            ON CONFLICT (id) DO UPDATE SET at = excluded.at WHERE at < $since
            """, "$id", "$at", "$since");
        _forget = new Statement(
            database, "DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries WHERE at < $before LIMIT $max)",
            "$before", "$max");
    }

    /// <summary>False when the delivery was stored lately.</summary>
    public bool TryRemember(Guid delivery, DateTimeOffset now)
    {
        // Big-endian, so that hex(id) shows the letters GitHub's delivery page shows.
        var id = delivery.ToByteArray(bigEndian: true);
        var since = now - StoreRetention.Deliveries;
        return _remember.Run(id, now.ToUnixTimeMilliseconds(), since.ToUnixTimeMilliseconds()) > 0;
    }

    public int Forget(DateTimeOffset before, int max) => _forget.Run(before.ToUnixTimeMilliseconds(), max);

    public void Dispose()
    {
        _remember.Dispose();
        _forget.Dispose();
    }
}
