using System.CommandLine;
using Paddock.App.Api;
using Paddock.App.Cli.Completion;
using Paddock.App.Cli.Rendering;

namespace Paddock.App.Cli.Commands;

/// <summary><c>paddock runners</c> and <c>paddock runners retire NAME</c>; the other verbs are keepers'.</summary>
internal static class RunnersCommand
{
    public static Command Make(Shell shell)
    {
        var command = new Command("runners", "Runners that are open, with their machines.") { Retire(shell) };
        foreach (var verb in KeepingCommands.Make(shell))
        {
            command.Add(verb);
        }
        Asking.SetQuery(command, shell, ApiJson.Default.RunnersReply, _ => "runners", Show);
        return command;
    }

    private static Command Retire(Shell shell)
    {
        var name = new NamedArgument("NAME", NameKind.Runner) { Description = "The runner's name." };
        var command = new Command("retire", "Lets a runner go: at once when it idles, after its job when it is busy.")
        {
            name,
        };
        Asking.SetOrder(
            command, shell, given => $"runners/{Uri.EscapeDataString(given.GetRequiredValue(name))}/retire");
        return command;
    }

    private static void Show(Invocation invocation, RunnersReply reply)
    {
        if (reply.Runners.Count == 0)
        {
            invocation.Note("No runners.");
            return;
        }
        invocation.Page.Write(RunnersTable.Of(reply, invocation.Now));
    }
}
