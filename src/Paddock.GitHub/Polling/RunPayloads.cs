using Paddock.GitHub.Jobs;

namespace Paddock.GitHub.Polling;

// What GitHub's lists of runs and jobs give (GitHub REST, "Workflow runs", "Workflow jobs").

internal sealed record RunPayload
{
    public long Id { get; init; }

    public string? Name { get; init; }

    public RepositoryPayload? Repository { get; init; }
}

internal sealed record RunPagePayload
{
    public IReadOnlyList<RunPayload>? WorkflowRuns { get; init; }
}

internal sealed record JobPagePayload
{
    public IReadOnlyList<JobPayload>? Jobs { get; init; }
}
