using Microsoft.Extensions.Logging.Abstractions;
using Paddock.App.Composition;
using Paddock.App.Configuration;
using Paddock.Core.Planning;
using Paddock.Core.Policy;
using Paddock.GitHub;
using Paddock.Ports.Providers;
using Paddock.Providers;
using Paddock.Storage.Sqlite;

namespace Paddock.App.Cli.Images;

/// <summary>
/// The providers of a configuration as <c>paddock image</c> opens them: with the identity of the installation, because
/// images are its own, whoever builds them, and beside a Paddock that runs.
/// </summary>
internal sealed class ImagePlaces : IDisposable
{
    private readonly PaddockConfig _config;
    private readonly TimeProvider _time;
    private readonly FleetIdentity _identity;
    private readonly GitHubAdapters _gitHub;
    private readonly List<IProvider> _opened = [];

    private ImagePlaces(PaddockConfig config, FleetIdentity identity, TimeProvider time)
    {
        (_config, _identity, _time) = (config, identity, time);
        _gitHub = new GitHubAdapters(
            config.Connections, new GitHubOptions { ArchiveDirectory = config.ArchiveDirectory }, time,
            NullLoggerFactory.Instance);
    }

    /// <exception cref="Ports.Store.StoreFaultException">The store cannot be used.</exception>
    public static async Task<ImagePlaces> OpenAsync(PaddockConfig config, TimeProvider time)
    {
        PrivateDirectory.MakeForState(config.StateDirectory);
        var options = new SqliteStoreOptions(config.StorePath);
        if (!File.Exists(config.StorePath))
        {
            // Nobody has ever run it; the store is made now, so that the first start finds the images its own.
            PrivateDirectory.MakeForState(Path.GetDirectoryName(Path.GetFullPath(config.StorePath))!);
            await using var store = await SqliteStore.OpenAsync(
                options, new SystemDice(), time, NullLogger<SqliteStore>.Instance);
        }
        var install = StoreInstall.Read(options);
        return new ImagePlaces(
            config, new FleetIdentity(config.Fleet, install, RunnerNames.MarkOf(config.Fleet, install)), time);
    }

    /// <summary>Null where images cannot be built.</summary>
    public IImageBuilder? Open(ProviderSettings settings)
    {
        var provider = ProviderAdapters.Open(settings, new ProviderServices(
            _identity, _gitHub.Archives, _config.ProviderDirectory(settings), _time, NullLoggerFactory.Instance));
        _opened.Add(provider);
        return provider as IImageBuilder;
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
