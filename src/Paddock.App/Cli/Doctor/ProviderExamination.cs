using Paddock.App.Configuration;
using Paddock.Providers;

namespace Paddock.App.Cli.Doctor;

/// <summary>What each provider says of itself, as <c>paddock provider check</c> asks it.</summary>
internal static class ProviderExamination
{
    public static IEnumerable<DoctorCheck> Of(PaddockConfig config, ProviderPlaces places) =>
        config.Providers.Select(settings => new DoctorCheck(
            settings.Name.Value, token => LookAsync(places, settings, token)));

    private static async Task<IReadOnlyList<ReportFinding>> LookAsync(
        ProviderPlaces places, ProviderSettings settings, CancellationToken cancellationToken)
    {
        var found = await places.LookAsync(settings, cancellationToken);
        return found.Any(finding => finding.Level == ReportFinding.Error)
            ? found
            : [.. found, new ReportFinding(
                ReportFinding.Note, settings.Name.Value, "It can work as configured.", Remedy: null)];
    }
}
