using System.Buffers.Binary;
using System.Security.Cryptography;
using Paddock.Ports;
using Paddock.Ports.Store;

namespace Paddock.Storage.Sqlite;

/// <summary>
/// The one line of the <c>store</c> table: the install nonce, the newest epoch, the batch of decisions stored last.
/// Read anew for every batch, so a transaction that fails leaves nothing here to be taken back.
/// </summary>
internal sealed class Helm : IDisposable
{
    private readonly Statement _read;
    private readonly Statement _acquire;
    private readonly Statement _advance;

    public Helm(Database database, IDice dice, DateTimeOffset now)
    {
        _read = new Statement(database, "SELECT epoch, number, digest, accepted FROM store");
        _acquire = new Statement(
            database, "UPDATE store SET epoch = epoch + 1, number = 0, digest = NULL, accepted = NULL RETURNING epoch");
        _advance = new Statement(
            database, "UPDATE store SET number = $number, digest = $digest, accepted = $accepted",
            "$number", "$digest", "$accepted");
        Install = InstallOf(database, dice, now);
    }

    public string Install { get; }

    public int Acquire() => _acquire.First(line => line.GetInt32(0));

    public Course Read() => _read.First(line => new Course(
        line.GetInt32(0),
        line.GetInt64(1),
        line.IsDBNull(2) ? null : line.GetFieldValue<byte[]>(2),
        Statement.TextOrNull(line, 3)))!;

    public void Advance(long number, byte[] digest, IReadOnlyList<bool> accepted) =>
        _advance.Run(number, digest, string.Concat(accepted.Select(stored => stored ? '1' : '0')));

    /// <summary>Equal for batches of the same content, and only for those.</summary>
    public static byte[] DigestOf(DecisionBatch batch)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> head = stackalloc byte[8];
        foreach (var item in batch.Items)
        {
            // Counts and lengths go first, so that no two lists of texts run together into the same bytes.
            BinaryPrimitives.WriteInt64LittleEndian(head, item.Facts.Count);
            hash.AppendData(head);
            foreach (var (fact, version) in item.Facts)
            {
                var text = StoreJson.Write(fact);
                BinaryPrimitives.WriteInt32LittleEndian(head, version);
                BinaryPrimitives.WriteInt32LittleEndian(head[4..], text.Length);
                hash.AppendData(head);
                hash.AppendData(text);
            }
        }
        return hash.GetHashAndReset();
    }

    private static string InstallOf(Database database, IDice dice, DateTimeOffset now)
    {
        using var found = new Statement(database, "SELECT install FROM store");
        if (found.First(line => line.GetString(0)) is { } install)
        {
            return install;
        }
        var made = $"{dice.Draw():x16}{dice.Draw():x16}";
        using var make = new Statement(
            database, "INSERT INTO store (one, install, made_at, epoch, number) VALUES (1, $install, $madeAt, 0, 0)",
            "$install", "$madeAt");
        make.Run(made, now.ToUnixTimeMilliseconds());
        return made;
    }

    public void Dispose()
    {
        _read.Dispose();
        _acquire.Dispose();
        _advance.Dispose();
    }
}
