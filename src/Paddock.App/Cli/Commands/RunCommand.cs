using System.CommandLine;
using Paddock.App.Composition;

namespace Paddock.App.Cli.Commands;

/// <summary><c>paddock run [--dry-run]</c>, with a flag for every setting that is no secret.</summary>
internal static class RunCommand
{
    public static Command Make(Shell shell)
    {
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Observe and plan, change nothing; paddock plan shows what would be done.",
        };
        var settings = new SettingFlags();
        var command = new Command("run", "Serves the fleet until it is told to stop; machines outlive it.") { dryRun };
        settings.AddTo(command);
        Invocation.SetUnguarded(command, shell, async (invocation, token) =>
        {
            var request = Configured.Request(invocation) with { Flags = settings.Of(invocation.Given) };
            var config = Configured.Require(invocation, request);
            await FleetHost.RunAsync(config, request, new RunOptions(invocation.Given.GetValue(dryRun)), token);
            return ExitCode.Ok;
        });
        return command;
    }
}
