namespace Paddock.GitHubModel;

// What exists in the model. All immutable: the model replaces them, so an event can hold one without copying.

/// <summary>A repository. Names change by a rename, ids do not.</summary>
public sealed record ModelRepository(long Id, string Owner, string Name, bool IsPrivate, bool OwnerIsOrganization)
{
    public bool IsArchived { get; init; }

    /// <summary>The repository it was forked from.</summary>
    public long? ForkOf { get; init; }

    /// <summary>How many forks of it there are.</summary>
    public int Forks { get; init; }

    /// <summary>Nobody sees it any more; it stays here because runs of it are remembered.</summary>
    public bool IsDeleted { get; init; }

    public string FullName => $"{Owner}/{Name}";
}

/// <summary>One step of a job: a shell script.</summary>
public sealed record ModelStep(string Name, string Script);

/// <summary>
/// A job as a workflow file describes it. <paramref name="Needs"/> are names of jobs of the same run.
/// </summary>
public sealed record JobTemplate(
    string Name, IReadOnlyList<string> Labels, IReadOnlyList<ModelStep> Steps, IReadOnlyList<string> Needs,
    bool IsProtected = false)
{
    /// <summary>The <c>group:</c> of <c>runs-on</c>. GitHub shows it nowhere before a runner has the job.</summary>
    public string? Group { get; init; }

    public static JobTemplate Of(string name, params IReadOnlyList<string> labels) => new(name, labels, [], []);
}

/// <summary>One workflow run. Its status is derived from its jobs, see <see cref="GitHubModel.StatusOf"/>.</summary>
public sealed record ModelRun(
    long Id, long RepositoryId, string Workflow, string Event, string Branch, int Number, int Attempt,
    DateTimeOffset CreatedAt, DateTimeOffset StartedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>Jobs whose needs are not met yet; they do not exist for GitHub's API until they are.</summary>
    public IReadOnlyList<JobTemplate> Pending { get; init; } = [];

    /// <summary>The fork that holds what it executes; null for a run of the repository's own.</summary>
    public long? HeadRepositoryId { get; init; }

    public bool IsFromFork => HeadRepositoryId is not null;

    public bool IsCancelled { get; init; }

    /// <summary>The end of this attempt has been told.</summary>
    public bool IsOver { get; init; }

    public long CheckSuiteId => Id + 1;
}

public static class JobStatus
{
    public const string Queued = "queued";
    public const string Waiting = "waiting";
    public const string InProgress = "in_progress";
    public const string Completed = "completed";
}

/// <summary>One job attempt.</summary>
public sealed record ModelJob(
    long Id, long RunId, int Attempt, JobTemplate Template, Guid RequestId, DateTimeOffset CreatedAt)
{
    public string Status { get; init; } = JobStatus.Queued;

    public string? Conclusion { get; init; }

    public DateTimeOffset QueuedAt { get; init; } = CreatedAt;

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The runner it was offered to and that has not taken it yet.</summary>
    public long? OfferedTo { get; init; }

    public DateTimeOffset? OfferedAt { get; init; }

    public long? RunnerId { get; init; }

    public string? RunnerName { get; init; }

    public long? RunnerGroupId { get; init; }

    /// <summary>A running job whose runner does not renew by then is given up.</summary>
    public DateTimeOffset LockedUntil { get; init; }

    public bool IsCancelRequested { get; init; }

    /// <summary>What the runner reported for each step: name and conclusion.</summary>
    public IReadOnlyList<StepResult> Results { get; init; } = [];
}

/// <summary>What a runner says about one step.</summary>
/// <param name="Conclusion">GitHub's word, for example <c>success</c>; null while the step is not completed.</param>
public sealed record StepResult(string Name, int Number, string? Conclusion)
{
    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public string Status => Conclusion is not null ? JobStatus.Completed
        : StartedAt is not null ? JobStatus.InProgress
        : JobStatus.Queued;
}

/// <summary>A registered runner. Always ephemeral: the model knows JIT registration only.</summary>
public sealed record ModelRunner(
    long Id, string Name, string Scope, long GroupId, IReadOnlyList<string> Labels, string ClientId,
    DateTimeOffset CreatedAt)
{
    public Guid? Session { get; init; }

    public DateTimeOffset LastContactAt { get; init; } = CreatedAt;

    /// <summary>When its session began; it has been idle since, unless it has a job.</summary>
    public DateTimeOffset IdleSince { get; init; } = CreatedAt;

    /// <summary>The job it runs, or was offered.</summary>
    public long? JobId { get; init; }

    public bool IsBusy { get; init; }

    public string? Version { get; init; }

    /// <summary>GitHub has it in its list and gives it nothing, as has been seen of single runners.</summary>
    public bool IsPassedOver { get; init; }

    public bool IsOnline => Session is not null;

    public bool IsIdle => IsOnline && JobId is null;
}

/// <summary>A runner group of an organization or enterprise. Group 1 is everybody's default.</summary>
public sealed record ModelGroup(
    long Id, string Name, bool IsDefault, bool AllowsPublicRepositories, IReadOnlyList<long>? SelectedRepositories)
{
    public static ModelGroup Default { get; } =
        new(1, "Default", IsDefault: true, AllowsPublicRepositories: false, null);

    public bool MayServe(ModelRepository repository) =>
        (repository.IsPrivate || AllowsPublicRepositories)
        && (SelectedRepositories is null || SelectedRepositories.Contains(repository.Id));
}

/// <summary>Something GitHub tells by webhook, with the things as they were at that moment.</summary>
public sealed record ModelEvent(
    string Name, string Action, ModelRepository Repository, ModelRun Run, ModelJob? Job, DateTimeOffset At);
