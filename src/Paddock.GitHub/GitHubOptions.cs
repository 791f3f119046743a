namespace Paddock.GitHub;

/// <summary>What all connections share.</summary>
public sealed record GitHubOptions
{
    /// <summary>How often every repository is asked; what a lost webhook costs at most.</summary>
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>One request, from its first byte to the last of its answer.</summary>
    public TimeSpan RequestLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Runner archives are kept here.</summary>
    public required string ArchiveDirectory { get; init; }
}
