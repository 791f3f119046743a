using System.Text.RegularExpressions;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>The mishaps that wait for their request, in the order they were asked for.</summary>
internal sealed class Mishaps
{
    private readonly Lock _lock = new();
    private readonly List<Waiting> _waiting = [];

    public void Add(string call, Mishap mishap, int times)
    {
        var pattern = $"^{Regex.Escape(call).Replace(@"\*", "[^/]*", StringComparison.Ordinal)}$";
        lock (_lock)
        {
            _waiting.Add(new Waiting(new Regex(pattern, RegexOptions.NonBacktracking), mishap, times));
        }
    }

    /// <summary>The first one for this method and path.</summary>
    public Mishap? Take(string call)
    {
        lock (_lock)
        {
            var at = _waiting.FindIndex(waiting => waiting.Call.IsMatch(call));
            if (at < 0)
            {
                return null;
            }
            var taken = _waiting[at];
            if (taken.Times > 1)
            {
                _waiting[at] = taken with { Times = taken.Times - 1 };
            }
            else
            {
                _waiting.RemoveAt(at);
            }
            return taken.Mishap;
        }
    }

    private sealed record Waiting(Regex Call, Mishap Mishap, int Times);
}
