using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.GitHub.Http;
using Paddock.Ports;
using Paddock.Ports.Sources;

namespace Paddock.Simulator.World;

/// <summary>The plain sweep over the model: every open job, and every job we believe to be open.</summary>
public sealed class SimSweep(SimWorld world, SimDice dice, SimLine line) : ISource
{
    private static readonly Scope Scope = new(Scope.DefaultConnection, ScopeKind.Organization, "acme");

    private readonly SimGitHub _gitHub = world.GitHub;
    private readonly SimTime _time = world.Time;


    private TimeSpan Interval => world.Knobs.Sweep;

    public string Name => "sweep";

    public bool TellsThePresent => true;

    /// <summary>
    /// Since when nothing but the interval itself keeps a sweep away: the engine's start, the last refusal, or the time
    /// that a refusal named.
    /// </summary>
    public TimeSpan OwedSince { get; private set; } = world.Time.Elapsed;

    public async Task<SourceBatch> PullAsync(SourceView view, CancellationToken cancellationToken)
    {
        // For as long it may wait for its turn, behind a request that tries whether a pause is over.
        var (call, owedSince, pulledAt) = (ApiCall.ForSweep(Scope), OwedSince, _time.Elapsed);
        OwedSince = _time.Elapsed + call.Patience;
        var batch = await line.SendAsync(
            new SimRequest<SourceBatch>("sweep", call, IsWrite: false, () => Sweep(view), fault => Failed(view, fault))
            {
                IsPatient = true,
            },
            CancellationToken.None);
        OwedSince = batch.Faults.Count == 0
            ? owedSince + (_time.Elapsed - pulledAt)
            : _time.Elapsed + (batch.NextPullAt - view.Now - Interval);
        return batch;
    }

    public Task AcknowledgeAsync(SourceBatch batch, CancellationToken cancellationToken) => Task.CompletedTask;

    private SourceBatch Sweep(SourceView view)
    {
        var facts = new List<JobObservation>();
        var seen = new HashSet<long>();
        foreach (var job in _gitHub.Model.OpenJobs)
        {
            // Just queued, not listed yet: GitHub is eventually consistent.
            if (_time.True - job.CreatedAt > dice.Seconds(0, 5))
            {
                seen.Add(job.Id);
                facts.Add(_gitHub.Observe(job, view.Now, _gitHub.IsFromFork(job)));
            }
        }
        foreach (var known in view.OpenJobs)
        {
            if (!seen.Contains(known.Key.Id) && _gitHub.Model.Job(known.Key.Id) is { } job)
            {
                facts.Add(_gitHub.Observe(job, view.Now, _gitHub.IsFromFork(job)));
            }
        }
        return new SourceBatch(facts, [], view.Now + Interval, 0);
    }

    /// <summary>Not before GitHub said, if it said a time, as the product's own sweep.</summary>
    private SourceBatch Failed(SourceView view, Fault fault)
    {
        var next = view.Now + Interval;
        var told = fault.Kind == FaultKind.RateLimited && fault.RetryAt > next ? fault.RetryAt.Value : next;
        return new SourceBatch([], [fault], told, 0);
    }
}
