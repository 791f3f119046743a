using Paddock.Core.Model;
using Paddock.GitHub.Jobs;

namespace Paddock.GitHub.Polling;

/// <summary>A repository to be asked, as whom, and the jobs we believe open there.</summary>
internal sealed record SweepTarget(Scope Scope, string Owner, string Name)
{
    public IReadOnlyList<JobRow> OpenJobs { get; init; } = [];

    /// <summary>Null as long as only its name is known.</summary>
    public long? Id { get; init; }

    /// <summary>Its entry in its organization's list.</summary>
    public RepositoryPayload? Listed { get; init; }

    /// <summary>Its organization's list was read just now, and it is not in there.</summary>
    public bool IsMissing { get; init; }

    /// <summary>A rule keeps its jobs from our runners.</summary>
    public bool IsDenied { get; init; }

    public string FullName => $"{Owner}/{Name}";
}
