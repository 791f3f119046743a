using Paddock.Core.Facts;
using Paddock.Core.Model;

namespace Paddock.Core.Planning;

/// <summary>
/// What must happen to each machine for its own sake: unanswered creates are looked up and settled, machines that
/// ended or lost their runner are deleted, deletions are repeated until the machine is absent. One branch per state.
/// </summary>
internal static class MachineUpkeep
{
    public static void Plan(Draft draft)
    {
        foreach (var machine in draft.Snapshot.Machines)
        {
            if (draft.IsFull)
            {
                draft.Cut();
                return;
            }
            Plan(draft, machine);
        }
    }

    private static void Plan(Draft draft, MachineRow machine)
    {
        switch (machine.State)
        {
            case MachineState.Creating:
                Creating(draft, machine);
                break;
            case MachineState.Blank when draft.ModeOf(machine.Plan!.Pool) == PoolMode.Draining:
                Condemn(draft, machine, Reason.PoolDraining);
                break;
            case MachineState.Blank when draft.IsFlushed(machine.Plan!.Pool, machine.Intent):
                Condemn(draft, machine, Reason.OperatorAsked);
                break;
            case MachineState.Blank when draft.IsDue(machine.Plan!.Deadline):
                Condemn(draft, machine, Reason.TooOld);
                break;
            case MachineState.Serving:
                Serving(draft, machine);
                break;
            case MachineState.Finished when machine.HasFailed && Keeping.IsWanted(draft, machine)
                && draft.Runner(machine.Runner) is not { State: RunnerState.Retiring }:
                draft.Failed.Add(machine);
                break;
            case MachineState.Kept:
                Kept(draft, machine);
                break;
            case MachineState.Finished:
                // Dead already, so no job can be hurt; waiting for its runner's last word would only hold the slot.
                Condemn(draft, machine, Reason.MachineEnded);
                break;
            case MachineState.Deleting:
                Deleting(draft, machine);
                break;
            case MachineState.Stray:
                Stray(draft, machine);
                break;
        }
    }

    private static void Creating(Draft draft, MachineRow machine)
    {
        if (machine.Setback is null && draft.IsOwned(machine.Intent!))
        {
            return;
        }
        if (TryClose(draft, machine))
        {
            return;
        }

        // A machine made for a runner may have come up with a valid ticket. While the registration stands, a job may
        // start on it at any moment, so the registration goes first (RunnerUpkeep sees to it) and the machine after.
        if (machine.Runner is not null)
        {
            if (draft.Runner(machine.Runner) is null)
            {
                Condemn(draft, machine, Reason.MachineUncertain);
            }
            else
            {
                Look(draft, machine);
            }
            return;
        }

        // A blank one is as good as new if it turns up.
        Look(draft, machine);
    }

    private static void Serving(Draft draft, MachineRow machine)
    {
        var runner = draft.Runner(machine.Runner);
        if (runner is null)
        {
            Condemn(draft, machine, Reason.RunnerGone);
        }
        else if (runner is { Took.FinishedAt: { } finished, Plan: { } plan }
            && draft.IsDue(finished + plan.Timeouts.PoweredOff))
        {
            // Its job is over, so nothing is lost by not waiting any longer for it to end by itself.
            Condemn(draft, machine, Reason.JobDone);
        }
    }

    /// <summary>
    /// Whoever never came online may have taken a job after all, just before GitHub was asked to remove it.
    /// </summary>
    private static void Kept(Draft draft, MachineRow machine)
    {
        var runner = draft.Runner(machine.Runner);
        if (runner is not null && !machine.HasEnded)
        {
            Serving(draft, machine);
        }
        else if (runner is { IsSpent: true })
        {
            Condemn(draft, machine, Reason.JobDone);
        }
        else if (draft.IsDue(machine.KeptUntil!.Value) || !Keeping.IsWanted(draft, machine))
        {
            Condemn(draft, machine, Reason.KeptLongEnough);
        }
        else
        {
            draft.Kept.Add(machine);
        }
    }

