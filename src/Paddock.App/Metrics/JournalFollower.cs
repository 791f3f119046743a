using Paddock.App.Composition;
using Paddock.App.Http.Events;
using Paddock.Ports.Store;

namespace Paddock.App.Metrics;

/// <summary>Feeds the journal's meter from the first picture on, without anybody waiting for it.</summary>
internal sealed class JournalFollower(FleetDesk desk, FleetNews news, JournalMeter meter)
{
    private const int EntriesMax = 1024;

    /// <summary>Counting a little later costs nothing; waking for each of ten thousand commits would.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var seq = await BeginAsync(cancellationToken);
            while (true)
            {
                var change = news.Next;
                seq = await ReadAsync(seq, cancellationToken);
                await Task.Delay(Pace, desk.Time, cancellationToken);
                await change.WaitAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task<long> BeginAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var change = news.Next;
            if (desk.Engine.View is { } view)
            {
                meter.Begin(view);
                return view.Snapshot.Seq;
            }
            await change.WaitAsync(cancellationToken);
        }
    }

    private async Task<long> ReadAsync(long seq, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var entries = await desk.Store.ReadSinceAsync(seq, EntriesMax, cancellationToken);
                foreach (var entry in entries)
                {
                    meter.Count(entry.Fact);
                    seq = entry.Seq;
                }
                if (entries.Count < EntriesMax)
                {
                    return seq;
                }
            }
        }
        catch (StoreFaultException)
        {
            // The engine says it, loudly; what was not read now is read with the next change.
            return seq;
        }
    }
}
