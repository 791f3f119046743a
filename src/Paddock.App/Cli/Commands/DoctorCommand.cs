using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using Paddock.App.Cli.Doctor;
using Paddock.App.Configuration;
using Paddock.GitHub;

namespace Paddock.App.Cli.Commands;

/// <summary>
/// <c>paddock doctor</c>: everything a running Paddock depends on, looked at from the configuration, with or without a
/// running Paddock, and without changing anything.
/// </summary>
internal static class DoctorCommand
{
    public static Command Make(Shell shell)
    {
        var command = new Command(
            "doctor", "Looks at everything Paddock depends on, GitHub included, and changes nothing.");
        Invocation.Set(command, shell, ExamineAsync);
        return command;
    }

    private static async Task<ExitCode> ExamineAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var load = Configured.Load(invocation);
        var findings = load.Faults
            .Select(fault => new ReportFinding(fault.Level, fault.Place, fault.Message, fault.Remedy)).ToList();
        if (load.Config is { } config)
        {
            var examination = new Examination(invocation.Shell.Time);
            findings.AddRange(await examination.RunAsync(StoreExamination.Of(config), cancellationToken));
            findings.AddRange(await OutsideAsync(invocation, config, examination, cancellationToken));
        }
        var report = Report.Of(findings);
        report.Write(invocation, WhenOk(findings));
        return load.Config is null ? ExitCode.Usage : report.Code;
    }

    /// <summary>
    /// Providers get a directory of the moment: opened in the real one, they would make directories there.
    /// </summary>
    private static async Task<IReadOnlyList<ReportFinding>> OutsideAsync(
        Invocation invocation, PaddockConfig config, Examination examination, CancellationToken cancellationToken)
    {
        var scratch = Directory.CreateTempSubdirectory("paddock-doctor-");
        try
        {
            using var gitHub = new GitHubAdapters(
                config.Connections, new GitHubOptions { ArchiveDirectory = config.ArchiveDirectory },
                invocation.Shell.Time, NullLoggerFactory.Instance);
            using var places = new ProviderPlaces(
                config with { StateDirectory = scratch.FullName }, invocation.Shell.Time);
            var found = await new GitHubExamination(config, gitHub).RunAsync(examination, cancellationToken);
            return
            [
                .. found,
                .. await examination.RunAsync(
                    [.. ProviderExamination.Of(config, places), .. AdminExamination.Of(config, places)],
                    cancellationToken),
            ];
        }
        catch (InvalidDataException fault) when (Excuse.For(fault) is { } excuse)
        {
            return [new ReportFinding(ReportFinding.Error, "github", excuse.Message, excuse.Remedy)];
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static string WhenOk(List<ReportFinding> findings) =>
        findings.Count(finding => finding.Level == ReportFinding.Warning) switch
        {
            0 => "Everything Paddock depends on is as it should be.",
            1 => "No error, 1 warning.",
            var warnings => $"No error, {warnings} warnings.",
        };
}
