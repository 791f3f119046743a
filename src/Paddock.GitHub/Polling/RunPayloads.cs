using System.Text.Json.Serialization;
using Paddock.GitHub.Http;
using Paddock.GitHub.Jobs;

namespace Paddock.GitHub.Polling;

// What GitHub's lists of runs and jobs give (GitHub REST, "Workflow runs", "Workflow jobs").

internal sealed record RunPayload
{
    public long Id { get; init; }

    public string? Name { get; init; }

    /// <summary>Moves with every change of the run or of one of its jobs; whole seconds.</summary>
    [JsonConverter(typeof(TolerantTime))]
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>A run that is run again keeps its id.</summary>
    public int? RunAttempt { get; init; }

    public RepositoryPayload? Repository { get; init; }

    /// <summary>Where the commit comes from; null after that repository was deleted.</summary>
    public RepositoryPayload? HeadRepository { get; init; }

    /// <summary>
    /// Does it execute what another repository holds? One that is gone was another one. Null when the run does not say
    /// where it belongs.
    /// </summary>
    [JsonIgnore]
    public bool? FromFork => Repository is { Id: > 0 and var id } ? HeadRepository?.Id != id : null;
}

internal sealed record RunPagePayload
{
    public IReadOnlyList<RunPayload>? WorkflowRuns { get; init; }
}

internal sealed record JobPagePayload
{
    public IReadOnlyList<JobPayload>? Jobs { get; init; }
}
