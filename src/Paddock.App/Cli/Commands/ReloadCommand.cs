using System.CommandLine;

namespace Paddock.App.Cli.Commands;

/// <summary><c>paddock reload</c></summary>
internal static class ReloadCommand
{
    public static Command Make(Shell shell)
    {
        var command = new Command(
            "reload", "Makes a running Paddock read its configuration again: swapped whole, or refused.");
        Asking.SetOrder(command, shell, _ => "reload");
        return command;
    }
}
