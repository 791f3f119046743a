using System.Net;
using Paddock.App.Configuration;
using Paddock.App.Http.Shielding;
using Paddock.Core.Model;
using Paddock.Ports.Providers;

namespace Paddock.App.Cli.Doctor;

/// <summary>Which networks the admin address over TCP is closed to, by each provider's word.</summary>
internal static class AdminExamination
{
    private const string Place = "listen.admin.tcp";

    public static IEnumerable<DoctorCheck> Of(PaddockConfig config, ProviderPlaces places) =>
        config.Listen.AdminTcp is not { } address
            ? []
            : config.Providers.Where(settings => !settings.SharesHostNetwork).Select(settings => new DoctorCheck(
                Place,
                async token => Look(
                    settings.Name, await places.Open(settings).Provider.NetworksAsync(token), address,
                    config.Listen.RunnerNetworks) is { } finding
                        ? [finding]
                        : []));

    /// <summary>Null where no runner is in anybody's way.</summary>
    public static ReportFinding? Look(
        ProviderName provider, NetworksReply reply, IPEndPoint address, IReadOnlyList<IPNetwork>? written)
    {
        if (reply is not NetworksReply.Known known)
        {
            return Warning(
                $"Provider {provider} does not tell where its runners are, and until it does only this host gets in: "
                + ((NetworksReply.Refused)reply).Fault.Message,
                "See what is said of the provider.");
        }
        if (!RunnerNetworks.Of(written, [known]).AreComplete)
        {
            return Warning(
                $"Nobody can tell which addresses runners of {provider} have ({string.Join(", ", known.Unseen)}), so "
                + "only this host gets in.",
                "Write their networks as listen.runner_networks.");
        }
        if (new RunnerNetworks(known.Networks, AreComplete: true).Holds(address.Address))
        {
            return Warning(
                $"{address} is in the network of {provider}'s runners, so it is closed to everybody.",
                $"Give {Place} another address.");
        }
        return known.Networks.Count == 0
            ? null
            : new ReportFinding(
                ReportFinding.Note, Place,
                $"It is closed to {string.Join(", ", known.Networks)}, where runners of {provider} live.",
                Remedy: null);
    }

    private static ReportFinding Warning(string message, string remedy) =>
        new(ReportFinding.Warning, Place, message, remedy);
}
