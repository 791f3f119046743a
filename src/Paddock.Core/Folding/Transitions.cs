using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Planning;

namespace Paddock.Core.Folding;

/// <summary>
/// The table of legal transitions: which decision may be taken in which state. Observations are not in it, because
/// the world does not ask. The planner never plans an illegal step; the store refuses one all the same, and the
/// simulator treats a refusal as a defect.
/// </summary>
public static class Transitions
{
    public static bool Allow(Row? row, Decision decision) => decision switch
    {
        OrderOpened => row is null or OrderRow { IsOpen: false },
        OrderDecision => row is OrderRow { IsOpen: true },

        RunnerPlanned => row is null,
        RunnerLooked => row is RunnerRow { State: not RunnerState.Gone },
        RunnerRetired retired => row is RunnerRow runner && MayRetire(runner, retired.Reason),
        RunnerClosed closed => row is RunnerRow runner && MayClose(runner, closed.End),

        MachinePlanned => row is null,
        MachineServed => row is MachineRow { State: MachineState.Blank },
        MachineLooked => row is MachineRow { State: not MachineState.Absent },
        MachineKept => row is MachineRow { State: MachineState.Serving or MachineState.Finished },
        MachineCondemned => row is MachineRow { State: not MachineState.Absent },
        MachineClosed => row is MachineRow { IsUnsettled: true, ClosedAsOf: null },

        PlaceForgiven => row is PlaceRow { IsOpen: true },
        PolicyChanged changed => changed.PolicyVersion == ((row as FleetRow)?.PolicyVersion ?? 0) + 1,
        _ => false,
    };

    /// <summary>
    /// A busy runner is not retired (promise P3) unless its machine is certainly gone: then GitHub still believes in a
    /// job that nobody runs, and only asking again and again clears the record.
    /// </summary>
    private static bool MayRetire(RunnerRow runner, Reason reason) => runner.State switch
    {
        RunnerState.Gone => false,
        RunnerState.Busy => reason is Reason.MachineEnded or Reason.MachineMissing,
        _ => true,
    };

    private static bool MayClose(RunnerRow runner, RunnerEnd end) => runner.State switch
    {
        RunnerState.Spent => end == RunnerEnd.JobDone,
        RunnerState.Stray => end == RunnerEnd.NotFound,
        RunnerState.Gone => false,

        // Its scope is unknown to GitHub, so nobody will ever hear that the registration itself is gone. In whatever
        // state it is: a ticket or a removal that an earlier engine was asking for gets no answer either.
        _ => end == RunnerEnd.NotFound && runner.RemovalSetback is { Fault: FaultKind.NotFound },
    };
}
