using Paddock.Core.Model;
using Paddock.GitHubModel;
using Paddock.Simulator.Faults;

namespace Paddock.Simulator.World;

/// <summary>
/// The runner processes: what happens inside machines. They boot, connect, take whatever job GitHub offers them, run
/// it, report and go; or fail at any of it.
/// </summary>
public sealed class SimRunners
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromMinutes(4);

    private readonly SimGitHub _gitHub;
    private readonly SimTime _time;
    private readonly SimDice _dice;
    private readonly FaultBox _faults;
    private readonly Knobs _knobs;
    private readonly Dictionary<long, (SimMachine Machine, Action Ended)> _byRunner = [];

    public SimRunners(SimGitHub gitHub, SimTime time, SimDice dice, FaultBox faults, Knobs knobs)
    {
        _gitHub = gitHub;
        _time = time;
        _dice = dice;
        _faults = faults;
        _knobs = knobs;
        gitHub.Offered += Offered;
        gitHub.Removed += Removed;
    }

    private bool IsCutOff => _faults.OutageOf(FaultBox.GitHub) is { StopsRunners: true };

    /// <summary>The machine was started with its ticket.</summary>
    public void Boot(SimMachine machine, Action ended)
    {
        if (_faults.Strikes("never boots", _faults.Rates.NeverBoots)
            || _faults.Strikes("never registers", _faults.Rates.NeverRegisters))
        {
            return;
        }
        _time.After(_dice.Seconds(0.5, 30), () => Connect(machine, ended));
    }

    /// <summary>
    /// Somebody else's runner, on a machine of his own, takes what it can get within ten minutes.
    /// </summary>
    public void Lend(string name, IReadOnlyList<string> labels)
    {
        if (_gitHub.Model.Register("orgs/acme", name, 1, labels, _time.True) is JitReply.Created { Runner: var runner })
        {
            var machine = Strangers.Machine(name);
            Connect(machine, ended: () => machine.Phase = MachinePhase.Finished);
            _time.After(TimeSpan.FromMinutes(10), () =>
            {
                if (machine.Job is null)
                {
                    Kill(machine);
                    _gitHub.Remove(runner.Id, name);
                }
            });
        }
    }

    /// <summary>The power goes: nothing is said to anybody. GitHub notices when nobody polls any more.</summary>
    public void Kill(SimMachine machine)
    {
        if (machine.RunnerId is { } runner && machine.Session is { } session)
        {
            _byRunner.Remove(runner);
            machine.Session = null;
            _time.After(_dice.Seconds(30, 60), () =>
            {
                _gitHub.Model.CloseSession(runner, session, _time.True);
                _gitHub.Settle();
            });
            if (machine.Job is { } job)
            {
                machine.Job = null;
                _time.After(TimeSpan.FromMinutes(10), GiveUp);
            }
        }

        // GitHub gives the job up when its lock has run out.
        void GiveUp()
        {
            _gitHub.Model.Tick(_time.True);
            _gitHub.Settle();
        }
    }

    private void Connect(SimMachine machine, Action ended)
    {
        if (!machine.IsAlive)
        {
            return;
        }
        if (IsCutOff)
        {
            _time.After(_dice.Seconds(5, 30), () => Connect(machine, ended));
            return;
        }
        var runner = _gitHub.Model.Runners.FirstOrDefault(runner => runner.Name == machine.Ticket);
        if (runner is null)
        {
            // Its registration is gone: the listener says so and ends.
            _time.After(_dice.Millis(100, 1000), ended);
            return;
        }
        var session = new Guid((int)runner.Id, 1, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 4);
        machine.RunnerId = runner.Id;
        machine.Session = session;
        _byRunner[runner.Id] = (machine, ended);
        if (_faults.Strikes("passed over", _faults.Rates.PassedOver))
        {
            _gitHub.Model.PassOver(runner.Id);
        }
        if (_gitHub.Model.OpenSession(runner.Id, session, "2.336.0", _time.True) != SessionReply.Opened)
        {
            ended();
            return;
        }
        _gitHub.Settle();
        if (_faults.Strikes("idle dropped", _faults.Rates.IdleDropped))
        {
            _time.After(_dice.Seconds(60, 360), () => DropIdle(runner.Id, runner.Name));
        }
    }

    private void DropIdle(long runner, string name)
    {
        if (_gitHub.Model.DropIdle(runner, _time.True))
        {
            Removed(name);
            _gitHub.Settle();
        }
    }

    private void Offered(long runner)
    {
        if (_byRunner.TryGetValue(runner, out var at))
        {
            _time.After(_dice.Millis(100, 1500), () => Take(runner, at.Machine, at.Ended));
        }
        else
        {
            // The listener died with the offer in the air; after a minute GitHub queues the job again.
            _time.After(TimeSpan.FromSeconds(60), () =>
            {
                _gitHub.Model.Tick(_time.True);
                _gitHub.Settle();
            });
        }
    }

    private void Take(long runner, SimMachine machine, Action ended)
    {
        if (IsCutOff)
        {
            _time.After(_dice.Seconds(5, 30), () => Take(runner, machine, ended));
            return;
        }
        if (!machine.IsAlive || machine.Session is not { } session
            || _gitHub.Model.Poll(runner, session, _time.True) is not PollReply.Offer { Job: var job }
            || _gitHub.Model.Acquire(runner, job.RequestId, _time.True) != AcquireReply.Acquired)
        {
            _time.After(TimeSpan.FromSeconds(60), () =>
            {
                _gitHub.Model.Tick(_time.True);
                _gitHub.Settle();
            });
            return;
        }
        machine.Job = job.Id;
        _gitHub.Settle();
        var runs = _dice.Between(_knobs.JobMin, _knobs.JobMax);
        if (_faults.Strikes("machine dies", _faults.Rates.MachineDies))
        {
            _time.After(runs / 2, () =>
            {
                if (machine.IsAlive)
                {
                    Kill(machine);
                    ended();
                }
            });
        }
        Renew(job.Id, machine);
        _time.After(runs, () => Complete(job.Id, machine, ended));
    }

    private void Renew(long job, SimMachine machine) => _time.After(RenewEvery, () =>
    {
        if (machine.IsAlive && machine.Job == job && _gitHub.Model.Renew(job, _time.True) is not null)
        {
            Renew(job, machine);
        }
    });

    private void Complete(long job, SimMachine machine, Action ended)
    {
        if (!machine.IsAlive || machine.Job != job)
        {
            return;
        }
        if (IsCutOff)
        {
            _time.After(_dice.Seconds(5, 30), () => Complete(job, machine, ended));
            return;
        }
        machine.Job = null;
        machine.Session = null;
        _byRunner.Remove(machine.RunnerId!.Value);
        var isCancelled = _gitHub.Model.Job(job) is { IsCancelRequested: true };
        var conclusion = isCancelled ? "cancelled" : _dice.Chance(0.9) ? "success" : "failure";
        _gitHub.Model.Complete(job, conclusion, [], _time.True);
        _gitHub.Settle();
        _time.After(_dice.Millis(50, 3000), ended);
    }

    /// <summary>A listener whose registration is removed learns it at its next poll and ends.</summary>
    private void Removed(string name)
    {
        var (runner, at) = _byRunner.FirstOrDefault(entry => entry.Value.Machine.Ticket == name);
        if (at.Machine is not null)
        {
            _byRunner.Remove(runner);
            at.Machine.Session = null;
            _time.After(_dice.Seconds(0.1, 50), at.Ended);
        }
    }
}
