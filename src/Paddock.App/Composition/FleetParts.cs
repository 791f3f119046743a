using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Paddock.App.Configuration;
using Paddock.App.Images;
using Paddock.App.Metrics;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;
using Paddock.Engine;
using Paddock.GitHub;
using Paddock.Ports.Providers;
using Paddock.Providers;
using Paddock.Storage.Sqlite;

namespace Paddock.App.Composition;

/// <summary>
/// Every part of a running fleet, made in this order and disposed of in reverse. There is no container: this list is
/// the wiring.
/// </summary>
internal sealed class FleetParts : IAsyncDisposable
{
    private FleetParts(PaddockConfig config, SqliteStore store, TimeProvider time, ILoggerFactory loggers)
    {
        Store = store;
        Identity = new FleetIdentity(config.Fleet, store.Install, RunnerNames.MarkOf(config.Fleet, store.Install));
        GitHub = new GitHubAdapters(
            config.Connections,
            new GitHubOptions
            {
                ArchiveDirectory = config.ArchiveDirectory,
                SweepInterval = config.SweepInterval,
                ReceivesWebhooks = config.Listen.Public is not null,
            },
            time, loggers);
        Providers = config.Providers.ToDictionary(
            provider => provider.Name,
            provider => ProviderAdapters.Open(provider, new ProviderServices(
                Identity, GitHub.Archives, config.ProviderDirectory(provider), time, loggers)));
        MeteredProviders = MeteredProvider.All(Providers, Meter, time);
        Shelf = new DiagnosesShelf(config.DiagnosesDirectory);
        Pump = new Pump();
        CheckInterval = config.CheckInterval;
    }

    public SqliteStore Store { get; }

    public FleetIdentity Identity { get; }

    public GitHubAdapters GitHub { get; }

    public IReadOnlyDictionary<ProviderName, IProvider> Providers { get; }

    /// <summary>The same, with the calls of a running fleet counted.</summary>
    public IReadOnlyDictionary<ProviderName, IProvider> MeteredProviders { get; }

    /// <summary>Everything that is counted, for <c>/metrics</c>.</summary>
    public Meter Meter { get; } = new("paddock");

    public DiagnosesShelf Shelf { get; }

    public Pump Pump { get; }

    private TimeSpan CheckInterval { get; }

    /// <summary>
    /// Opens the store and everything that needs it. Throws <see cref="Ports.Store.StoreFaultException"/> when the
    /// store cannot be used, <see cref="InvalidDataException"/> for a certificate file that cannot.
    /// </summary>
    public static async Task<FleetParts> OpenAsync(PaddockConfig config, TimeProvider time, ILoggerFactory loggers)
    {
        PrivateDirectory.MakeForState(config.StateDirectory);
        PrivateDirectory.MakeForState(Path.GetDirectoryName(Path.GetFullPath(config.StorePath))!);
        var store = await SqliteStore.OpenAsync(
            new SqliteStoreOptions(config.StorePath) { Retention = config.Retention }, new SystemDice(), time,
            loggers.CreateLogger<SqliteStore>());
        try
        {
            return new FleetParts(config, store, time, loggers);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    public FleetEngine Engine(PolicyBox policy, RunOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        var doors = new Doors
        {
            Store = Store,
            Forge = new MeteredForge(GitHub.Forge, Meter, time),
            Providers = MeteredProviders,
            Sources = GitHub.Sources,
            Shelf = Shelf,
            Dice = new SystemDice(),
            Time = time,
        };
        var engineOptions = new EngineOptions { DryRun = options.DryRun, RunnerSweep = CheckInterval };
        return new FleetEngine(Pump, doors, policy, engineOptions, loggers);
    }

    /// <summary>Whoever has opened the store is the only one who builds.</summary>
    public ImageKeeper Images(Func<PaddockConfig> config, TimeProvider time, ILoggerFactory loggers) =>
        new ImageKeeper(config, Providers, GitHub.Archives, time, loggers.CreateLogger("Paddock.Images")).Start();

    public async ValueTask DisposeAsync()
    {
        Pump.Dispose();
        Meter.Dispose();
        foreach (var provider in Providers.Values)
        {
            (provider as IDisposable)?.Dispose();
        }
        GitHub.Dispose();
        await Store.DisposeAsync();
    }
}
