using System.CommandLine;
using Paddock.App.Composition;
using Paddock.App.Configuration.Keys;

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
        var settings = Settings.All.Where(setting => !setting.IsSecret).ToDictionary(
            setting => setting.Name, setting => new Option<string?>($"--{setting.Name}")
            {
                Description = setting.Doc,
                HelpName = "VALUE",
            });
        var command = new Command("run", "Serves the fleet until it is told to stop; machines outlive it.") { dryRun };
        foreach (var option in settings.Values)
        {
            command.Add(option);
        }
        Invocation.SetUnguarded(command, shell, async (invocation, token) =>
        {
            var flags = settings
                .Select(setting => (setting.Key, Value: invocation.Given.GetValue(setting.Value)))
                .Where(flag => flag.Value is not null)
                .ToDictionary(flag => flag.Key, flag => flag.Value!);
            var request = Configured.Request(invocation) with { Flags = flags };
            var config = Configured.Require(invocation, request);
            await FleetHost.RunAsync(config, request, new RunOptions(invocation.Given.GetValue(dryRun)), token);
            return ExitCode.Ok;
        });
        return command;
    }
}
