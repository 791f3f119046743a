using System.Collections.Concurrent;

namespace Paddock.GitHub.Http.Rates;

/// <summary>
/// The gates of all identities. Tokens of one user, on whichever connection, share one (decision D11).
/// </summary>
internal sealed class RateGates(RateRules rules, SteadyClock clock) : IDisposable
{
    private readonly ConcurrentDictionary<string, RateGate> _gates = new(StringComparer.Ordinal);

    public RateGate For(string identity) => _gates.GetOrAdd(identity, key => new RateGate(key, rules, clock));

    public IReadOnlyList<RateBudgetView> Views() =>
        [.. _gates.Values.Select(gate => gate.View()).OrderBy(view => view.Identity, StringComparer.Ordinal)];

    public void Dispose()
    {
        foreach (var gate in _gates.Values)
        {
            gate.Dispose();
        }
    }
}
