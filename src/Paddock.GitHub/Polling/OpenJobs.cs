using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.GitHub.Jobs;

namespace Paddock.GitHub.Polling;

/// <summary>The jobs of a repository that we believe open, held against what GitHub shows in one look.</summary>
internal sealed class OpenJobs(IReadOnlyList<JobRow> rows, DateTimeOffset at)
{
    /// <summary>
    /// GitHub's API lags behind its own webhooks, by seconds as a rule. A job is not called gone while it may not have
    /// arrived yet: that word is never taken back.
    /// </summary>
    private static readonly TimeSpan VanishGrace = TimeSpan.FromMinutes(5);

    private readonly HashSet<long> _open = [.. rows.Select(row => row.Key.Id)];
    private readonly HashSet<long> _seen = [];

    /// <summary>
    /// Is it to be reported? Once a look; and the finished jobs of a long run are news only to who believes them open.
    /// </summary>
    public bool IsNews(JobPayload job) =>
        job.Id > 0 && _seen.Add(job.Id) && (job.Status != "completed" || _open.Contains(job.Id));

    public IReadOnlyList<JobRow> Unseen() => [.. rows.Where(row => !_seen.Contains(row.Key.Id))];

    /// <summary>One job of each run of which several have not been seen.</summary>
    public IReadOnlyList<JobRow> FirstsOfRuns() =>
        [.. Unseen().GroupBy(row => row.Details.RunId).Where(run => run.Count() > 1).Select(run => run.First())];

    public IEnumerable<JobObservation> Vanished(IReadOnlyList<JobRow> gone) =>
        gone.Where(row => at - row.FirstSeenAt >= VanishGrace).Select(row => JobMapping.Vanished(row, at));
}
