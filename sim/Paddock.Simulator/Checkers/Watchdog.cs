using Paddock.Core.Model;

namespace Paddock.Simulator.Checkers;

/// <summary>A promise of design.md §9 was broken. The run stops here; the seed repeats it.</summary>
public sealed record Violation(string Promise, string What);

/// <summary>
/// Collects the first violation of a run. Checkers look at the world from outside, never at what the product believes,
/// unless the promise is about what it shows.
/// </summary>
public sealed class Watchdog(Trace trace, SimTime time)
{
    private readonly Dictionary<(string Promise, string About), TimeSpan> _since = [];

    public Violation? Found { get; private set; }

    public void Bark(string promise, string what)
    {
        if (Found is null)
        {
            Found = new Violation(promise, what);
            trace.Say(time, $"VIOLATION {promise}: {what}");
        }
    }

    /// <summary>Barks when a condition has held for longer than <paramref name="patience"/> at every look.</summary>
    public void BarkIfLasting(string promise, string about, bool holds, TimeSpan patience, string what)
    {
        var key = (promise, about);
        if (!holds)
        {
            // Asked between any two events, and hardly ever is there anything to forget.
            if (_since.Count > 0)
            {
                _since.Remove(key);
            }
        }
        else if (!_since.TryGetValue(key, out var since))
        {
            _since[key] = time.Elapsed;
        }
        else if (time.Elapsed - since > patience)
        {
            Bark(promise, $"{what} (since {since})");
        }
    }

    /// <summary>The engine died: whatever it owed, the next one owes from now.</summary>
    public void Forget() => _since.Clear();

    public static JobKey KeyOf(long job) => new("github.com", job);
}
