using System.CommandLine;
using Paddock.App.Cli.Completion;
using Paddock.App.Configuration;
using Paddock.Ports.Conformance;
using Paddock.Providers;

namespace Paddock.App.Cli.Commands;

/// <summary><c>paddock provider check [NAME] [--live]</c></summary>
internal static class ProviderCommand
{
    public static Command Make(Shell shell)
    {
        var name = new NamedArgument("NAME", NameKind.Provider)
        {
            Description = "The provider's name in the configuration; without it all are checked.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var live = new Option<bool>("--live")
        {
            Description = "Also make and delete real machines, to see every promise kept. They may cost money.",
        };
        var check = new Command("check", "Asks providers whether they can work as configured.") { name, live };
        Invocation.Set(check, shell, (invocation, token) =>
            CheckAsync(invocation, invocation.Given.GetValue(name), invocation.Given.GetValue(live), token));
        return new Command("provider", "About the places machines come from.") { check };
    }

    private static async Task<ExitCode> CheckAsync(
        Invocation invocation, string? name, bool isLive, CancellationToken cancellationToken)
    {
        var config = Configured.Require(invocation);
        var findings = new List<ReportFinding>();
        using var places = new ProviderPlaces(config, invocation.Shell.Time);
        foreach (var settings in Chosen(config, name))
        {
            findings.AddRange(await places.LookAsync(settings, cancellationToken));
            if (isLive && findings.TrueForAll(finding => finding.Level != ReportFinding.Error))
            {
                findings.AddRange(await TryAsync(invocation, places, settings, cancellationToken));
            }
        }
        var report = Report.Of(findings);
        report.Write(invocation, isLive ? "Every promise is kept." : "Every provider can work as configured.");
        return report.Code;
    }

    private static List<ProviderSettings> Chosen(PaddockConfig config, string? name)
    {
        var chosen = config.Providers.Where(provider => name is null || provider.Name.Value == name).ToList();
        return chosen.Count > 0 ? chosen : throw new CliFaultException(
            ExitCode.NotFound, $"There is no provider {name}.",
            $"There is: {string.Join(", ", config.Providers.Select(provider => provider.Name))}.");
    }

    /// <summary>Each promise as it is tried: some take a minute, and a silent minute looks like a hang.</summary>
    private static async Task<IReadOnlyList<ReportFinding>> TryAsync(
        Invocation invocation, ProviderPlaces places, ProviderSettings settings, CancellationToken cancellationToken)
    {
        var findings = new List<ReportFinding>();
        foreach (var check in ProviderConformance.Checks(settings.Traits, _ => Task.FromResult(places.Trial(settings))))
        {
            var outcome = await ConformanceOutcome.OfAsync(check, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            invocation.Note($"{settings.Name}: {outcome}");
            if (!outcome.IsKept)
            {
                findings.Add(new ReportFinding(
                    ReportFinding.Error, settings.Name.Value,
                    $"promise {check.Promise}, {check.Name}: {outcome.Failure}", Remedy: null));
            }
        }
        return findings;
    }
}
