using Paddock.Core.Facts;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;
using Paddock.Engine.Watching;
using Paddock.Ports.Store;

namespace Paddock.Engine;

/// <summary>
/// The one way in for reports about jobs, whichever source they come from: keeps what concerns this fleet, adds what a
/// report says about our runners, stores, rings. Called from web server threads as well as from the pump, so it touches
/// nothing but the store, the bell (decision D1) and, each under its own lock, which jobs waited lately and how late
/// deliveries are.
/// </summary>
public sealed class Intake(IStore store, PolicyBox policy, EngineClock clock, Bell bell, DeliveryLags lags)
{
    /// <summary>A job that was last known to wait longer ago is looked at before a machine is made for it.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(1);

    /// <summary>So many are kept before the old ones are looked for.</summary>
    private const int ConfirmedMin = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<JobKey, DateTimeOffset> _confirmed = [];
    private int _pruneAt = ConfirmedMin;

    /// <summary>
    /// Stores the reports and rings. When it returns they survive the loss of power; when it throws
    /// <see cref="StoreFaultException"/> nothing was stored and the sender has to come again.
    /// </summary>
    public async Task<Admission> AdmitAsync(
        IReadOnlyList<JobObservation> reports, Guid? delivery, CancellationToken cancellationToken)
    {
        var now = clock.Now;
        var facts = Admit(reports, policy.Current, now);
        foreach (var report in delivery is null ? [] : reports)
        {
            lags.Hear(report, now);
        }
        Remember(facts.OfType<JobQueued>().Where(queued => now - queued.QueuedAt < Lately), now);
        if (facts.Count == 0)
        {
            // Jobs for GitHub's own machines: counted, not kept (decision D16).
            return new Admission(Kept: 0, IsRepeat: false, Changed: 0);
        }
        var observed = await store.ObserveAsync(new Report(facts, delivery), cancellationToken);
        if (observed.Changed > 0)
        {
            bell.Ring();
        }
        return new Admission(facts.Count, observed.IsRepeat, observed.Changed);
    }

    /// <summary>
    /// What is worth keeping, and what it means for our runners. A report is kept if a pool could serve the job, if it
    /// asks for self-hosted runners, or if it names a runner of ours. All are stamped with the engine's time: a source
    /// may go by the wall clock, and a step of that would move every deadline that is measured from them.
    /// </summary>
    public static IReadOnlyList<Observation> Admit(
        IReadOnlyList<JobObservation> reports, FleetPolicy policy, DateTimeOffset now)
    {
        var facts = new List<Observation>(reports.Count);
        foreach (var told in reports)
        {
            var report = told with { At = now };
            var runner = RunnerOf(report);
            var isOurs = RunnerNames.IsOurs(policy.Identity.Mark, runner);
            var details = report.Details;
            if (isOurs || PoolMatching.Concerns(policy, report.Job.Host, details.Repository, details.Labels))
            {
                facts.Add(report);
            }
            if (isOurs)
            {
                facts.Add(report is JobFinished
                    ? new RunnerFinished(report.At, RunnerName.Of(runner!), report.Job)
                    : new RunnerBusy(report.At, RunnerName.Of(runner!), report.Job));
            }
        }
        return facts;
    }

    /// <summary>
    /// These reports tell what is so now, because GitHub was asked. A delivery tells what was so when it was sent, and
    /// may have been late by hours; what it says counts as confirmed only if it was sent lately.
    /// </summary>
    public void Confirm(IReadOnlyList<JobObservation> reports) => Remember(reports.OfType<JobQueued>(), clock.Now);

    /// <summary>
    /// Is it certain that this job waited a minute ago? Kept in memory: after a start everything is uncertain.
    /// </summary>
    public bool IsConfirmed(JobKey job)
    {
        lock (_lock)
        {
            return _confirmed.TryGetValue(job, out var at) && clock.Now - at < Lately;
        }
    }

    private void Remember(IEnumerable<JobQueued> waiting, DateTimeOffset now)
    {
        lock (_lock)
        {
            foreach (var job in waiting)
            {
                _confirmed[job.Job] = now;
            }
            if (_confirmed.Count < _pruneAt)
            {
                return;
            }

            // What is older than that is as good as never said.
            foreach (var (job, at) in _confirmed.ToList())
            {
                if (now - at >= Lately)
                {
                    _confirmed.Remove(job);
                }
            }
            _pruneAt = Math.Max(ConfirmedMin, _confirmed.Count * 2);
        }
    }

    private static string? RunnerOf(JobObservation report) => report switch
    {
        JobStarted started => started.Runner,
        JobFinished finished => finished.Runner,
        _ => null,
    };
}

/// <summary>What became of reports at the door, for metrics and the answer to the sender.</summary>
public readonly record struct Admission(int Kept, bool IsRepeat, int Changed);
