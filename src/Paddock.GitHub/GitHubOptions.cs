using Paddock.GitHub.Deliveries;

namespace Paddock.GitHub;

/// <summary>What all connections share.</summary>
public sealed record GitHubOptions
{
    /// <summary>
    /// How often every repository is asked, or less often where GitHub's limits demand it. Null: as suits a connection,
    /// see <see cref="SweepIntervalOf"/>.
    /// </summary>
    public TimeSpan? SweepInterval { get; init; }

    /// <summary>
    /// False when nothing listens for deliveries, so that sweeps are how jobs are found and not the second look.
    /// </summary>
    public bool ReceivesWebhooks { get; init; } = true;

    /// <summary>
    /// Does nothing but the sweep tell of this connection's jobs? Its delivery log may tell of them too.
    /// </summary>
    public bool IsAlone(GitHubConnection connection) =>
        !ReceivesWebhooks && connection.Deliveries != DeliveryMode.Source;

    /// <summary>
    /// Beside another source it is what a lost delivery costs at most; alone, what every job waits at most.
    /// </summary>
    public TimeSpan SweepIntervalOf(GitHubConnection connection) =>
        SweepInterval ?? (IsAlone(connection) ? TimeSpan.FromSeconds(30) : TimeSpan.FromMinutes(5));

    /// <summary>One request, from its first byte to the last of its answer.</summary>
    public TimeSpan RequestLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Runner archives are kept here.</summary>
    public required string ArchiveDirectory { get; init; }
}
