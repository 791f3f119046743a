using Paddock.Ports;

namespace Paddock.Providers.Calls;

/// <summary>
/// Does a thing once however many want it at the same time. It runs with no caller's token: one who gives up must not
/// take the others with him, so it has to end by its own limits.
/// </summary>
/// <param name="life">For how long a success is believed afterwards; zero hands it only to those who waited.</param>
internal sealed class Flights<TKey, T>(TimeProvider time, TimeSpan life) where TKey : notnull
{
    /// <summary>Keys are images; nobody has so many.</summary>
    private const int KeptMax = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Flight> _flights = [];

    private sealed class Flight
    {
        public Task<Answer<T>> Task { get; set; } = null!;

        /// <summary>Null while it is under way.</summary>
        public long? Landed { get; set; }
    }

    public Task<Answer<T>> JoinAsync(TKey key, Func<Task<Answer<T>>> fly, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_flights.TryGetValue(key, out var flight)
                || (flight.Landed is { } landed && time.GetElapsedTime(landed) >= life))
            {
                if (_flights.Count >= KeptMax)
                {
                    Clear();
                }
                _flights[key] = flight = new Flight();
                flight.Task = FlyAsync(key, flight, fly);
            }
            return flight.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>What was learned is not true any more; whoever asks next flies anew.</summary>
    public void Forget(TKey key)
    {
        lock (_lock)
        {
            if (_flights.TryGetValue(key, out var flight) && flight.Landed is not null)
            {
                _flights.Remove(key);
            }
        }
    }

    private void Clear()
    {
        foreach (var key in _flights.Where(pair => pair.Value.Landed is not null).Select(pair => pair.Key).ToArray())
        {
            _flights.Remove(key);
        }
    }

    private async Task<Answer<T>> FlyAsync(TKey key, Flight flight, Func<Task<Answer<T>>> fly)
    {
        await Hop.Off();
        var isKept = false;
        try
        {
            var answer = await fly();
            isKept = answer is Answer<T>.Ok && life > TimeSpan.Zero;
            return answer;
        }
        finally
        {
            lock (_lock)
            {
                flight.Landed = time.GetTimestamp();
                if (!isKept && _flights.GetValueOrDefault(key) == flight)
                {
                    _flights.Remove(key);
                }
            }
        }
    }
}
