namespace Paddock.GitHub.Polling;

/// <summary>What one look at a repository asks for.</summary>
/// <param name="Statuses">GitHub takes one status a call.</param>
/// <param name="IsFull">Wherever a job may wait is asked, so a job that is in none of the lists is news.</param>
/// <param name="IsThorough">Every run's jobs are asked for, whatever the list says of its last change.</param>
internal sealed record SweepRound(IReadOnlyList<string> Statuses, bool IsFull, bool IsThorough)
{
    /// <summary>
    /// A run with one job running is <c>in_progress</c> and with one held by an environment <c>waiting</c>, while
    /// another job of it waits for a runner; so <c>queued</c> alone misses work.
    /// </summary>
    private static readonly string[] Usual = ["queued", "in_progress", "waiting"];

    /// <summary>
    /// Runs held back by a concurrency group, or about to be queued. No job of theirs should want a runner; asked now
    /// and then because GitHub's description of it is incomplete.
    /// </summary>
    private static readonly string[] Rare = ["pending", "requested"];

    private static readonly string[] UsualAndRare = [.. Usual, .. Rare];
    private static readonly string[] QueuedOnly = ["queued"];
    private static readonly string[] QueuedAndRare = ["queued", .. Rare];

    /// <summary>Between two lists of the rare statuses, and between two rounds that believe nothing.</summary>
    private const int RareEvery = 10;

    /// <summary>A cold repository is asked every fifth round, so this often it is every tenth as well.</summary>
    private const int RareEveryWhenCold = 2;

    /// <summary>How many lists a round asks for on average, and how many a cold repository adds to each.</summary>
    public const double ListsBeside = 3 + (2.0 / RareEvery);
    public const double ListsWhenHot = 1 + (2 / 2.0) + (2.0 / RareEvery);
    public const double ListsWhenCold = (3 + (2.0 / RareEveryWhenCold)) / ColdEvery;

    /// <summary>In rounds of the connection.</summary>
    public const int ColdEvery = 5;

    /// <summary>
    /// Beside webhooks a look repairs what was lost, so it is always the whole of it and believes nothing: what a lost
    /// delivery costs is one interval and not two. Alone, the looks are so many that they must be cheap.
    /// </summary>
    /// <param name="number">How many looks at this repository there were before.</param>
    public static SweepRound Of(bool isAlone, bool isHot, int number)
    {
        if (isAlone && isHot)
        {
            // Of each pair the first looks everywhere; the rare ones are asked when the rest of the round is small.
            var isFull = number % 2 == 0;
            var statuses = isFull ? Usual : number % RareEvery == RareEvery - 1 ? QueuedAndRare : QueuedOnly;
            return new SweepRound(statuses, isFull, IsThorough: number % RareEvery == 0);
        }
        var every = isAlone ? RareEveryWhenCold : RareEvery;
        return new SweepRound(number % every == every - 1 ? UsualAndRare : Usual, IsFull: true, IsThorough: true);
    }
}
