using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Simulator.Faults;
using Paddock.Simulator.World;

namespace Paddock.Simulator.Checkers;

/// <summary>
/// What may never happen at a provider: more machines than limits allow (P2), the end of a busy runner by our hand
/// (P3), a machine that runs past its deadline (P4), a foreign machine touched (P5). Checked at the moment it happens.
/// </summary>
public sealed class MachineChecks
{
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    private readonly Watchdog _watchdog;
    private readonly SimTime _time;
    private readonly FleetPolicy _policy;
    private readonly IReadOnlyList<SimProvider> _providers;
    private readonly SimIdentity _identity;

    public MachineChecks(Watchdog watchdog, SimWorld world)
    {
        _watchdog = watchdog;
        _time = world.Time;
        _policy = world.Knobs.Policy;
        _providers = world.Providers;
        _identity = world.GitHub.Identity;
        foreach (var provider in _providers)
        {
            provider.Made += Made;
            provider.Deleting += Deleting;
        }
    }

    private void Made(SimMachine machine)
    {
        var ours = _providers.SelectMany(provider => provider.Machines).Where(other => other.IsOurs).ToList();
        if (ours.Count > _policy.RunnersMax)
        {
            _watchdog.Bark("P2", $"{ours.Count} machines in a fleet of at most {_policy.RunnersMax}");
        }
        var pool = _policy.Pool(machine.Spec.Tags.Pool)!;
        var inPool = ours.Count(other => other.Spec.Tags.Pool == pool.Name);
        if (inPool > pool.RunnersMax)
        {
            _watchdog.Bark("P2", $"{inPool} machines in pool {pool.Name} of at most {pool.RunnersMax}");
        }
        foreach (var provider in _providers.Where(provider => provider.Policy.RunnersMax is not null))
        {
            var there = provider.Machines.Count(other => other.IsOurs);
            if (there > provider.Policy.RunnersMax)
            {
                _watchdog.Bark(
                    "P2", $"{there} machines at {provider.Policy.Name} of at most {provider.Policy.RunnersMax}");
            }
        }
        foreach (var limit in _policy.LabelLimits)
        {
            var with = ours.Count(other => limit.Labels.IsSubsetOf(_policy.Pool(other.Spec.Tags.Pool)!.Labels));
            if (with > limit.RunnersMax)
            {
                _watchdog.Bark("P2", $"{with} machines with {limit.Labels} of at most {limit.RunnersMax}");
            }
        }
        _time.After(pool.Timeouts.MaxLifetime + Grace, () => Outlived(machine));
    }

    /// <summary>For a look, by the engine's clock; that none is kept for ever, the end of the run shows.</summary>
    private bool MayBeKept(SimMachine machine) =>
        _policy.Pool(machine.Spec.Tags.Pool) is { KeepFailed.Ticks: > 0 };

    private void Outlived(SimMachine machine)
    {
        if (machine.IsAlive)
        {
            _watchdog.Bark("P4", $"{machine.Name} still runs ten minutes after its lifetime");
        }
    }

    /// <summary>
    /// An engine is back. What has ended meanwhile, and what is only powered off and past its deadline, is gone within
    /// two sweeps; while faults strike, within ten minutes; an outage meanwhile costs its own length, and back-offs
    /// that have grown in it, and so do limits at GitHub, where the registration is removed first.
    /// </summary>
    public void Returned(Func<bool> isStillUp, bool isHealed, IReadOnlyList<Outage> outages)
    {
        var dueAt = _time.Elapsed + (isHealed ? (SimEngine.MachineSweep * 2) + Slack : Grace);
        foreach (var outage in outages.Where(outage => outage.EndsAt + Grace > _time.Elapsed).OrderBy(one => one.At))
        {
            dueAt = outage.At < dueAt && outage.EndsAt + (Grace * 2) > dueAt ? outage.EndsAt + (Grace * 2) : dueAt;
        }
        var over = (
            from provider in _providers
            from machine in provider.Machines
            where machine.IsOurs && !MayBeKept(machine)
                && (machine.Phase == MachinePhase.Finished || IsPastDeadline(machine))
            select (provider, machine)).ToList();
        _time.After(dueAt - _time.Elapsed, Look);

        void Look()
        {
            if (_identity.HeldUntil + Grace is { } held && held > _time.Elapsed)
            {
                _time.After(held - _time.Elapsed, Look);
                return;
            }
            foreach (var (provider, machine) in over)
            {
                if (isStillUp() && provider.Machines.Contains(machine))
                {
                    _watchdog.Bark("P4", $"{machine.Name}, whose time is over, is still there after two sweeps");
                }
            }
        }
    }

    /// <summary>
    /// Never so where the wall clock was stepped: the product wrote the deadline down by the one and reads it by the
    /// other, and is right to.
    /// </summary>
    private bool IsPastDeadline(SimMachine machine) =>
        _time.WallStep == TimeSpan.Zero
        && _time.Now - machine.BornAt >= _policy.Pool(machine.Spec.Tags.Pool)!.Timeouts.MaxLifetime.Ticks;

    private void Deleting(SimMachine machine)
    {
        if (!machine.IsOurs)
        {
            _watchdog.Bark("P5", $"asked to delete {machine.Name}, which is not ours");
        }
        if (machine is { IsAlive: true, Job: { } job })
        {
            _watchdog.Bark("P3", $"deleted {machine.Name} while it runs job {job}");
        }
    }
}
