using System.CommandLine;
using Paddock.App.Cli.Completion;

namespace Paddock.App.Cli.Commands;

/// <summary><c>paddock pause|resume|drain POOL</c></summary>
internal static class PoolCommands
{
    public static IReadOnlyList<Command> Make(Shell shell) =>
    [
        Make(shell, "pause", "Makes no further runners in a pool; those it has go on."),
        Make(shell, "resume", "Lets a pool make runners again."),
        Make(shell, "drain", "Makes no further runners in a pool and lets those go that are not busy."),
    ];

    private static Command Make(Shell shell, string verb, string description)
    {
        var pool = new NamedArgument("POOL", NameKind.Pool) { Description = "The pool's name." };
        var command = new Command(verb, description) { pool };
        Asking.SetOrder(
            command, shell, given => $"pools/{Uri.EscapeDataString(given.GetRequiredValue(pool))}/{verb}");
        return command;
    }
}
