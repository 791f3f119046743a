using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Providers.Building;
using Paddock.Providers.Capacity;
using Paddock.Providers.Docker.Api;
using Paddock.Providers.Docker.Builds;
using Paddock.Providers.Docker.Containers;
using Paddock.Providers.Docker.Images;
using Paddock.Providers.Making;

namespace Paddock.Providers.Docker;

/// <summary>
/// Machines that are containers of one Docker Engine, or of Podman behind the same API. A blank one is created and not
/// started; serving it is to put the ticket in and to start it.
/// </summary>
public sealed class DockerProvider : IProvider, IImageBuilder, IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly Pulls _pulls;
    private readonly Births _births;
    private readonly Register _register;
    private readonly Postmortem _postmortem;
    private readonly EventWatch _events;
    private readonly Inspection _inspection;
    private readonly ImageBuilds _builds;
    private readonly Subnets _subnets;

    private DockerProvider(
        DockerSettings settings, ProviderServices services, HttpMessageInvoker http, EngineAddress address)
    {
        var logger = services.Loggers.CreateLogger("Paddock.Docker");
        var engine = new EngineClient(http, address, services.Time);
        var (containers, images) = (new ContainerCalls(engine), new ImageCalls(engine));
        var helpers = new HelperContainers(containers, services.Identity, settings.Name, services.Time);
        var layers = new RunnerLayers(
            images, containers, helpers, services.Identity, services.StateDirectory, services.Time, logger);
        _pulls = new Pulls(images, new RegistryLogins(settings.Registries), services.Time, logger);
        var (shelf, probe) = (
            new ImageShelf(images, _pulls, settings, services.Time),
            new ImageProbe(containers, helpers, services.Time));
        var desk = new ImageDesk(shelf, probe, layers, services.Archives);
        var ownership = new Ownership(services.Identity);
        var host = new Host(engine, address, containers);

        Traits = settings.Traits;
        _http = http;
        var seats = new Seats(settings.HostRules, host.RoomAsync, host.ClaimsAsync);
        _births = new Births(containers, seats, desk, ownership, settings);
        _register = new Register(containers, ownership);
        _postmortem = new Postmortem(containers, ownership);
        _events = new EventWatch(engine, containers, ownership, logger);
        _inspection = new Inspection(engine, images, host, settings);
        _subnets = new Subnets(engine, host, settings);
        _builds = new ImageBuilds(
            new Workshop(
                (images, containers), shelf, (probe, layers),
                new Builders(containers, services.Identity, settings),
                new BuiltImages(images, containers, new Ownership(services.Identity, BuiltImages.KeyPrefix)),
                (services.Archives, services.Identity)),
            settings.Name, services.StateDirectory, services.Time);
    }

    public ProviderTraits Traits { get; }

    public IReadOnlyList<Undertaking> UnderWay => [.. _builds.UnderWay, .. _pulls.UnderWay];

    /// <summary>Connects to nothing yet: an engine that is down at the start is no reason not to start.</summary>
    /// <exception cref="InvalidDataException">
    /// The address or the certificates cannot be used; the message says why.
    /// </exception>
    public static DockerProvider Open(DockerSettings settings, ProviderServices services)
    {
        var address = new EngineAddress(settings.Host, settings.CertificateDirectory);
        return new DockerProvider(settings, services, new HttpMessageInvoker(address.Open()), address);
    }

    /// <summary>The same, with the connection under a test's control.</summary>
    internal static DockerProvider Open(
        DockerSettings settings, ProviderServices services, HttpMessageHandler handler) =>
        new(
            settings, services, new HttpMessageInvoker(handler),
            new EngineAddress(settings.Host, settings.CertificateDirectory));

    public async Task<IReadOnlyList<Finding>> ValidateAsync(
        IReadOnlyList<Offer> offers, CancellationToken cancellationToken)
    {
        await Hop.Off();
        return await _inspection.InspectAsync(offers, cancellationToken);
    }

    public async Task<EnsureReply> EnsureAsync(MachineSpec spec, Ticket? ticket, CancellationToken cancellationToken)
    {
        await Hop.Off();
        return await _births.EnsureAsync(spec, ticket, cancellationToken);
    }

    public async Task<MachineListReply> ListAsync(CancellationToken cancellationToken)
    {
        await Hop.Off();
        return await _register.ListAsync(cancellationToken);
    }

    public async Task<DeleteReply> DeleteAsync(MachineName name, CancellationToken cancellationToken)
    {
        await Hop.Off();
        return await _register.DeleteAsync(name, cancellationToken);
    }

    public IAsyncEnumerable<MachineEvent> WatchAsync(CancellationToken cancellationToken) =>
        _events.WatchAsync(cancellationToken);

    public async Task<Diagnosis?> DiagnoseAsync(MachineName name, CancellationToken cancellationToken)
    {
        await Hop.Off();
        return await _postmortem.LookAsync(name, cancellationToken);
    }

    public async Task<NetworksReply> NetworksAsync(CancellationToken cancellationToken)
    {
        await Hop.Off();
        return await _subnets.ReadAsync(cancellationToken);
    }

    public async Task<ImageBuildReply> BuildImageAsync(
        ImageRecipe recipe, Action<BuildNews> tell, CancellationToken cancellationToken)
    {
        await Hop.Off();
        return await _builds.BuildAsync(recipe, tell, cancellationToken);
    }

    public async Task<ImageListReply> ListImagesAsync(CancellationToken cancellationToken)
    {
        await Hop.Off();
        return await _builds.ListAsync(cancellationToken);
    }

    public async Task<ImagePruneReply> PruneImagesAsync(
        string? alias, int keep, CancellationToken cancellationToken)
    {
        await Hop.Off();
        return await _builds.PruneAsync(alias, keep, cancellationToken);
    }

    public void Dispose() => _http.Dispose();
}
