using Paddock.Core.Model;
using Paddock.Core.Planning;

namespace Paddock.App.Boards;

/// <summary>
/// How much of everything there is, counted once a picture. The gauges of <c>/metrics</c> count the same rows by labels
/// that are finer: reasons, states, providers.
/// </summary>
internal sealed class Tally
{
    private readonly Dictionary<string, Counts> _pools = new(StringComparer.Ordinal);

    public Counts Fleet { get; } = new();

    /// <summary>Jobs that ask for self-hosted runners, and no pool has their labels.</summary>
    public int JobsUnmatched { get; private set; }

    public Counts Pool(PoolName name) => _pools.GetValueOrDefault(name.Value) ?? new Counts();

    public static Tally Of(Picture picture)
    {
        var tally = new Tally();
        foreach (var job in picture.View.Snapshot.Jobs)
        {
            tally.Add(job, picture);
        }
        foreach (var runner in picture.View.Snapshot.Runners)
        {
            tally.Add(runner);
        }
        foreach (var machine in picture.View.Snapshot.Machines)
        {
            if (machine.IsOpen)
            {
                tally.Count(machine.Plan?.Pool, static counts => counts.Machines++);
            }
        }
        return tally;
    }

    private void Add(JobRow job, Picture picture)
    {
        switch (job.Rank)
        {
            case JobRank.Queued when job.Asked is { Wish: JobAsk.Ignore }:
                break;
            case JobRank.Queued when picture.WaitOf(job) is { } wait && wait.Reason.IsUnmatched():
                JobsUnmatched++;
                break;
            case JobRank.Queued:
                Count(picture.PoolOf(job), static counts => counts.JobsWaiting++);
                break;
            case JobRank.InProgress:
                Count(picture.PoolOf(job), static counts => counts.JobsRunning++);
                break;
        }
    }

    private void Add(RunnerRow runner)
    {
        switch (runner.State)
        {
            case RunnerState.Ticketing or RunnerState.Starting or RunnerState.Offline:
                Count(runner.Plan?.Pool, static counts => counts.RunnersStarting++);
                break;
            case RunnerState.Idle:
                Count(runner.Plan?.Pool, static counts => counts.RunnersIdle++);
                break;
            case RunnerState.Busy:
                Count(runner.Plan?.Pool, static counts => counts.RunnersBusy++);
                break;
        }
    }

    private void Count(PoolName? pool, Action<Counts> add)
    {
        add(Fleet);
        if (pool is { } name)
        {
            if (!_pools.TryGetValue(name.Value, out var counts))
            {
                _pools[name.Value] = counts = new Counts();
            }
            add(counts);
        }
    }
}
