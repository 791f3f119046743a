using Microsoft.Extensions.Logging;
using Paddock.Ports.Store;

namespace Paddock.Storage.Sqlite;

/// <summary>
/// The one thread that writes. It takes whatever waits, commits it as one transaction, answers, and takes whatever has
/// gathered meanwhile: the busier the store, the larger the batches, and no request waits for another on purpose.
/// </summary>
internal sealed partial class Writer(
    SqliteCore core, RequestQueue queue, JournalTail tail, SqliteStoreOptions options, Upkeep upkeep, ILogger logger)
{
    private long _commits;
    private long _requests;
    private long _failures;
    private int _batchLargest;
    private bool _isFailing;

    /// <summary>Told the newest number after each commit that brought entries, on the writer's thread.</summary>
    public Action<long>? Committed { get; set; }

    public StoreTraffic Traffic => new(
        Interlocked.Read(ref _commits), Interlocked.Read(ref _requests), Volatile.Read(ref _batchLargest),
        Interlocked.Read(ref _failures), queue.Count);

    /// <summary>Serves until the queue is closed and empty.</summary>
    public void Run()
    {
        var batch = new List<Request>(options.BatchMax);
        while (queue.Take(batch, options.BatchMax, upkeep.Patience))
        {
            Serve(batch);
            if (batch.Count == 0 || upkeep.IsOverdue)
            {
                upkeep.Step();
            }
        }
    }

    private void Serve(List<Request> batch)
    {
        batch.RemoveAll(request => request.TryCancel());
        Write([.. batch.Where(request => request.SharesTransaction)]);

        // A read in the middle of the transaction would see what may yet be undone, so reads come after it.
        foreach (var request in batch.Where(request => !request.SharesTransaction))
        {
            RunAlone(request);
        }
    }

    private void Write(IReadOnlyList<Request> writes)
    {
        if (writes.Count == 0)
        {
            return;
        }
        try
        {
            core.Begin();
            foreach (var request in writes)
            {
                request.Run(core);
            }
            core.Commit();
        }
        catch (Exception error)
        {
            core.Rollback();
            Refuse(writes, error);
            return;
        }
        Tell(writes);
    }

    private void Tell(IReadOnlyList<Request> writes)
    {
        // The tail first: whoever is answered may look for its entries at once.
        var entries = core.LastCommitted;
        tail.Append(entries);
        upkeep.Note();
        Interlocked.Increment(ref _commits);
        Interlocked.Add(ref _requests, writes.Count);
        Volatile.Write(ref _batchLargest, Math.Max(_batchLargest, writes.Count));
        NoteRecovery(entries.Count);
        foreach (var request in writes)
        {
            request.Succeed();
        }
        if (entries.Count > 0)
        {
            Committed?.Invoke(entries[^1].Seq);
        }
    }

    /// <summary>A commit without entries wrote nothing, and succeeds on a full disk, too.</summary>
    private void NoteRecovery(int entries)
    {
        if (_isFailing && entries > 0)
        {
            _isFailing = false;
            LogRecovered();
        }
    }

    /// <summary>
    /// What concerns the disk concerns every request. Anything else (a row that cannot be read, a defect) is the doing
    /// of one of them, so each is tried by itself, and only that one is refused.
    /// </summary>
    private void Refuse(IReadOnlyList<Request> writes, Exception error)
    {
        if (writes.Count > 1 && error is not StoreFaultException { Kind: not StoreFaultKind.Corrupt })
        {
            foreach (var request in writes)
            {
                Write([request]);
            }
            return;
        }
        Interlocked.Increment(ref _failures);
        Log(error);
        foreach (var request in writes)
        {
            request.Fail(error);
        }
    }

    private void Log(Exception error)
    {
        if (error is not StoreFaultException)
        {
            LogDefect(error);
        }
        else if (!_isFailing)
        {
            // Once: a full disk refuses a thousand webhooks a second.
            _isFailing = true;
            LogFailing(error.Message);
        }
    }

    private void RunAlone(Request request)
    {
        try
        {
            request.Run(core);
        }
        catch (Exception error)
        {
            request.Fail(error);
            return;
        }
        request.Succeed();
    }

    [LoggerMessage(EventId = 2001, EventName = "store-failing", Level = LogLevel.Error,
        Message = "The store refuses writes: {Fault}")]
    private partial void LogFailing(string fault);

    [LoggerMessage(EventId = 2004, EventName = "store-defect", Level = LogLevel.Critical,
        Message = "A request could not be stored; that is a defect of Paddock")]
    private partial void LogDefect(Exception error);

    [LoggerMessage(EventId = 2002, EventName = "store-recovered", Level = LogLevel.Information,
        Message = "The store takes writes again")]
    private partial void LogRecovered();
}
