using Microsoft.Extensions.Logging;
using Paddock.Ports.Store;

namespace Paddock.Storage.Sqlite;

/// <summary>
/// What the writer does while nobody asks for anything: copies the log back into the file and forgets what is too old,
/// in pieces so small that the next request hardly waits. Used on the writer's thread only.
/// </summary>
internal sealed partial class Upkeep(SqliteCore core, StoreRetention retention, TimeProvider time, ILogger logger)
{
    /// <summary>A pause this long is taken for idleness.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);

    /// <summary>Each copying costs two syncs, so a few commits share one.</summary>
    private static readonly TimeSpan CheckpointEvery = TimeSpan.FromSeconds(10);

    /// <summary>A store that is never idle forgets all the same, between two batches.</summary>
    private static readonly TimeSpan OverdueAfter = TimeSpan.FromMinutes(1);

    private DateTimeOffset _forgetAt = time.GetUtcNow();
    private DateTimeOffset? _checkpointAt;
    private bool _isFailing;

    /// <summary>How long the writer may sleep before there is something to do here.</summary>
    public TimeSpan Patience
    {
        get
        {
            var next = _checkpointAt < _forgetAt ? _checkpointAt.Value : _forgetAt;
            var until = next - time.GetUtcNow();
            return until < Breath ? Breath : until > retention.Every ? retention.Every : until;
        }
    }

    public bool IsOverdue => time.GetUtcNow() >= _forgetAt + OverdueAfter;

    /// <summary>Something was committed: the log has grown.</summary>
    public void Note() => _checkpointAt ??= time.GetUtcNow() + CheckpointEvery;

    /// <summary>Does one piece of what is due. A fault waits for the next time: nobody has asked for this.</summary>
    public void Step()
    {
        var now = time.GetUtcNow();
        try
        {
            if (now >= _forgetAt && !core.Forget(retention, now))
            {
                _forgetAt = now + retention.Every;
            }
            if (now >= _checkpointAt)
            {
                _checkpointAt = null;
                core.Checkpoint();
            }
            _isFailing = false;
        }
        catch (StoreFaultException fault)
        {
            _forgetAt = now + retention.Every;
            if (!_isFailing)
            {
                LogFailing(fault.Message);
            }
            _isFailing = true;
        }
    }

    [LoggerMessage(EventId = 2003, EventName = "store-upkeep-failing", Level = LogLevel.Warning,
        Message = "Old entries cannot be cleared away, trying again later: {Fault}")]
    private partial void LogFailing(string fault);
}
