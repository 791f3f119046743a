using System.Diagnostics.Metrics;
using Paddock.App.Boards;
using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Engine;

namespace Paddock.App.Metrics;

/// <summary>
/// Counts what the journal tells: a fact is there once, so nothing is counted twice or missed, whoever brought it.
/// One owner, which feeds it entry by entry.
/// </summary>
internal sealed class JournalMeter
{
    /// <summary>The label of what belongs to no pool of ours.</summary>
    public const string NoPool = "none";

    /// <summary>Seconds, from a warm runner to a cloud server in the morning rush.</summary>
    private static readonly double[] Buckets = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 21600];

    /// <summary>Jobs remembered from their queueing to their end; further ones are not timed.</summary>
    private const int JobsMax = 100_000;

    private readonly Counter<long> _facts;
    private readonly Counter<long> _steps;
    private readonly Counter<long> _finished;
    private readonly Counter<long> _creates;
    private readonly Histogram<double> _waits;
    private readonly Histogram<double> _runs;
    private readonly Dictionary<string, JobTimes> _jobs = new(StringComparer.Ordinal);

    public JournalMeter(Meter meter)
    {
        _facts = meter.CreateCounter<long>("paddock_facts_total", null, "Facts stored, by kind.");
        _steps = meter.CreateCounter<long>("paddock_steps_total", null, "Decisions stored, by kind and reason.");
        _finished = meter.CreateCounter<long>(
            "paddock_jobs_finished_total", null, "Jobs that ended, by pool and conclusion.");
        _creates = meter.CreateCounter<long>(
            "paddock_machine_creates_total", null, "Creates that were answered, by provider and outcome.");
        _waits = Histogram("paddock_job_queue_seconds", "From the queueing of a job to its start, by pool.");
        _runs = Histogram("paddock_job_run_seconds", "From the start of a job to its end, by pool.");

        Histogram<double> Histogram(string name, string help) => meter.CreateHistogram(
            name, "s", help, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets });
    }

    /// <summary>What is open when counting begins: those jobs have been waiting already.</summary>
    public void Begin(FleetView view)
    {
        foreach (var job in view.Snapshot.Jobs.Take(JobsMax))
        {
            _jobs[job.Order.Value] = new JobTimes(NoPool, job.WaitingSince, job.StartedAt);
        }
        foreach (var order in view.Snapshot.Orders)
        {
            Assign(order.Key, order.Pool);
        }
    }

    public void Count(Fact fact)
    {
        _facts.Add(1, new KeyValuePair<string, object?>("kind", Story.KindOf(fact)));
        if (PlanBoard.ReasonOf(fact) is { } reason)
        {
            _steps.Add(1, new("kind", Story.KindOf(fact)), new("reason", reason));
        }
        switch (fact)
        {
            case JobQueued queued:
                Queue(queued);
                break;
            case OrderOpened opened:
                Assign(opened.Order, opened.Pool);
                break;
            case JobStarted started:
                Start(started);
                break;
            case JobFinished finished:
                Finish(finished);
                break;
            case MachineCreated created:
                _creates.Add(1, new("provider", created.Provider.Value), new("outcome", "ok"));
                break;
            case MachineRefused refused:
                _creates.Add(1, new("provider", refused.Provider.Value), new("outcome", FactText.Code(refused.Fault)));
                break;
        }
    }

    private void Queue(JobQueued queued)
    {
        if (_jobs.Count < JobsMax)
        {
            _jobs.TryAdd(Key(queued), new JobTimes(NoPool, queued.QueuedAt ?? queued.At, null));
        }
    }

    private void Assign(OrderKey order, PoolName pool)
    {
        if (_jobs.TryGetValue(order.Value, out var job))
        {
            _jobs[order.Value] = job with { Pool = pool.Value };
        }
    }

    private void Start(JobStarted started)
    {
        if (_jobs.TryGetValue(Key(started), out var job) && job.StartedAt is null)
        {
            var at = started.StartedAt ?? started.At;
            _jobs[Key(started)] = job with { StartedAt = at };
            Record(_waits, at - job.QueuedAt, job.Pool);
        }
    }

    private void Finish(JobFinished finished)
    {
        var isKnown = _jobs.Remove(Key(finished), out var job);
        _finished.Add(
            1, new("pool", isKnown ? job.Pool : NoPool), new("conclusion", finished.Conclusion.ToLowerInvariant()));
        if (isKnown && job.StartedAt is { } started)
        {
            Record(_runs, (finished.FinishedAt ?? finished.At) - started, job.Pool);
        }
    }

    /// <summary>GitHub's times and ours may differ by a little; a wait is never less than nothing.</summary>
    private static void Record(Histogram<double> histogram, TimeSpan span, string pool) =>
        histogram.Record(Math.Max(0, span.TotalSeconds), new KeyValuePair<string, object?>("pool", pool));

    private static string Key(JobObservation fact) => OrderKey.ForJob(fact.Job).Value;

    private readonly record struct JobTimes(string Pool, DateTimeOffset QueuedAt, DateTimeOffset? StartedAt);
}
