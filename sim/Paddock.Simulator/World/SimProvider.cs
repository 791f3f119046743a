using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Simulator.Faults;

namespace Paddock.Simulator.World;

/// <summary>
/// One provider as it is: its machines outlive every engine. What runs on them is <see cref="SimRunners"/>.
/// </summary>
public sealed class SimProvider(ProviderPolicy policy, SimTime time, SimDice dice, FaultBox faults, SimRunners runners)
{
    private readonly Dictionary<string, SimMachine> _machines = new(StringComparer.Ordinal);
    private long _soldOutUntil;
    private long _limitedUntil;

    public ProviderPolicy Policy { get; } = policy;

    /// <summary>How many machines it gives in all, whatever anybody has configured; null for any number.</summary>
    public int? Quota { get; init; }

    public IReadOnlyCollection<SimMachine> Machines => _machines.Values;

    /// <summary>A machine came into being.</summary>
    public event Action<SimMachine>? Made;

    /// <summary>Somebody who speaks for the engine asks for this machine to be deleted; it is still there.</summary>
    public event Action<SimMachine>? Deleting;

    public event Action<MachineEvent>? Happened;

    /// <summary>Puts a machine there that is none of ours.</summary>
    public void Plant(SimMachine machine) => _machines[machine.Name.Value] = machine;

    public EnsureReply Ensure(MachineSpec spec, Ticket? ticket)
    {
        if (_machines.TryGetValue(spec.Name.Value, out var there))
        {
            return Serve(there, ticket, spec.Lifetime);
        }
        if (spec.MustExist)
        {
            return new EnsureReply.Refused(new Fault(FaultKind.NotFound, "There is no such machine."));
        }
        if (_machines.Count >= Quota)
        {
            faults.Count("quota exceeded");
            return new EnsureReply.Refused(new Fault(FaultKind.QuotaExceeded, $"The quota is {Quota}."));
        }
        if (IsSoldOut())
        {
            return new EnsureReply.Refused(new Fault(FaultKind.CapacityUnavailable, "Sold out."));
        }
        var machine = new SimMachine(spec, time.Now);
        _machines[spec.Name.Value] = machine;
        Made?.Invoke(machine);
        if (ticket is null)
        {
            machine.Phase = MachinePhase.Blank;
        }
        else
        {
            Start(machine, ticket, spec.Lifetime);
        }
        if (faults.Strikes("machine vanishes", faults.Rates.MachineVanishes))
        {
            time.After(dice.Seconds(0, 600), () => Vanish(machine));
        }
        return new EnsureReply.Done(Adopted: false);
    }

    public RequestLog Requests { get; } = new();

    /// <summary>
    /// Why it answers nobody now, by the wall clock of whoever asks, and until when since the run began, where it says
    /// so; null while it answers.
    /// </summary>
    public (Fault Fault, TimeSpan? NotBefore)? Limit()
    {
        if (time.Now >= _limitedUntil)
        {
            if (!faults.Strikes("limited by a provider", faults.Rates.ProviderLimits))
            {
                return null;
            }
            _limitedUntil = time.Now + dice.Seconds(1, 60).Ticks;
        }
        if (dice.Chance(0.5))
        {
            return (new Fault(FaultKind.RateLimited, "Too many requests."), null);
        }
        var left = TimeSpan.FromTicks(_limitedUntil - time.Now);
        return (
            new Fault(FaultKind.RateLimited, "Too many requests.", time.GetUtcNow() + left), time.Elapsed + left);
    }

    /// <summary>It answers again; whoever watches has missed what happened meanwhile.</summary>
    public void Return() => Happened?.Invoke(new MachineEvent.Gap());

    public MachineListReply List() => new MachineListReply.Complete(
        [.. _machines.Values.Where(machine => machine.IsOurs).Select(Listed)],
        _machines.Values.Count(machine => !machine.IsOurs));

    public DeleteReply Delete(MachineName name)
    {
        if (!_machines.TryGetValue(name.Value, out var machine))
        {
            return new DeleteReply.Gone();
        }
        Deleting?.Invoke(machine);
        if (!machine.IsOurs)
        {
            return new DeleteReply.Refused(new Fault(FaultKind.NameTaken, "It is not ours."));
        }
        Drop(machine);
        return new DeleteReply.Gone();
    }

    private EnsureReply Serve(SimMachine machine, Ticket? ticket, TimeSpan lifetime)
    {
        if (!machine.IsOurs)
        {
            return new EnsureReply.Refused(new Fault(FaultKind.NameTaken, "It is not ours."));
        }
        switch (machine.Phase)
        {
            case MachinePhase.Blank when ticket is not null:
                Start(machine, ticket, lifetime);
                return new EnsureReply.Done(Adopted: true);
            case MachinePhase.Finished or MachinePhase.Failed:
                return new EnsureReply.Refused(new Fault(FaultKind.NotFound, "It has ended."));
            default:
                return new EnsureReply.Done(Adopted: true);
        }
    }

    private void Start(SimMachine machine, Ticket ticket, TimeSpan lifetime)
    {
        machine.Ticket = ticket.Files[0].Content.Reveal();
        machine.Phase = MachinePhase.Running;
        Happened?.Invoke(new MachineEvent.Seen(Listed(machine)));
        runners.Boot(machine, ended: () => End(machine));

        // Every machine powers itself off when its time is over (promise 8 of IProvider).
        time.After(lifetime, () =>
        {
            if (machine.IsAlive)
            {
                runners.Kill(machine);
                End(machine);
            }
        });
    }

    private void End(SimMachine machine)
    {
        if (machine.IsAlive)
        {
            machine.Phase = MachinePhase.Finished;
            machine.ExitCode = 0;
            Happened?.Invoke(new MachineEvent.Seen(Listed(machine)));
        }
    }

    private void Vanish(SimMachine machine)
    {
        if (_machines.ContainsKey(machine.Name.Value))
        {
            Drop(machine);
        }
    }

    private void Drop(SimMachine machine)
    {
        runners.Kill(machine);
        machine.Phase = MachinePhase.Finished;
        _machines.Remove(machine.Name.Value);
        Happened?.Invoke(new MachineEvent.Gone(machine.Name));
    }

    /// <summary>Selling out comes in spells, not in single refusals.</summary>
    private bool IsSoldOut()
    {
        if (faults.Rates.SoldOut == 0)
        {
            return false;
        }
        if (time.Now >= _soldOutUntil && faults.Strikes("sold out", faults.Rates.SoldOut / 4))
        {
            _soldOutUntil = time.Now + dice.Seconds(1, 120).Ticks;
        }
        return time.Now < _soldOutUntil;
    }

    private static ListedMachine Listed(SimMachine machine) =>
        new(machine.Name, machine.Phase, machine.ExitCode, "", machine.Spec.Tags.Generation);
}
