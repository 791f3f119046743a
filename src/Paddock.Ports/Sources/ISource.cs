using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Policy;

namespace Paddock.Ports.Sources;

/// <summary>What a source may need to know: the jobs we believe to be open, and the policy in force.</summary>
public sealed record SourceView(FleetPolicy Policy, IReadOnlyList<JobRow> OpenJobs, DateTimeOffset Now);

/// <summary>
/// What one pull brought. <paramref name="Facts"/> are observations about jobs, in any order, with repeats;
/// <paramref name="Faults"/> are what could not be asked. <paramref name="NextPullAt"/> is when to pull again.
/// </summary>
public sealed record SourceBatch(
    IReadOnlyList<JobObservation> Facts, IReadOnlyList<Fault> Faults, DateTimeOffset NextPullAt, long Mark);

/// <summary>
/// Where facts about demand come from by asking. A source promises:
/// <list type="number">
/// <item>It reports every job the other side would report as waiting at the time of the pull, again and again, until
/// the job is reported otherwise; a fault is told and never looks like silence. A source that reads a log reports each
/// entry until it is acknowledged.</item>
/// <item>Nothing is lost between a pull and its acknowledgement: what was not acknowledged is reported again.</item>
/// <item>It throws only <see cref="OperationCanceledException"/> for the caller's token.</item>
/// </list>
/// </summary>
public interface ISource
{
    /// <summary>For logs and metrics: <c>sweep</c>, <c>deliveries</c>, <c>scale-set</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Does it report how jobs stand at the time of the pull, rather than what was once said of them? The one may be
    /// acted on; behind the other a job may be over by now.
    /// </summary>
    bool TellsThePresent { get; }

    Task<SourceBatch> PullAsync(SourceView view, CancellationToken cancellationToken);

    /// <summary>The facts of this pull are stored.</summary>
    Task AcknowledgeAsync(SourceBatch batch, CancellationToken cancellationToken);
}
