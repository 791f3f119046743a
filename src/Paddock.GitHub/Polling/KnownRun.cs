using Paddock.GitHub.Jobs;

namespace Paddock.GitHub.Polling;

/// <summary>
/// A run that is not over, as it was listed last, and its jobs as they were last seen. A run is looked into again as
/// long as a job of it waits; what is left out of a round has therefore no waiting job, unless the run has changed, and
/// then its list says so.
/// </summary>
internal sealed class KnownRun(RunPayload listed, string status)
{
    private Stamp? _seen;
    private bool _isSure;

    private readonly record struct Stamp(DateTimeOffset? UpdatedAt, int? Attempt);

    public long Id => Listed.Id;

    public RunPayload Listed { get; private set; } = listed;

    /// <summary>In which list it was last.</summary>
    public string Status { get; private set; } = status;

    /// <summary>It has left its list, and no other has shown it since.</summary>
    public bool IsAstray { get; private set; }

    public IReadOnlyList<JobPayload> Jobs { get; private set; } = [];

    /// <summary>
    /// GitHub's times have whole seconds, and its lists lag: a job may have joined after the look within the second
    /// that is told. So a change is looked into twice, a round apart, before the same time means the same jobs.
    /// </summary>
    public bool IsWorthALook => IsAstray || !_isSure || _seen != Now || Jobs.Count == 0 || Jobs.Any(IsUnassigned);

    /// <summary>Nothing is left to come from a run that no list shows and all of whose jobs are over.</summary>
    public bool IsOver => IsAstray && Jobs.All(job => job.Status == "completed");

    private Stamp Now => new(Listed.UpdatedAt, Listed.RunAttempt);

    public void List(RunPayload listed, string status) => (Listed, Status, IsAstray) = (listed, status, false);

    public void Lose() => IsAstray = true;

    public void See(IReadOnlyList<JobPayload> jobs)
    {
        _isSure = _seen == Now;
        _seen = Now;
        Jobs = jobs;
    }

    /// <summary>Held jobs too: the run need not change when one of them is let in.</summary>
    private static bool IsUnassigned(JobPayload job) => job.Status is not ("in_progress" or "completed");
}