    private static void Deleting(Draft draft, MachineRow machine)
    {
        if (TryClose(draft, machine))
        {
            return;
        }
        var intent = machine.Condemned!.Intent;
        var answered = machine.DeleteSetback?.Attempt == intent.Attempt;
        if (answered)
        {
            if (draft.IsDue(machine.DeleteSetback!))
            {
                Condemn(draft, machine, Reason.Resumed);
            }
        }
        else if (machine.IsUnsettled && machine.MissingAsOf > intent.Decided)
        {
            // Not there to be deleted; but the create may still be carried out. Ask again once it has settled.
            if (draft.IsDue(SettledAt(draft, machine)))
            {
                Condemn(draft, machine, Reason.MachineUncertain);
            }
        }
        else if (!draft.IsOwned(intent) || HasReturned(machine, intent))
        {
            Condemn(draft, machine, Reason.Resumed);
        }
    }

    /// <summary>
    /// Its deletion was confirmed, and yet a later look found it: a create that was carried out late.
    /// </summary>
    private static bool HasReturned(MachineRow machine, Intent deletion) =>
        machine.MissingAsOf > deletion.Decided && machine.KnownAsOf > machine.MissingAsOf;

    /// <summary>
    /// Ours by its tags, and either never planned or given up long ago. Its registration, if any, goes first.
    /// </summary>
    private static void Stray(Draft draft, MachineRow machine)
    {
        var since = machine.KnownAsOf?.At ?? draft.Now;
        if (draft.IsDue(since + draft.Policy.Times.StrayGrace)
            && draft.Runner(RunnerName.Of(machine.Name.Value)) is null)
        {
            Condemn(draft, machine, Reason.Stray);
        }
    }

    /// <summary>
    /// Gives up an unanswered create once a complete look, begun after the provider must have carried it out, does
    /// not show the machine. Until then it counts towards the limits: a lost reply must never buy a machine too many.
    /// </summary>
    private static bool TryClose(Draft draft, MachineRow machine)
    {
        // Times of two epochs do not compare: the wall clock may have been put back in between.
        if (!machine.IsUnsettled || machine.MissingAsOf is not { } missing
            || missing.Epoch != draft.Snapshot.Epoch || missing.At < SettledAt(draft, machine))
        {
            return false;
        }
        draft.GiveUp(machine.Name);
        draft.Keep(
            new MachineClosed(draft.Now, machine.Name, missing, Reason.MachineUncertain), machine.Version);
        return true;
    }

    /// <summary>From when on the provider certainly has carried out the create, or never will.</summary>
    private static DateTimeOffset SettledAt(Draft draft, MachineRow machine)
    {
        var settle = draft.Policy.Provider(machine.Provider)?.Settle ?? TimeSpan.FromMinutes(1);

        // An earlier engine sent nothing after this epoch began; in this epoch the lost reply says when it was sent.
        var sentBy = machine.Intent!.Decided.Epoch < draft.Snapshot.Epoch
            ? draft.Snapshot.EpochStartedAt
            : machine.Setback?.AsOf.At ?? machine.Intent.Deadline;
        return sentBy + settle;
    }

    private static void Look(Draft draft, MachineRow machine)
    {
        if (machine.Looking is { } looking)
        {
            if (machine.Seen?.AsOf > looking.Decided)
            {
                // It is there and still being made; the inventory follows it from here.
                return;
            }

            // The first look is at once, the next when the create has settled; none in between would decide anything.
            var isAnswered = machine.MissingAsOf > looking.Decided;
            if (isAnswered ? !draft.IsDue(SettledAt(draft, machine)) : draft.IsOwned(looking))
            {
                return;
            }
        }
        var intent = draft.NewIntent(IntentKind.Look, (machine.Looking?.Attempt ?? 0) + 1);
        draft.TryAdd(new LookAtMachine(
            new MachineLooked(draft.Now, machine.Name, intent, Reason.MachineUncertain), machine));
    }

    internal static void Condemn(Draft draft, MachineRow machine, Reason reason)
    {
        draft.Leave(machine.Name);
        var intent = draft.NewIntent(IntentKind.Delete, (machine.Condemned?.Intent.Attempt ?? 0) + 1);
        draft.TryAdd(new DeleteMachine(new MachineCondemned(draft.Now, machine.Name, intent, reason), machine));
    }
}
