using System.CommandLine;
using Paddock.App.Api;
using Paddock.App.Cli.Completion;
using Paddock.App.Cli.Rendering;

namespace Paddock.App.Cli.Commands;

/// <summary><c>paddock logs RUNNER</c></summary>
internal static class LogsCommand
{
    public static Command Make(Shell shell)
    {
        var name = new NamedArgument("RUNNER", NameKind.Runner) { Description = "The runner's name." };
        var command = new Command("logs", "The end of a runner's console, also of one that is gone.") { name };
        Asking.SetQuery(
            command, shell, ApiJson.Default.LogReply,
            given => $"runners/{Uri.EscapeDataString(given.GetRequiredValue(name))}/log", Show);
        return command;
    }

    private static void Show(Invocation invocation, LogReply log)
    {
        if (log.Text.Length > 0)
        {
            invocation.Page.Write(LogText.Of(log.Text));
        }
        invocation.Note(log switch
        {
            { Text.Length: 0, Live: true } => $"{log.Runner} has said nothing yet.",
            { Text.Length: 0 } => $"{log.Runner} said nothing.",
            { Live: true } => $"{log.Runner} still runs.",
            { ExitCode: { } code } => $"{log.Runner} is gone; exit code {code}.",
            _ => $"{log.Runner} is gone.",
        });
    }
}
