using Microsoft.Extensions.Logging;
using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Store;
using Paddock.Storage.Schema;

namespace Paddock.Storage.Sqlite;

/// <summary>
/// The embedded store for a running Paddock: a thread that writes through a <see cref="SqliteCore"/>, a memory of the
/// newest journal entries for the engine, and a second connection for people. Any thread may call it.
/// </summary>
public sealed partial class SqliteStore : IStore, IStoreArchive, IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly SqliteCore _core;
    private readonly RequestQueue _queue;
    private readonly JournalTail _tail;
    private readonly Writer _writer;
    private readonly ReadLane? _reader;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isDisposing;

    private SqliteStore(SqliteCore core, SqliteStoreOptions options, TimeProvider time, ILogger<SqliteStore> logger)
    {
        _core = core;
        _time = time;
        _queue = new RequestQueue(options.Path, options.RequestsMax);
        _tail = new JournalTail(core.Seq, options.TailEntriesMax);
        _writer = new Writer(core, _queue, _tail, options, new Upkeep(core, options.Retention, time, logger), logger);

        // A database in memory is one connection's own; its questions stand in line with the writes.
        _reader = options.Path == Database.InMemory ? null : new ReadLane(options.RealPath, options.BusyLimit);
        _writer.Committed = seq => Committed?.Invoke(seq);
    }

    /// <summary>
    /// Opens the store and starts its thread. Opening may take as long as a copy of the database, when the schema is
    /// upgraded. Throws <see cref="StoreFaultException"/>: locked, corrupt, read-only, disk full, newer schema,
    /// missing, network file system.
    /// </summary>
    public static Task<SqliteStore> OpenAsync(
        SqliteStoreOptions options, IDice dice, TimeProvider time, ILogger<SqliteStore> logger)
    {
        var opened = new TaskCompletionSource<SqliteStore>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Live(opened, options, dice, time, logger))
        {
            IsBackground = true,
            Name = "paddock-store",
        }.Start();
        return opened.Task;
    }

    /// <summary>
    /// Told the newest entry's number after each commit that brought entries, on the writer's thread: to be handed on
    /// at once, and never to throw. Several commits may be told as one.
    /// </summary>
    public event Action<long>? Committed;

    public string Install => _core.Install;

    /// <summary>What opening did to the schema; null when there was nothing to do.</summary>
    public SchemaChange? SchemaChange => _core.SchemaChange;

    public StoreTraffic Traffic => _writer.Traffic;

    public Task<Lease?> AcquireAsync(CancellationToken cancellationToken) =>
        Ask(core => core.Acquire(), sharesTransaction: false, cancellationToken);

    public Task<Observed> ObserveAsync(Report report, CancellationToken cancellationToken) =>
        Ask(core => core.Observe(report, _time.GetUtcNow()), sharesTransaction: true, cancellationToken);

    public Task<Decided> DecideAsync(DecisionBatch batch, CancellationToken cancellationToken) =>
        Ask(core => core.Decide(batch), sharesTransaction: true, cancellationToken);

    public Task<IReadOnlyList<JournalEntry>> ReadSinceAsync(
        long seq, int entriesMax, CancellationToken cancellationToken) =>
        _tail.ReadSince(seq, entriesMax) is { } entries
            ? Task.FromResult(entries)
            : LookUpAsync(archive => archive.Journal.Since(seq, entriesMax), cancellationToken);

    public Task<OpenRows> LoadOpenAsync(CancellationToken cancellationToken) =>
        Ask(core => core.LoadOpen(), sharesTransaction: false, cancellationToken);

    public Task<Row?> LoadAsync(Subject subject, CancellationToken cancellationToken) =>
        Ask(core => core.Load(subject), sharesTransaction: false, cancellationToken);

    public Task<IReadOnlyList<JournalEntry>> StoryAsync(
        Subject subject, int entriesMax, CancellationToken cancellationToken) =>
        LookUpAsync(archive => archive.Journal.Story(subject, entriesMax), cancellationToken);

    public Task<IReadOnlyList<Row>> RecentAsync(
        SubjectKind kind, bool isClosedOnly, int rowsMax, CancellationToken cancellationToken) =>
        LookUpAsync(archive => archive.Rows.Recent(kind, isClosedOnly, rowsMax), cancellationToken);

    public Task<IReadOnlyList<Row>> FindAsync(SubjectKind kind, string suffix, CancellationToken cancellationToken) =>
        LookUpAsync(archive => archive.Rows.Find(kind, suffix), cancellationToken);

    /// <summary>Writes what waits, closes the file and frees its lock.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_reader is not null && Interlocked.Exchange(ref _isDisposing, 1) == 0)
        {
            await _reader.DisposeAsync().ConfigureAwait(false);
        }
        _queue.Close();
        await _stopped.Task.ConfigureAwait(false);
    }

    /// <summary>
    /// The life of the writer's thread. An exception out of <see cref="Writer.Run"/> is a defect that leaves askers
    /// without an answer; it ends the process, and the next start finds everything that was acknowledged.
    /// </summary>
    private static void Live(
        TaskCompletionSource<SqliteStore> opened, SqliteStoreOptions options, IDice dice, TimeProvider time,
        ILogger<SqliteStore> logger)
    {
        SqliteStore store;
        try
        {
            store = new SqliteStore(SqliteCore.Open(options, dice, time.GetUtcNow()), options, time, logger);
        }
        catch (Exception error)
        {
            opened.SetException(error);
            return;
        }
        if (store.SchemaChange is { CopyPath: { } copy } change)
        {
            LogUpgraded(logger, options.Path, change.From, change.To, copy);
        }
        opened.SetResult(store);
        store._writer.Run();
        store._core.Dispose();
        store._stopped.SetResult();
    }

    private Task<TReply> Ask<TReply>(
        Func<SqliteCore, TReply> work, bool sharesTransaction, CancellationToken cancellationToken)
    {
        var request = new Request<TReply>(work, sharesTransaction, cancellationToken);
        try
        {
            _queue.Add(request);
        }
        catch (StoreFaultException fault)
        {
            return Task.FromException<TReply>(fault);
        }
        return request.Answer;
    }

    private Task<TReply> LookUpAsync<TReply>(Func<Archive, TReply> question, CancellationToken cancellationToken) =>
        _reader is { } reader
            ? reader.RunAsync(question, cancellationToken)
            : Ask(core => question(core.Archive), sharesTransaction: false, cancellationToken);

    [LoggerMessage(EventId = 2005, EventName = "store-upgraded", Level = LogLevel.Warning,
        Message = "{Path} was brought from schema {From} to {To}; as it was before, it is kept in {Copy}")]
    private static partial void LogUpgraded(ILogger logger, string path, int from, int to, string copy);
}
