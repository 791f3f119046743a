using Paddock.GitHub.Http.Rates;

namespace Paddock.GitHub.Polling;

/// <summary>
/// A connection's interval between rounds: as configured, or longer where the limits of an identity it asks as demand
/// it. Measured while it goes, because a busy repository costs twenty times what a quiet one does.
/// </summary>
internal sealed class SweepPace(TimeSpan least, Func<string, RateBudgetView> budgetOf)
{
    private readonly TimeSpan _least = least;
    private readonly Dictionary<string, Shares> _shares = new(StringComparer.Ordinal);

    private sealed record Shares(MeasuredShare Lists, MeasuredShare Jobs);

    public TimeSpan Interval { get; private set; } = least;

    public void Note(SweepFinding finding)
    {
        if (finding.Lists.Identity is { } identity)
        {
            // The first question about anything has no tag to be answered by; of lists, that is over after one round.
            var shares = SharesOf(identity);
            shares.Lists.Note(finding.Lists.AskedWithTag, finding.Lists.AskedWithTag - finding.Lists.Unchanged);
            shares.Jobs.Note(finding.Jobs.Asked, finding.Jobs.Asked - finding.Jobs.Unchanged);
        }
    }

    /// <summary>The end of a round: what the next ones will cost, as far as this one can tell.</summary>
    public void Close(IReadOnlyCollection<RepositoryMemory> repositories, bool isAlone)
    {
        Interval = _least;
        foreach (var group in repositories.Where(one => one.Identity is not null).GroupBy(one => one.Identity!))
        {
            var shares = SharesOf(group.Key);
            var load = new SweepLoad(
                group.Sum(one => !isAlone ? SweepRound.ListsBeside
                    : one.IsHot ? SweepRound.ListsWhenHot
                    : SweepRound.ListsWhenCold),
                group.Sum(one => one.JobCalls),
                shares.Lists.Value,
                shares.Jobs.Value);
            var budget = budgetOf(group.Key);
            var shortest = SweepFormula.Shortest(load, budget.HourlyLimit, budget.PointsMax);
            Interval = shortest > Interval ? shortest : Interval;
            shares.Lists.Fade();
            shares.Jobs.Fade();
        }
    }

    private Shares SharesOf(string identity) =>
        _shares.TryGetValue(identity, out var shares)
            ? shares
            : _shares[identity] = new Shares(new MeasuredShare(0.1), new MeasuredShare(0.5));
}
