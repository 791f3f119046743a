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

    public void Keep(MachineName name, Diagnosis diagnosis)
    {
        lock (_lock)
        {
            Forget();
            _gone[name] = (diagnosis, time.GetTimestamp());
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
        foreach (var name in _gone.Where(pair => time.GetElapsedTime(pair.Value.At) > Life).Select(pair => pair.Key)
            .ToArray())
        {
            _gone.Remove(name);
        }
        while (_gone.Count >= NamesMax)
        {
            _gone.Remove(_gone.MinBy(pair => pair.Value.At).Key);
        }
        foreach (var (name, departure) in _gone.OrderByDescending(pair => pair.Value.At).Skip(ConsolesMax)
            .Where(pair => pair.Value.Diagnosis.LogTail.Length > 0).ToArray())
        {
            _gone[name] = (departure.Diagnosis with { LogTail = "" }, departure.At);
        }
    }
}
