using Paddock.Core.Folding;

namespace Paddock.Storage.Sqlite;

/// <summary>
/// The newest journal entries in memory, written by the writer after each commit and read by anybody: the engine asks
/// for what is new after every ring, and gets it without touching the disk or waiting for the writer.
/// </summary>
internal sealed class JournalTail
{
    private readonly Lock _gate = new();
    private readonly JournalEntry[] _ring;
    private long _floor;
    private long _last;

    /// <param name="last">The newest entry's number at the start; it and all before it are on the disk only.</param>
    public JournalTail(long last, int entriesMax)
    {
        _ring = new JournalEntry[entriesMax];
        _floor = _last = last;
    }

    /// <summary>Adds what a commit brought. Its numbers follow the last one's without a gap.</summary>
    public void Append(IReadOnlyList<JournalEntry> entries)
    {
        lock (_gate)
        {
            foreach (var entry in entries)
            {
                _ring[entry.Seq % _ring.Length] = entry;
                _last = entry.Seq;
            }
            _floor = Math.Max(_floor, _last - _ring.Length);
        }
    }

    /// <summary>What comes after a number, or null when its beginning is no longer here.</summary>
    public IReadOnlyList<JournalEntry>? ReadSince(long seq, int entriesMax)
    {
        lock (_gate)
        {
            if (seq < _floor)
            {
                return null;
            }
            var count = (int)Math.Clamp(_last - seq, 0, entriesMax);
            var found = new JournalEntry[count];
            for (var i = 0; i < count; i++)
            {
                found[i] = _ring[(seq + 1 + i) % _ring.Length];
            }
            return found;
        }
    }
}
