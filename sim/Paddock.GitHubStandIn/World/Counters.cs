namespace Paddock.GitHubStandIn.World;

/// <summary>One line of the books: how often who called what with which outcome.</summary>
internal readonly record struct CountedCall(string Route, string Caller, int Status);

/// <summary>Counts every request, so that a test can say "one call per job". Guarded by the world's lock.</summary>
internal sealed class Counters
{
    /// <summary>Unexpected requests that are kept word for word.</summary>
    private const int UnexpectedMax = 200;

    private readonly Dictionary<CountedCall, int> _calls = [];
    private readonly List<string> _unexpected = [];
    private readonly List<string> _errors = [];

    public IReadOnlyDictionary<CountedCall, int> Calls => _calls;

    /// <summary>Defects of this server, which answered 500 to them.</summary>
    public IReadOnlyList<string> Errors => _errors;

    public IReadOnlyList<string> Unexpected => _unexpected;

    public void Count(string route, string caller, int status)
    {
        var call = new CountedCall(route, caller, status);
        _calls[call] = _calls.GetValueOrDefault(call) + 1;
    }

    public void CountError(string request, Exception defect) => _errors.Add($"{request}: {defect}");

    /// <summary>Somebody called what this server does not serve: a gap here, or a mistake there.</summary>
    public void CountUnexpected(string request)
    {
        if (_unexpected.Count < UnexpectedMax)
        {
            _unexpected.Add(request);
        }
    }
}
