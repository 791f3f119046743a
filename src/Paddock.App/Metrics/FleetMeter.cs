using System.Diagnostics.Metrics;
using Paddock.App.Boards;
using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Engine.Watching;

namespace Paddock.App.Metrics;

/// <summary>
/// The fleet as its last picture shows it. Labels are pools, providers, states and reasons: no job, run or runner, or
/// every one of them would be a series for ever.
/// </summary>
internal static class FleetMeter
{
    public static void Begin(Meter meter, Pictures pictures)
    {
        Gauge("paddock_jobs_waiting", "Jobs that wait for a runner, by pool and by what they wait for.", Waiting);
        Gauge("paddock_jobs_running", "Jobs that run on a runner of a pool.", Running);
        Gauge("paddock_job_oldest_wait_seconds", "How long the job that waits longest has waited.", OldestWait);
        Gauge("paddock_runners", "Open runners by pool and state.", Runners);
        Gauge("paddock_machines", "Machines that are not proven absent, by provider, pool and state.", Machines);
        Gauge("paddock_pool_machines_max", "The most machines a pool may have.", PoolMax);
        Gauge("paddock_fleet_machines_max", "The most machines the fleet may have.", FleetMax);
        Gauge("paddock_pool_active", "1 if the pool takes jobs, 0 if an operator paused or drains it.", PoolActive);
        Gauge("paddock_places_cooling", "Providers, offers and scopes that refused lately.", Cooling);
        Gauge("paddock_door_up", "1 if what we depend on answered last without a fault.", Doors);
        Gauge("paddock_github_up", "0 while GitHub is out of order as a whole on a connection.", GitHubUp);
        Gauge("paddock_github_error_ratio", "Which part of the calls of the last five minutes failed.",
            picture => GitHub(picture, health => health.ErrorRatio));
        Gauge("paddock_github_webhook_lag_seconds", "How long after the event deliveries arrive, by their median.",
            picture => GitHub(picture, health => health.WebhookLag?.TotalSeconds));
        Gauge("paddock_github_assignment_delay_seconds", "How long a job waits beside an idle runner, at most.",
            picture => GitHub(picture, health => health.AssignmentDelay?.TotalSeconds));
        Gauge("paddock_lease_epoch", "Grows each time the lease over the fleet is gained.", Epoch);

        void Gauge(string name, string help, Func<Picture, IEnumerable<Measurement<double>>> look) =>
            meter.CreateObservableGauge(name, () => pictures.Current is { } picture ? look(picture) : [], null, help);
    }

    private static IEnumerable<Measurement<double>> Waiting(Picture picture) => picture.View.Snapshot.Jobs
        .Where(job => job.IsWaiting)
        .GroupBy(job => (
            Pool: picture.PoolOf(job)?.Value ?? JournalMeter.NoPool,
            Reason: picture.WaitOf(job) is { } wait ? FactText.Code(wait.Reason) : "new"))
        .Select(group => new Measurement<double>(
            group.Count(), new("pool", group.Key.Pool), new("reason", group.Key.Reason)));

    private static IEnumerable<Measurement<double>> Running(Picture picture) =>
        picture.View.Policy.Pools.Select(pool => Of(picture.Tally.Pool(pool.Name).JobsRunning, pool.Name));

    private static IEnumerable<Measurement<double>> OldestWait(Picture picture)
    {
        var waiting = picture.View.Snapshot.Jobs.Where(job => job.IsWaiting).Select(job => job.WaitingSince).ToList();
        yield return new(waiting.Count == 0 ? 0 : Math.Max(0, (picture.View.At - waiting.Min()).TotalSeconds));
    }

    private static IEnumerable<Measurement<double>> Runners(Picture picture) => picture.View.Snapshot.Runners
        .Where(runner => runner.IsOpen)
        .GroupBy(runner => (Pool: runner.Plan?.Pool.Value ?? JournalMeter.NoPool, runner.State))
        .Select(group => new Measurement<double>(
            group.Count(), new("pool", group.Key.Pool), new("state", FactText.Code(group.Key.State))));

    private static IEnumerable<Measurement<double>> Machines(Picture picture) => picture.View.Snapshot.Machines
        .Where(machine => machine.IsOpen)
        .GroupBy(machine => (
            Provider: machine.Provider.Value, Pool: machine.Plan?.Pool.Value ?? JournalMeter.NoPool, machine.State))
        .Select(group => new Measurement<double>(
            group.Count(), new("provider", group.Key.Provider), new("pool", group.Key.Pool),
            new("state", FactText.Code(group.Key.State))));

    private static IEnumerable<Measurement<double>> PoolMax(Picture picture) => picture.View.Policy.Pools
        .Where(pool => pool.RunnersMax is not null)
        .Select(pool => Of(pool.RunnersMax!.Value, pool.Name));

    private static IEnumerable<Measurement<double>> FleetMax(Picture picture) =>
        picture.View.Policy.RunnersMax is { } most ? [new(most)] : [];

    private static IEnumerable<Measurement<double>> PoolActive(Picture picture) => picture.View.Policy.Pools
        .Select(pool => Of(picture.ModeOf(pool.Name) == PoolMode.Active ? 1 : 0, pool.Name));

    private static IEnumerable<Measurement<double>> Cooling(Picture picture) =>
        [new(picture.View.Snapshot.Places.Count(place => place.CoolUntil > picture.View.At))];

    private static IEnumerable<Measurement<double>> Doors(Picture picture) => picture.View.Health
        .Select(door => new Measurement<double>(
            door.Value.IsGood ? 1 : 0, new KeyValuePair<string, object?>("door", door.Key)));

    private static IEnumerable<Measurement<double>> GitHubUp(Picture picture) =>
        GitHub(picture, health => health.Verdict == GitHubVerdict.Down ? 0 : 1);

    private static IEnumerable<Measurement<double>> GitHub(Picture picture, Func<GitHubHealth, double?> look) =>
        picture.View.GitHub.Where(health => look(health) is not null).Select(health => new Measurement<double>(
            look(health)!.Value, new KeyValuePair<string, object?>("connection", health.Connection)));

    private static IEnumerable<Measurement<double>> Epoch(Picture picture) => [new(picture.View.Snapshot.Epoch)];

    private static Measurement<double> Of(double value, PoolName pool) =>
        new(value, new KeyValuePair<string, object?>("pool", pool.Value));
}
