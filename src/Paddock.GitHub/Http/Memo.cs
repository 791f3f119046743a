using Paddock.Ports;

namespace Paddock.GitHub.Http;

/// <summary>A value and for how long it may be believed; zero hands it to whoever waits, and forgets it.</summary>
internal readonly record struct Kept<T>(T Value, TimeSpan Life);

/// <summary>
/// Remembers what is dear to ask and slow to change, and asks once however many want to know. The question runs with
/// no caller's token: one who gives up must not take the others with him, so it has to end by its own limits.
/// </summary>
internal sealed class Memo<TKey, T>(SteadyClock clock) where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Entry> _entries = [];

    private sealed class Entry
    {
        public Task<T> Asking { get; set; } = null!;

        public T Value { get; set; } = default!;

        /// <summary>Null while it is being asked.</summary>
        public DateTimeOffset? Until { get; set; }
    }

    public Task<T> GetAsync(TKey key, Func<Task<Kept<T>>> ask, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry) || entry.Until <= clock.Now)
            {
                _entries[key] = entry = new Entry();
                entry.Asking = AskAsync(key, entry, ask);
            }
            return entry.Asking.WaitAsync(cancellationToken);
        }
    }

    public void Forget(TKey key)
    {
        lock (_lock)
        {
            _entries.Remove(key);
        }
    }

    /// <summary>
    /// Forgets what fits, and says whether it did. What is only being asked is newer than anything to be forgotten.
    /// </summary>
    public bool Forget(TKey key, Predicate<T> isStale)
    {
        lock (_lock)
        {
            return _entries.TryGetValue(key, out var entry) && entry.Until is not null
                && isStale(entry.Value) && _entries.Remove(key);
        }
    }

    private async Task<T> AskAsync(TKey key, Entry entry, Func<Task<Kept<T>>> ask)
    {
        // Away from the lock, and from whatever thread happens to be first.
        await Hop.Off();
        try
        {
            var kept = await ask();
            lock (_lock)
            {
                entry.Value = kept.Value;
                entry.Until = clock.Now + kept.Life;
            }
            return kept.Value;
        }
        catch
        {
            // Whoever waits gets the exception; the next one asks again.
            lock (_lock)
            {
                if (_entries.GetValueOrDefault(key) == entry)
                {
                    _entries.Remove(key);
                }
            }
            throw;
        }
    }
}
