using System.CommandLine;
using Paddock.App.Api;
using Paddock.App.Cli.Rendering;

namespace Paddock.App.Cli.Commands;

/// <summary><c>paddock plan</c></summary>
internal static class PlanCommand
{
    public static Command Make(Shell shell)
    {
        var command = new Command("plan", "What the last planning pass decided, or would decide in a dry run.");
        Asking.SetQuery(command, shell, ApiJson.Default.PlanReply, _ => "plan", Show);
        return command;
    }

    private static void Show(Invocation invocation, PlanReply plan)
    {
        var when = Ago.Of(plan.At, invocation.Now);
        if (plan.Steps.Count == 0)
        {
            invocation.Note($"The last pass ({when}) found nothing to do.");
            return;
        }
        invocation.Note(plan.DryRun ? $"Planned {when}; a dry run, so none of it is done." : $"Planned {when}.");
        invocation.Page.Write(PlanTable.Of(plan));
    }
}
