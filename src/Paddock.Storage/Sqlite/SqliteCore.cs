using Microsoft.Data.Sqlite;
using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Ports;
using Paddock.Ports.Store;
using Paddock.Storage.Schema;

namespace Paddock.Storage.Sqlite;

/// <summary>
/// The embedded store without a thread: one connection that writes, used by one thread at a time. In a file it holds
/// the file's lock for as long as it lives; in memory it is gone when it is disposed. Throws
/// <see cref="StoreFaultException"/> for whatever can go wrong with a file.
/// </summary>
public sealed class SqliteCore : IStoreCore, IStoreArchive
{
    private readonly StoreLock? _lock;
    private readonly Database _database;
    private readonly RowWrites _rowWrites;
    private readonly JournalWrites _journalWrites;
    private readonly Deliveries _deliveries;
    private readonly Helm _helm;

    private SqliteCore(StoreLock? fileLock, Database database, SchemaChange? schemaChange, Helm helm)
    {
        _lock = fileLock;
        _database = database;
        _helm = helm;
        Archive = new Archive(database);
        _rowWrites = new RowWrites(database);
        _journalWrites = new JournalWrites(database);
        _deliveries = new Deliveries(database);
        SchemaChange = schemaChange;
    }

    /// <summary>Opens the store, makes it if it is not there, and brings its schema up to date.</summary>
    /// <param name="dice">The nonce of a new store is drawn here.</param>
    public static SqliteCore Open(SqliteStoreOptions options, IDice dice, DateTimeOffset now)
    {
        if (options.Path == Database.InMemory)
        {
            return Open(fileLock: null, Database.OpenInMemory(), options, dice, now);
        }
        var path = options.RealPath;
        var fileLock = StoreLock.Take(path, now, options.IsNetwork);
        try
        {
            return Open(fileLock, OpenFile(path, options.BusyLimit), options, dice, now);
        }
        catch
        {
            fileLock.Dispose();
            throw;
        }
    }

    /// <summary>A store that lives and dies with this object: for simulations and dry runs.</summary>
    public static SqliteCore OpenInMemory(IDice dice, DateTimeOffset now) =>
        Open(new SqliteStoreOptions(Database.InMemory), dice, now);

    public string Install => _helm.Install;

    public long Seq => _journalWrites.Seq;

    /// <summary>What opening did to the schema; null when there was nothing to do.</summary>
    public SchemaChange? SchemaChange { get; }

    internal Archive Archive { get; }

    /// <summary>For what is done to a store as a whole while nobody else uses it.</summary>
    internal Database Database => _database;

    /// <summary>What the last commit brought, in the order of the journal.</summary>
    public IReadOnlyList<JournalEntry> LastCommitted { get; private set; } = [];

    /// <summary>Always granted: whoever has the store open holds its lock. An earlier lease is fenced.</summary>
    public Lease? Acquire() => new(_helm.Acquire(), Until: null);

    public void Begin()
    {
        // SQLite goes on writing to a file that has no name any more, and with this process all of it would be gone.
        if (!_database.IsInMemory && !File.Exists(_database.Path))
        {
            throw SqliteFaults.Deleted(_database.Path);
        }
        _database.Begin();
    }

    public void Commit()
    {
        _database.Commit();
        LastCommitted = _journalWrites.Keep();
    }

    public void Rollback()
    {
        _journalWrites.Drop();
        _database.Rollback();
    }

    public Observed Observe(Report report, DateTimeOffset now)
    {
        DemandTransaction();
        if (report.Delivery is { } delivery && !_deliveries.TryRemember(delivery, now))
        {
            return new Observed(IsRepeat: true, Changed: 0);
        }
        var changed = 0;
        foreach (var fact in report.Facts)
        {
            if (Apply(fact, Archive.Rows.Load(fact.Subject)))
            {
                changed++;
            }
        }
        return new Observed(IsRepeat: false, changed);
    }

    public Decided Decide(DecisionBatch batch)
    {
        DemandTransaction();
        var course = _helm.Read();
        if (batch.Epoch != course.Epoch)
        {
            return new Decided(BatchVerdict.WrongEpoch, []);
        }
        var digest = Helm.DigestOf(batch);
        if (batch.Number == course.Number && digest.AsSpan().SequenceEqual(course.Digest))
        {
            // Our answer was lost on its way, so it is given again.
            return new Decided(BatchVerdict.Stored, [.. course.Accepted!.Select(letter => letter == '1')]);
        }
        if (batch.Number != course.Number + 1)
        {
            return new Decided(BatchVerdict.WrongNumber, []);
        }
        bool[] accepted = [.. batch.Items.Select(TryStore)];
        _helm.Advance(batch.Number, digest, accepted);
        return new Decided(BatchVerdict.Stored, accepted);
    }

