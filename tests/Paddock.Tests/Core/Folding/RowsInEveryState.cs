using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Ports.Conformance;
using static Paddock.Ports.Conformance.SampleFacts;

namespace Paddock.Tests.Core.Folding;

/// <summary>
/// One runner and one machine in each state a row can be in, made as the product makes them: by facts.
/// </summary>
internal static class RowsInEveryState
{
    public static RunnerRow RunnerIn(RunnerState state) => state switch
    {
        RunnerState.Ticketing => RunnerOf(RunnerPlanned(1, 1, 1, 1)),
        RunnerState.Lost => RunnerOf(RunnerPlanned(1, 1, 1, 1), new TicketLost(At(2), Runner(1), "", AsOf(2))),
        RunnerState.Starting => RunnerOf(RunnerPlanned(1, 1, 1, 1), RunnerTicketed(1, 2)),
        RunnerState.Idle => RunnerOf(RunnerPlanned(1, 1, 1, 1), RunnerTicketed(1, 2), RunnerSeen(1, 3)),
        RunnerState.Busy => RunnerOf(RunnerPlanned(1, 1, 1, 1), RunnerTicketed(1, 2), RunnerBusy(1, 1, 3)),
        RunnerState.Spent => RunnerOf(RunnerPlanned(1, 1, 1, 1), RunnerTicketed(1, 2), RunnerFinished(1, 1, 3)),
        RunnerState.Retiring => RunnerOf(RunnerPlanned(1, 1, 1, 1), RunnerTicketed(1, 2), RunnerRetired(1, 3)),
        RunnerState.Stray => RunnerOf(RunnerSeen(1, 3)),
        RunnerState.Gone => RunnerOf(
            RunnerPlanned(1, 1, 1, 1), RunnerTicketed(1, 2),
            new RunnerGone(At(3), Runner(1), RunnerEnd.Removed, AsOf(3))),
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    public static MachineRow MachineIn(MachineState state) => state switch
    {
        MachineState.Creating => MachineOf(MachinePlanned(1, 1, 1, 1)),
        MachineState.Blank => MachineOf(MachinePlanned(1, null, 1, 1), MachineCreated(1, 2)),
        MachineState.Serving => MachineOf(MachinePlanned(1, 1, 1, 1), MachineCreated(1, 2)),
        MachineState.Finished => MachineOf(
            MachinePlanned(1, 1, 1, 1), MachineCreated(1, 2), MachineSeen(1, MachinePhase.Finished, 3)),
        MachineState.Deleting => MachineOf(MachinePlanned(1, 1, 1, 1), MachineCreated(1, 2), MachineCondemned(1, 3)),
        MachineState.Stray => MachineOf(MachineSeen(1, MachinePhase.Running, 3)),
        MachineState.Absent => MachineOf(MachinePlanned(1, 1, 1, 1), MachineCreated(1, 2), MachineMissing(1, 3)),
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    private static RunnerRow RunnerOf(params ReadOnlySpan<Fact> facts) => (RunnerRow)FoldAll(facts);

    private static MachineRow MachineOf(params ReadOnlySpan<Fact> facts) => (MachineRow)FoldAll(facts);

    private static Row FoldAll(ReadOnlySpan<Fact> facts)
    {
        Row? row = null;
        foreach (var fact in facts)
        {
            row = Fold.Apply(row, fact);
        }
        return row!;
    }
}
