using Paddock.App.Api;
using Paddock.Core.Facts;
using Paddock.Core.Planning;
using Paddock.Engine;

namespace Paddock.App.Boards;

/// <summary>The last pass as the API tells it.</summary>
internal static class PlanBoard
{
    public static PlanReply Of(FleetView view, bool dryRun) =>
        new(view.At, dryRun, [.. view.Plan.Steps.Select(Of)]);

    private static StepReply Of(Step step)
    {
        // The last decision is what the step is about: a runner's start is told by its machine's plan.
        var fact = step.Items[^1].Fact;
        return new StepReply(NameOf(step), fact.Subject.ToString(), ReasonOf(fact) ?? "", FactText.Of(fact));
    }

    private static string NameOf(Step step) => step switch
    {
        StartRunner => "start-runner",
        ServeBlank => "serve-blank",
        MakeBlank => "make-blank",
        RetireRunner => "retire-runner",
        LookAtRunner => "look-at-runner",
        LookAtMachine => "look-at-machine",
        DeleteMachine => "delete-machine",
        _ => "keep-books",
    };

    /// <summary>The code of a decision's reason; null for a fact that has none.</summary>
    public static string? ReasonOf(Fact fact) => fact switch
    {
        OrderOpened opened => FactText.Code(opened.Reason),
        OrderNoted noted => FactText.Code(noted.Waits),
        OrderClosed closed => FactText.Code(closed.Outcome),
        RunnerPlanned planned => FactText.Code(planned.Reason),
        RunnerLooked looked => FactText.Code(looked.Reason),
        RunnerRetired retired => FactText.Code(retired.Reason),
        RunnerClosed closed => FactText.Code(closed.Reason),
        MachinePlanned planned => FactText.Code(planned.Reason),
        MachineServed served => FactText.Code(served.Reason),
        MachineLooked looked => FactText.Code(looked.Reason),
        MachineKept kept => FactText.Code(kept.Reason),
        MachineCondemned condemned => FactText.Code(condemned.Reason),
        MachineClosed closed => FactText.Code(closed.Reason),
        PlaceForgiven forgiven => FactText.Code(forgiven.Reason),
        _ => null,
    };
}