    public IReadOnlyList<JournalEntry> ReadSince(long seq, int entriesMax) => Archive.Journal.Since(seq, entriesMax);

    public OpenRows LoadOpen() => new(Seq, Archive.Rows.LoadOpen());

    public Row? Load(Subject subject) => Archive.Rows.Load(subject)?.Row;

    public Task<IReadOnlyList<JournalEntry>> StoryAsync(
        Subject subject, int entriesMax, CancellationToken cancellationToken) =>
        Task.FromResult(Archive.Journal.Story(subject, entriesMax));

    public Task<IReadOnlyList<Row>> RecentAsync(
        SubjectKind kind, bool isClosedOnly, int rowsMax, CancellationToken cancellationToken) =>
        Task.FromResult(Archive.Rows.Recent(kind, isClosedOnly, rowsMax));

    public Task<IReadOnlyList<Row>> FindAsync(SubjectKind kind, string suffix, CancellationToken cancellationToken) =>
        Task.FromResult(Archive.Rows.Find(kind, suffix));

    /// <summary>Copies what the log holds back into the file. Between transactions.</summary>
    public void Checkpoint() => _database.Run("PRAGMA wal_checkpoint(PASSIVE)");

    /// <summary>
    /// Forgets a little of what is too old, in a transaction of its own, so that nobody waits long for the writer.
    /// Returns false when nothing more is too old.
    /// </summary>
    public bool Forget(StoreRetention retention, DateTimeOffset now)
    {
        Begin();
        try
        {
            var entries = _journalWrites.Forget(now - retention.Journal, retention.JournalBytesMax, ForgetMax);
            var rows = _rowWrites.Forget(now - retention.ClosedRows, ForgetMax);
            var deliveries = _deliveries.Forget(now - StoreRetention.Deliveries, ForgetMax);
            Commit();
            return entries + rows + deliveries > 0;
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var part in (ReadOnlySpan<IDisposable>)[Archive, _rowWrites, _journalWrites, _deliveries, _helm])
        {
            part.Dispose();
        }

        // The lock goes last: until the connection is closed, the files beside the database are still written.
        _database.Dispose();
        _lock?.Dispose();
    }

    private const int ForgetMax = 250;

    private static Database OpenFile(string path, TimeSpan busyLimit)
    {
        if (Directory.Exists(path))
        {
            throw new StoreFaultException(
                StoreFaultKind.Unavailable, $"{path} is a directory.", "Name a file in it, for example paddock.db.");
        }

        // Only a new file is opened here: closing a file takes away every lock this process has on it, those of a
        // connection that reads it, too (sqlite.org/howtocorrupt.html, "POSIX advisory locks canceled").
        if (!File.Exists(path))
        {
            try
            {
                OwnFile.Create(path).Dispose();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw FileFaults.From(error, path);
            }
        }
        return new Database(path, SqliteOpenMode.ReadWrite, busyLimit);
    }

    private static SqliteCore Open(
        StoreLock? fileLock, Database database, SqliteStoreOptions options, IDice dice, DateTimeOffset now)
    {
        try
        {
            // Before anything is written: a database that is not ours, or newer than we are, stays as it is.
            SchemaUpgrade.Inspect(database, options.Migrations);
            database.BecomeWriter();
            var change = SchemaUpgrade.Apply(database, options.Migrations);
            return new SqliteCore(fileLock, database, change, new Helm(database, dice, now));
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private bool TryStore(DecisionItem item)
    {
        foreach (var (fact, expected) in item.Facts)
        {
            var row = Load(fact.Subject);
            var isMoved = expected != PlannedFact.AnyVersion && expected != (row?.Version ?? 0);
            if (isMoved || !Transitions.Allow(row, fact))
            {
                return false;
            }
        }
        foreach (var (fact, _) in item.Facts)
        {
            Apply(fact, Archive.Rows.Load(fact.Subject));
        }
        return true;
    }

    /// <summary>Folds a fact into its row and journals it. False when nothing changes: nothing is written.</summary>
    private bool Apply(Fact fact, StoredRow? stored)
    {
        var row = stored?.Row;
        var next = Fold.Apply(row, fact);
        if (next is null || ReferenceEquals(next, row))
        {
            return false;
        }
        next = next with { Version = (row?.Version ?? 0) + 1 };
        var seq = _journalWrites.Append(fact, next.Version);
        _rowWrites.Put(stored?.Id, next, seq, fact.At);
        return true;
    }

    /// <summary>Outside a transaction a crash could keep half of a report.</summary>
    private void DemandTransaction()
    {
        if (!_database.IsInTransaction)
        {
            throw new InvalidOperationException("Begin comes first.");
        }
    }
}
