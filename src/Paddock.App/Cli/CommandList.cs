using System.CommandLine;
using Paddock.App.Cli.Commands;

namespace Paddock.App.Cli;

/// <summary>Every command of <c>paddock</c>, in the order in which its help shows them.</summary>
internal static class CommandList
{
    public static IReadOnlyList<Command> Make(Shell shell) =>
    [
        RunCommand.Make(shell),
        DemoCommand.Make(shell),
        ValidateCommand.Make(shell),
        DoctorCommand.Make(shell),
        LintCommand.Make(shell),
        ConfigCommand.Make(shell),
        StatusCommand.Make(shell),
        JobsCommand.Make(shell),
        RunnersCommand.Make(shell),
        ExplainCommand.Make(shell),
        LogsCommand.Make(shell),
        PlanCommand.Make(shell),
        .. PoolCommands.Make(shell),
        ReloadCommand.Make(shell),
        ProviderCommand.Make(shell),
        ImageCommand.Make(shell),
        WebhookCommand.Make(shell),
        StoreCommand.Make(shell),
        .. CompletionCommand.Make(shell),
    ];
}
