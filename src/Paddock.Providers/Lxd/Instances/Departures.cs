using Paddock.Core.Model;
using Paddock.Ports.Providers;

namespace Paddock.Providers.Lxd.Instances;

/// <summary>
/// How machines ended that are gone: an ephemeral instance is deleted by its server a moment after it has powered off,
/// and what was read of it in that moment is all there will ever be. A restart forgets it.
/// </summary>
internal sealed class Departures(TimeProvider time)
{
    /// <summary>As many names as a busy fleet ends in that hour; of the newest the console, too.</summary>
    private const int NamesMax = 10_000;

    private const int ConsolesMax = 200;

    /// <summary>Longer than any effect that was meant for the machine may still be under way.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<MachineName, (Diagnosis Diagnosis, long At)> _gone = [];

    /// <summary>All of them, the oldest first.</summary>
    private readonly Queue<(MachineName Name, long At)> _order = [];

    /// <summary>Those whose console is still kept, the oldest first.</summary>
    private readonly Queue<MachineName> _consoles = [];

    public void Keep(MachineName name, Diagnosis diagnosis)
    {
        lock (_lock)
        {
            Forget();
            var at = time.GetTimestamp();
            _gone[name] = (diagnosis, at);
            _order.Enqueue((name, at));
            _consoles.Enqueue(name);
            if (_consoles.Count > ConsolesMax && _consoles.Dequeue() is var old && old != name
                && _gone.TryGetValue(old, out var departure))
            {
                _gone[old] = (departure.Diagnosis with { LogTail = "" }, departure.At);
            }
        }
    }

    /// <summary>Null when no machine of this name is known to have ended.</summary>
    public Diagnosis? Find(MachineName name)
    {
        lock (_lock)
        {
            Forget();
            return _gone.TryGetValue(name, out var departure) ? departure.Diagnosis : null;
        }
    }

    private void Forget()
    {
        while (_order.TryPeek(out var oldest)
            && (_order.Count >= NamesMax || time.GetElapsedTime(oldest.At) > Life))
        {
            _order.Dequeue();
            if (_gone.TryGetValue(oldest.Name, out var departure) && departure.At == oldest.At)
            {
                _gone.Remove(oldest.Name);
            }
        }
    }
}
