using Microsoft.Extensions.Logging.Abstractions;
using Paddock.App.Composition;
using Paddock.App.Configuration;
using Paddock.Core.Policy;
using Paddock.GitHub;
using Paddock.Ports;
using Paddock.Ports.Conformance;
using Paddock.Ports.Providers;
using Paddock.Providers;

namespace Paddock.App.Cli;

/// <summary>
/// The providers of a configuration as <c>paddock provider check</c> opens them: with an identity of the moment, so
/// that no machine of a running fleet can be taken for one of ours.
/// </summary>
internal sealed class ProviderPlaces(PaddockConfig config, TimeProvider time) : IDisposable
{
    private readonly IDice _dice = new SystemDice();
    private readonly List<IProvider> _opened = [];
    private readonly GitHubAdapters _gitHub = new(
        config.Connections, new GitHubOptions { ArchiveDirectory = config.ArchiveDirectory }, time,
        NullLoggerFactory.Instance);

    public (IProvider Provider, FleetIdentity Identity) Open(ProviderSettings settings)
    {
        // A provider may make directories below it; made by them, it would be open for all to read.
        PrivateDirectory.MakeForState(config.StateDirectory);
        var identity = LiveProviderTrial.IdentityOf(config.Fleet, _dice);
        var provider = ProviderAdapters.Open(settings, new ProviderServices(
            identity, _gitHub.Archives, config.ProviderDirectory(settings), time, NullLoggerFactory.Instance));
        lock (_opened)
        {
            _opened.Add(provider);
        }
        return (provider, identity);
    }

    /// <summary>Can it work as configured? By its own word.</summary>
    public async Task<IReadOnlyList<ReportFinding>> LookAsync(
        ProviderSettings settings, CancellationToken cancellationToken)
    {
        var found = await Open(settings).Provider.ValidateAsync(
            ProviderInspection.OffersOf(config, settings.Name), cancellationToken);
        return
        [
            .. found.Select(finding => new ReportFinding(
                finding.IsError ? ReportFinding.Error : ReportFinding.Warning, settings.Name.Value, finding.Message,
                finding.Remedy)),
        ];
    }

    /// <exception cref="CliFaultException">No pool has an offer of it: nobody says what to make.</exception>
    public IProviderTrial Trial(ProviderSettings settings)
    {
        var pool = config.Pools.FirstOrDefault(pool => pool.Offers.Any(offer => offer.Provider == settings.Name))
            ?? throw new CliFaultException(
                ExitCode.Usage, $"No pool has an offer of provider {settings.Name}, so no machine can be made of it.",
                "Add an offer to a pool, or leave --live out.");
        return new LiveProviderTrial(
            Open(settings), Open(settings), pool.Offers.First(offer => offer.Provider == settings.Name), pool.Scopes[0],
            time, _dice);
    }

    public void Dispose()
    {
        foreach (var provider in _opened.OfType<IDisposable>())
        {
            provider.Dispose();
        }
        _gitHub.Dispose();
    }
}
