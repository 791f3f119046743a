namespace Paddock.GitHubStandIn.Faults;

/// <summary>Faults that wait for a request. Guarded by the world's lock.</summary>
internal sealed class RouteFaults
{
    private readonly List<RouteFault> _faults = [];

    public void Add(RouteFault fault) => _faults.Add(fault);

    public void Clear() => _faults.Clear();

    /// <summary>The first that matches, used up by one.</summary>
    public RouteFault? Take(string request)
    {
        var index = _faults.FindIndex(fault => fault.Matches(request));
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
        return fault;
    }
}
