namespace Paddock.GitHub.Checks;

// What only the checks read (GitHub REST, "Repositories", "GitHub Actions permissions", "Self-hosted runner groups").

/// <summary>A repository with what tells who may register a runner there.</summary>
internal sealed record RepositoryRightsPayload
{
    public bool Private { get; init; }

    public AccountPayload? Owner { get; init; }

    /// <summary>The caller's own; not given to everyone.</summary>
    public RolesPayload? Permissions { get; init; }
}

/// <param name="Type"><c>User</c> or <c>Organization</c>.</param>
internal sealed record AccountPayload(string? Login, string? Type);

internal sealed record RolesPayload(bool Admin);

/// <param name="EnabledRepositories"><c>all</c>, <c>selected</c> or <c>none</c>.</param>
internal sealed record OwnRunnersPayload(string? EnabledRepositories);

/// <summary>A runner group with what tells who may use it.</summary>
internal sealed record GroupAccessPayload
{
    public long Id { get; init; }

    public string? Name { get; init; }

    public bool Default { get; init; }

    /// <summary>Given by the enterprise: what is said here need not be all.</summary>
    public bool Inherited { get; init; }

    /// <summary><c>all</c>, <c>private</c> or <c>selected</c>.</summary>
    public string? Visibility { get; init; }

    public bool AllowsPublicRepositories { get; init; }

    public bool RestrictedToWorkflows { get; init; }
}

internal sealed record GroupAccessPagePayload
{
    public IReadOnlyList<GroupAccessPayload>? RunnerGroups { get; init; }
}

/// <summary>A list of which only matters that it may be read.</summary>
internal sealed record CountPayload
{
    public int TotalCount { get; init; }
}
