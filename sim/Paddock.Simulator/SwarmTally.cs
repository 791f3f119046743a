using System.Globalization;

namespace Paddock.Simulator;

/// <summary>
/// What a swarm has done so far, in sums: a swarm of hours plays a million seeds, and keeps none but those that failed.
/// </summary>
public sealed class SwarmTally
{
    private readonly SortedDictionary<int, int> _seedsByJobs = [];
    private readonly SortedDictionary<string, long> _faults = new(StringComparer.Ordinal);
    private readonly List<Outcome> _failed = [];
    private ulong _first = ulong.MaxValue;
    private ulong _last;
    private int _seeds;
    private int _onSqlite;
    private int _withAbsence;
    private int _crashesLeast = int.MaxValue;
    private long _crashes;
    private long _facts;
    private long _events;
    private TimeSpan _virtual;

    public IReadOnlyList<Outcome> Failed => _failed;

    public void Add(Outcome outcome)
    {
        var knobs = outcome.Knobs;
        _seeds++;
        (_first, _last) = (Math.Min(_first, knobs.Seed), Math.Max(_last, knobs.Seed));
        _seedsByJobs[outcome.Jobs] = _seedsByJobs.GetValueOrDefault(outcome.Jobs) + 1;
        _onSqlite += knobs.IsSqlite ? 1 : 0;
        _withAbsence += knobs.Absence is null ? 0 : 1;
        _crashesLeast = Math.Min(_crashesLeast, outcome.Crashes);
        _crashes += outcome.Crashes;
        _facts += outcome.Facts;
        _events += outcome.Events;
        _virtual += outcome.Virtual;
        foreach (var (kind, count) in outcome.Faults)
        {
            _faults[kind] = _faults.GetValueOrDefault(kind) + count;
        }
        if (outcome.Violation is not null)
        {
            _failed.Add(outcome);
        }
    }

    /// <summary>One line of sums and one of faults, as the lane of the tests and people read them.</summary>
    public void Print(TimeSpan took, TextWriter output)
    {
        if (_seeds == 0)
        {
            output.WriteLine("swarm: 0 seeds");
            return;
        }
        var jobs = _seedsByJobs.Sum(size => (long)size.Key * size.Value);
        var eventsPerSecond = (long)(_events / Math.Max(0.001, took.TotalSeconds));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"swarm: {_seeds} seeds ({_first} to {_last}) in {took.TotalSeconds:0} s, median {MedianOfJobs()} jobs "
            + $"({jobs} in all, at most {_seedsByJobs.Last().Key}), "
            + $"{_crashes} crashes (at least {_crashesLeast} each), {_facts} facts, "
            + $"{_events} events ({eventsPerSecond}/s), {_onSqlite} on SQLite, "
            + $"{_withAbsence} with a long absence, {_virtual.TotalHours:0} hours simulated"));
        var faults = _faults.Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Key} {kind.Value}"));
        output.WriteLine($"swarm: {_faults.Values.Sum()} faults: {string.Join(", ", faults)}");
    }

    private int MedianOfJobs()
    {
        var before = 0;
        return _seedsByJobs.First(size => (before += size.Value) > _seeds / 2).Key;
    }
}
