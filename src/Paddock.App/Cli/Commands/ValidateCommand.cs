using System.CommandLine;
using Paddock.App.Configuration;

namespace Paddock.App.Cli.Commands;

/// <summary><c>paddock validate</c></summary>
internal static class ValidateCommand
{
    public static Command Make(Shell shell)
    {
        var command = new Command(
            "validate", "Reads the configuration whole and tells everything that is wrong with it.");
        Invocation.Set(
            command, shell, (invocation, _) => Task.FromResult(Show(invocation, Configured.Load(invocation))));
        return command;
    }

    private static ExitCode Show(Invocation invocation, ConfigLoad load)
    {
        var report = Report.Of(load.Faults.Select(
            fault => new ReportFinding(fault.Level, fault.Place, fault.Message, fault.Remedy)));
        report.Write(invocation, $"{load.Path ?? "The environment"} is a valid configuration{Size(load.Config)}.");
        return report.Ok ? ExitCode.Ok : ExitCode.Usage;
    }

    private static string Size(PaddockConfig? config) => config is null
        ? ""
        : $": {Count(config.Pools.Count, "pool")}, {Count(config.Providers.Count, "provider")}";

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
