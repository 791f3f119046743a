using Paddock.Core.Facts;
using Paddock.Core.Model;

namespace Paddock.Core.Planning;

/// <summary>
/// What must happen to each runner for its own sake, whatever the demand: promises of earlier engines are taken up,
/// runners without a machine go, runners that never came online go, finished ones are closed. One branch per state.
/// </summary>
internal static class RunnerUpkeep
{
    /// <summary>With the back-off between them about a minute.</summary>
    private const int ForsakenAfterAttempts = 6;

    public static void Plan(Draft draft)
    {
        foreach (var runner in draft.Snapshot.Runners)
        {
            if (draft.IsFull)
            {
                draft.Cut();
                return;
            }
            Plan(draft, runner);
        }
    }

    /// <summary>
    /// GitHub deregisters a runner after its one job by itself, so closing it costs nothing. It stays in the picture
    /// until its machine is on the way out, perhaps by this very plan: its job's end is what the machine's winding-down
    /// is measured from.
    /// </summary>
    public static void CloseSpent(Draft draft)
    {
        foreach (var runner in draft.Snapshot.Runners)
        {
            if (runner.State == RunnerState.Spent && !draft.IsFull && IsDoneWith(draft, draft.MachineOf(runner)))
            {
                draft.Keep(
                    new RunnerClosed(draft.Now, runner.Name, RunnerEnd.JobDone, draft.Snapshot.AsOf, Reason.JobDone),
                    runner.Version);
            }
        }
    }

    private static bool IsDoneWith(Draft draft, MachineRow? machine) =>
        machine is null or { State: MachineState.Deleting or MachineState.Absent }
            or { State: MachineState.Kept, HasEnded: true }
        || draft.IsLeaving(machine.Name) || draft.Failed.Contains(machine);

    private static void Plan(Draft draft, RunnerRow runner)
    {
        switch (runner.State)
        {
            case RunnerState.Ticketing when !draft.IsOwned(runner.Ticketing!):
            case RunnerState.Lost:
                // The ticket cannot be read back (decision D6): whatever was registered under this name is useless.
                Retire(draft, runner, Reason.TicketLost);
                break;
            case RunnerState.Starting or RunnerState.Idle or RunnerState.Offline:
                Waiting(draft, runner);
                break;
            case RunnerState.Busy:
                Busy(draft, runner);
                break;
            case RunnerState.Retiring when !draft.IsOwned(runner.Retirement!.Intent):
                Retire(draft, runner, Reason.Resumed);
                break;
            case RunnerState.Stray:
                Stray(draft, runner);
                break;
        }
    }

    /// <summary>It has no job yet. What GitHub's silence means for it is asked only while GitHub is in order.</summary>
    private static void Waiting(Draft draft, RunnerRow runner)
    {
        var machine = draft.MachineOf(runner);
        if ((WhyLost(draft, machine) ?? WhyUnwanted(draft, runner)) is { } reason)
        {
            Retire(draft, runner, reason);
        }
        else if (draft.IsFrozen(runner.Plan!.Class.Scope))
        {
            return;
        }
        else if (runner.State == RunnerState.Starting)
        {
            Starting(draft, runner, machine!);
        }
        else if (runner.MissingAsOf is { } missing && missing > runner.Seen?.AsOf
            && draft.IsDue(missing.At + RunnerRow.ListEcho))
        {
            // GitHub drops idle runners now and then. A list may be a minute old, so one runner is asked about by id.
            Look(draft, runner, Reason.RunnerGone);
        }
        else if (runner.State == RunnerState.Offline)
        {
            Offline(draft, runner);
        }
    }

    private static void Starting(Draft draft, RunnerRow runner, MachineRow machine)
    {
        if (machine.FulfilledAt is not { } startedAt)
        {
            return;
        }

        // Ask before giving up: in webhook mode nobody tells us that a runner came online until it takes a job. A look
        // costs one request and only runners that are late cause it.
        var deadline = startedAt + runner.Plan!.Timeouts.Registration;
        if (!draft.IsDue(deadline))
        {
            return;
        }
        if (LastLook(runner) is { } looked && looked.At >= deadline)
        {
            Retire(draft, runner, Reason.NeverRegistered);

            // One that has ended meanwhile, and may be on its way out, is not for this rule.
            if (machine.State == MachineState.Serving && Keeping.IsWanted(draft, machine))
            {
                draft.Failed.Add(machine);
            }
        }
        else
        {
            Look(draft, runner, Reason.NeverRegistered);
        }
    }

    /// <summary>
    /// A runner whose network was away comes back by itself, so it gets as long as a new one gets to come up, and is
    /// asked about once more. One that was asked about before and is offline again is not waited for: a fresh one costs
    /// less than a job that counts on it.
    /// </summary>
    private static void Offline(Draft draft, RunnerRow runner)
    {
        var seen = runner.Seen!;
        if (runner.Looking is { } looking && looking.Decided.At >= runner.OnlineAt && seen.AsOf > looking.Decided)
        {
            Retire(draft, runner, Reason.WentOffline);
        }
        else if (draft.IsDue(seen.AsOf.At + runner.Plan!.Timeouts.Registration))
        {
            Look(draft, runner, Reason.WentOffline);
        }
    }

