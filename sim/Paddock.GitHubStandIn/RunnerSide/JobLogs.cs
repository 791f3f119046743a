using Paddock.GitHubModel;

namespace Paddock.GitHubStandIn.RunnerSide;

/// <summary>
/// What runners have uploaded for their jobs: which blob holds which log, and how far each step is. Guarded by the
/// world's lock.
/// </summary>
internal sealed class JobLogs
{
    private readonly Dictionary<Guid, Dictionary<string, StepResult>> _steps = [];
    private readonly HashSet<string> _begun = [];

    /// <summary>
    /// One name per job and kind of log. The runner asks for the address before every piece it uploads, and the pieces
    /// must come together.
    /// </summary>
    public string NameOf(Guid job, string kind, string? step)
    {
        var name = step is null ? $"{job:N}-{kind}" : $"{job:N}-{kind}-{step}";
        _begun.Add(name);
        return name;
    }

    /// <summary>The blob with the whole job's log; null before the runner has begun one.</summary>
    public string? JobLogOf(Guid job) => _begun.Contains($"{job:N}-job") ? $"{job:N}-job" : null;

    /// <summary>The blobs with the logs of single steps, in the order of the steps.</summary>
    public IEnumerable<(StepResult Step, string Name)> StepLogsOf(Guid job) => _steps.GetValueOrDefault(job, [])
        .OrderBy(entry => entry.Value.Number)
        .Select(entry => (entry.Value, $"{job:N}-step-{entry.Key}"))
        .Where(entry => _begun.Contains(entry.Item2));

    /// <summary>Merges an update, which holds only the steps that have changed, and returns all of them.</summary>
    public IReadOnlyList<StepResult> Merge(Guid job, IReadOnlyList<LiveStepBody> changed)
    {
        if (!_steps.TryGetValue(job, out var steps))
        {
            _steps[job] = steps = [];
        }
        foreach (var step in changed)
        {
            steps[step.ExternalId ?? step.Number.ToString()] = Words.Step(step);
        }
        return [.. steps.Values.OrderBy(step => step.Number)];
    }
}
