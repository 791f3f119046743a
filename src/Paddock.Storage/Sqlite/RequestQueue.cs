using Paddock.Ports.Store;

namespace Paddock.Storage.Sqlite;

/// <summary>What waits for the writer, first come first served, from any thread.</summary>
internal sealed class RequestQueue(string path, int requestsMax)
{
    private readonly object _gate = new();
    private readonly Queue<Request> _waiting = new();
    private bool _isClosed;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    public void Add(Request request)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(SqliteStore));
            if (_waiting.Count >= requestsMax)
            {
                throw new StoreFaultException(
                    StoreFaultKind.Unavailable, $"{requestsMax} requests wait for {path} already.",
                    "Its disk is slower than what comes in; whoever sent this has to send it again.");
            }
            _waiting.Enqueue(request);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Nothing more is taken in; what waits is still served.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>
    /// Fills <paramref name="batch"/> with what waits, at most <paramref name="requestsMax"/>. Does not wait for more
    /// to come: while a batch is written the next one gathers by itself. Waits for a first request as long as
    /// <paramref name="patience"/> lasts and may come back with none. False when closed and empty.
    /// </summary>
    public bool Take(List<Request> batch, int requestsMax, TimeSpan patience)
    {
        batch.Clear();
        lock (_gate)
        {
            if (_waiting.Count == 0 && !_isClosed)
            {
                Monitor.Wait(_gate, patience);
            }
            while (batch.Count < requestsMax && _waiting.TryDequeue(out var request))
            {
                batch.Add(request);
            }
            return batch.Count > 0 || !_isClosed;
        }
    }
}
