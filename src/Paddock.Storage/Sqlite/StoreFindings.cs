namespace Paddock.Storage.Sqlite;

/// <summary>What a check found. Sound means: no problem.</summary>
public sealed class StoreFindings
{
    private readonly List<string> _problems = [];

    /// <summary>Sentences for people, at most <see cref="StoreCheck.ProblemsMax"/>.</summary>
    public IReadOnlyList<string> Problems => _problems;

    public bool IsSound => _problems.Count == 0;

    public bool IsFull => _problems.Count >= StoreCheck.ProblemsMax;

    public long Rows { get; internal set; }

    public long Entries { get; internal set; }

    /// <summary>Subjects whose row was compared with the fold of its whole journal.</summary>
    public long Refolded { get; internal set; }

    internal void Add(string problem)
    {
        if (!IsFull)
        {
            _problems.Add(problem);
        }
    }
}
