using Paddock.App.Api;
using Spectre.Console.Rendering;

namespace Paddock.App.Cli.Rendering;

/// <summary>Steps of a plan, each with its reason.</summary>
internal static class PlanTable
{
    public static IRenderable Of(PlanReply plan)
    {
        var table = new FittedTable(
            ("STEP", Fit.Whole), ("SUBJECT", Fit.Wraps), ("REASON", Fit.Whole), ("WHAT", Fit.Wraps));
        foreach (var step in plan.Steps)
        {
            table.AddRow(
                Cell.Of(step.Step), Cell.Of(step.Subject), Cell.Of(step.Reason, Cell.Faint), Cell.Of(step.Text));
        }
        return table;
    }
}
