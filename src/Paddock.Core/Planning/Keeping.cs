using Paddock.Core.Facts;
using Paddock.Core.Model;

namespace Paddock.Core.Planning;

/// <summary>
/// Keeps machines that failed for somebody to look at, where their pool asks for that (<c>keep_failed</c>): a few of
/// each pool, never past their own deadline, and never at the price of a job that waits for a place.
/// </summary>
internal static class Keeping
{
    /// <summary>When an image is broken every machine fails, and they are all alike.</summary>
    public const int MachinesMax = 3;

    public static bool IsWanted(Draft draft, MachineRow machine) =>
        machine.Plan is { } plan && plan.Deadline > draft.Now && draft.ModeOf(plan.Pool) != PoolMode.Draining
        && draft.Policy.Pool(plan.Pool) is { KeepFailed.Ticks: > 0 };

    /// <summary>Comes after everything that a job may need room for.</summary>
    public static void Plan(Draft draft)
    {
        foreach (var machine in draft.Kept.Where(machine => draft.Crowded.Contains(machine.Provider.Value)))
        {
            MachineUpkeep.Condemn(draft, machine, Reason.YieldsToJob);
        }
        if (draft.Failed.Count == 0)
        {
            return;
        }
        var kept = draft.Snapshot.Machines.Where(machine => machine.State == MachineState.Kept)
            .CountBy(machine => machine.Plan!.Pool.Value).ToDictionary(StringComparer.Ordinal);
        foreach (var machine in draft.Failed)
        {
            var pool = machine.Plan!.Pool.Value;
            if (HasRoom(draft, machine) && kept.GetValueOrDefault(pool) is var count and < MachinesMax)
            {
                Keep(draft, machine, machine.Plan);
                kept[pool] = count + 1;
            }
            else if (machine.HasEnded)
            {
                MachineUpkeep.Condemn(draft, machine, Reason.MachineEnded);
            }
        }
    }

    /// <summary>
    /// Where a limit makes a job wait, the same limit may count this machine: which does is not worth telling apart.
    /// </summary>
    private static bool HasRoom(Draft draft, MachineRow machine) =>
        draft.Blocked.Count == 0 && !draft.Crowded.Contains(machine.Provider.Value);

    private static void Keep(Draft draft, MachineRow machine, MachinePlan plan)
    {
        var until = draft.Now + draft.Policy.Pool(plan.Pool)!.KeepFailed;
        draft.Keep(
            new MachineKept(
                draft.Now, machine.Name, until < plan.Deadline ? until : plan.Deadline, Reason.MachineFailed),
            machine.Version);
    }
}