    /// <summary>
    /// A busy runner is left alone. If its machine is certainly gone, the job is dead as well and GitHub learns it only
    /// from its own time-out; the registration is asked away until GitHub lets go.
    /// </summary>
    private static void Busy(Draft draft, RunnerRow runner)
    {
        var machine = draft.MachineOf(runner);
        if (machine is null || (machine.DeadSince is { } dead && draft.IsDue(dead + draft.Policy.Times.WordGrace)))
        {
            Retire(draft, runner, machine?.EndedAt is null ? Reason.MachineMissing : Reason.MachineEnded);
        }
    }

    private static void Stray(Draft draft, RunnerRow runner)
    {
        if (runner.Seen is not { } seen || runner.Scope is null || runner.MissingAsOf > seen.AsOf)
        {
            // Only ever named by a job, or no longer listed: there is nothing to remove.
            var last = runner.Seen?.AsOf.At ?? runner.Took?.At ?? draft.Now;
            if (draft.IsDue(last + draft.Policy.Times.StrayGrace))
            {
                draft.Keep(
                    new RunnerClosed(draft.Now, runner.Name, RunnerEnd.NotFound, draft.Snapshot.AsOf, Reason.Stray),
                    runner.Version);
            }
            return;
        }

        // At GitHub a name is all there is, so only what is offline, idle and old enough is touched.
        if (!seen.Online && !seen.Busy && draft.IsDue(seen.AsOf.At + draft.Policy.Times.StrayGrace)
            && !draft.IsFrozen(runner.Scope))
        {
            Retire(draft, runner, Reason.Stray);
        }
    }

    /// <summary>Why a runner's machine can never bring it up any more; null while it still may.</summary>
    private static Reason? WhyLost(Draft draft, MachineRow? machine)
    {
        if (machine is null || machine.State == MachineState.Stray)
        {
            return Reason.MachineMissing;
        }
        if (machine.EndedAt is { } ended)
        {
            // The word about its job may be a moment behind the machine's end; asking at once would cost a request.
            return draft.IsDue(ended + draft.Policy.Times.WordGrace) ? Reason.MachineEnded : null;
        }
        if (machine.State is MachineState.Absent or MachineState.Deleting)
        {
            return machine.Setback is null ? Reason.MachineMissing : Reason.MachineRefused;
        }
        if (machine.FulfilledAt is not null)
        {
            return null;
        }

        // Unanswered: the ticket was in the memory of whoever asked. If that engine is gone, or the reply was lost or
        // bad, nobody can hand it over again.
        return machine.Setback is { } setback && setback.AsOf > machine.Intent!.Decided ? Reason.MachineRefused
            : draft.IsOwned(machine.Intent!) ? null
            : Reason.MachineUncertain;
    }

    private static Reason? WhyUnwanted(Draft draft, RunnerRow runner)
    {
        if (runner.RetireAskedAt is not null || draft.IsFlushed(runner.Plan!.Pool, runner.Ticketing))
        {
            return Reason.OperatorAsked;
        }
        if (draft.ModeOf(runner.Plan!.Pool) == PoolMode.Draining)
        {
            return Reason.PoolDraining;
        }
        return draft.IsDue(runner.Plan.PlannedAt + runner.Plan.Timeouts.MaxLifetime) ? Reason.TooOld : null;
    }

    private static AsOf? LastLook(RunnerRow runner) => AsOf.Later(runner.Seen?.AsOf, runner.MissingAsOf);

    private static void Look(Draft draft, RunnerRow runner, Reason reason)
    {
        if (runner.Looking is { } looking && draft.IsOwned(looking) && !(LastLook(runner) > looking.Decided))
        {
            return;
        }
        var intent = draft.NewIntent(IntentKind.Look, (runner.Looking?.Attempt ?? 0) + 1);
        draft.TryAdd(new LookAtRunner(new RunnerLooked(draft.Now, runner.Name, intent, reason), runner));
    }

    /// <summary>
    /// GitHub does not know the scope any more, again and again, and nothing of ours runs there: a repository was
    /// deleted, or taken from our sight, and nobody will ever let us remove the registration. Should the scope come
    /// back, the registration is found in its list as a stray.
    /// </summary>
    private static bool IsForsaken(Draft draft, RunnerRow runner) =>
        runner.RemovalSetback is { Fault: FaultKind.NotFound, Attempt: >= ForsakenAfterAttempts }
        && draft.MachineOf(runner) is null or { DeadSince: not null };

    internal static void Retire(Draft draft, RunnerRow runner, Reason reason)
    {
        draft.Leave(runner.Name);
        if (runner.RemovalSetback is { } setback && !draft.IsDue(setback))
        {
            return;
        }
        if (IsForsaken(draft, runner))
        {
            draft.Keep(
                new RunnerClosed(draft.Now, runner.Name, RunnerEnd.NotFound, draft.Snapshot.AsOf, reason),
                runner.Version);
            return;
        }
        var intent = draft.NewIntent(IntentKind.Remove, (runner.Retirement?.Intent.Attempt ?? 0) + 1);
        draft.TryAdd(new RetireRunner(new RunnerRetired(draft.Now, runner.Name, intent, reason), runner));
    }
}
