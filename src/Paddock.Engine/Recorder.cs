using Microsoft.Extensions.Logging;
using Paddock.Core.Facts;
using Paddock.Ports.Store;

namespace Paddock.Engine;

/// <summary>
/// Stores what an effect brought. The effect has happened, so its fact must not be lost for a full disk or a busy
/// database: recording is not cancellable and is tried again until it succeeds.
/// </summary>
internal sealed partial class Recorder(IStore store, Bell bell, TimeProvider time, ILogger<Recorder> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task RecordAsync(IReadOnlyList<Observation> facts)
    {
        if (facts.Count == 0)
        {
            return;
        }
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var observed = await store.ObserveAsync(new Report(facts), CancellationToken.None);
                if (observed.Changed > 0)
                {
                    bell.Ring();
                }
                return;
            }
            catch (StoreFaultException fault)
            {
                if (attempt == 1)
                {
                    LogStoreFault(fault.Message);
                }
                await Task.Delay(Pause, time, CancellationToken.None);
            }
        }
    }

    [LoggerMessage(EventId = 1101, EventName = "record-delayed", Level = LogLevel.Warning,
        Message = "An effect's result cannot be stored yet, trying again every second: {Fault}")]
    private partial void LogStoreFault(string fault);
}
