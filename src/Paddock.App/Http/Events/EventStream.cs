using Paddock.App.Api;
using Paddock.App.Boards;
using Paddock.App.Composition;

namespace Paddock.App.Http.Events;

/// <summary>
/// One reader's stream. It reads the journal at its own pace, so there is no queue that a slow reader could fill: what
/// it has not read is on the disk.
/// </summary>
internal sealed class EventStream(EventWriter writer, FleetDesk desk, FleetNews news, BoardFrames frames)
{
    /// <summary>At most four turns a second, the first at once.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private const int EntriesMax = 256;

    /// <summary>Whoever was away for longer loads the present instead of the past.</summary>
    private const int CatchUpMax = 10_000;

    private long _seq;
    private long _board;

    /// <param name="since">The last entry the reader has; null to begin with the next one.</param>
    public async Task RunAsync(long? since, CancellationToken cancellationToken)
    {
        Begin(since);
        while (true)
        {
            // Taken before looking: what comes in between then ends the wait at once.
            var change = news.Next;
            var isBehind = await WriteFactsAsync(cancellationToken);
            WriteBoard();
            await writer.SendAsync(cancellationToken);
            if (!isBehind)
            {
                await Task.Delay(Pace, desk.Time, cancellationToken);
                await WaitAsync(change, cancellationToken);
            }
        }
    }

    private void Begin(long? since)
    {
        var newest = news.Seq;
        _seq = since ?? newest;
        if (_seq > newest || newest - _seq > CatchUpMax)
        {
            Reset(newest);
        }
        else
        {
            writer.WriteHeartbeat();
        }
    }

    /// <summary>True when there is more to read at once.</summary>
    private async Task<bool> WriteFactsAsync(CancellationToken cancellationToken)
    {
        var entries = await desk.Store.ReadSinceAsync(_seq, EntriesMax, cancellationToken);
        if (entries.Count > 0 && entries[0].Seq > _seq + 1)
        {
            // The embedded store numbers without gaps: the beginning was forgotten meanwhile.
            Reset(entries[0].Seq - 1);
        }
        foreach (var entry in entries)
        {
            writer.Write("fact"u8, Story.Line(entry), ApiJson.Default.StoryLine, entry.Seq);
            _seq = entry.Seq;
        }
        return entries.Count == EntriesMax;
    }

    private void WriteBoard()
    {
        if (frames.Current() is { } frame && frame.Version != _board)
        {
            _board = frame.Version;
            writer.Write("board"u8, frame.Json.Span);
        }
    }

    private void Reset(long seq)
    {
        _seq = seq;
        writer.Write(
            "reset"u8, new ResetReply(seq, "Entries before this one are no longer at hand."),
            ApiJson.Default.ResetReply, seq);
    }

    private async Task WaitAsync(Task change, CancellationToken cancellationToken)
    {
        try
        {
            await change.WaitAsync(Heartbeat, desk.Time, cancellationToken);
        }
        catch (TimeoutException)
        {
            writer.WriteHeartbeat();
        }
    }
}
