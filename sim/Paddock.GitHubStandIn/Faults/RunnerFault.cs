using System.Text.Json.Serialization;

namespace Paddock.GitHubStandIn.Faults;

/// <summary>What goes wrong on the runner's side of the protocol.</summary>
/// <param name="Where"><c>token</c>, <c>session</c>, <c>message</c>, <c>acknowledge</c>, <c>acquire</c>, <c>renew</c>,
/// <c>complete</c>.</param>
/// <param name="Kind">
/// A status code, or the protocol's own word: an OAuth error for <c>token</c>, <c>conflict</c> or <c>forbidden</c> for
/// <c>session</c>, an error kind such as <c>RunnerNotFound</c> for <c>message</c> and <c>acknowledge</c>.
/// </param>
public sealed record RunnerFault(string Where, string Kind)
{
    /// <summary>How many requests it hits; null for all until it is cleared.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int? Count { get; set; } = 1;

    /// <summary>Only this runner's requests; null for everybody's.</summary>
    public string? Runner { get; set; }
}

/// <summary>Faults that wait for a runner. Guarded by the world's lock.</summary>
internal sealed class RunnerFaults
{
    private readonly List<RunnerFault> _faults = [];

    public void Add(RunnerFault fault) => _faults.Add(fault);

    public void Clear() => _faults.Clear();

    /// <summary>The kind of the first fault that matches, used up by one.</summary>
    public string? Take(string where, string? runner)
    {
        var index = _faults.FindIndex(fault => fault.Where == where
            && (fault.Runner is null || fault.Runner == runner));
        if (index < 0)
        {
            return null;
        }
        var fault = _faults[index];
        if (fault.Count is { } count)
        {
            _faults[index] = fault with { Count = count - 1 };
            if (count <= 1)
            {
                _faults.RemoveAt(index);
            }
        }
        return fault.Kind;
    }
}
