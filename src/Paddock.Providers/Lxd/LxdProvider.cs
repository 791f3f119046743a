using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Providers.Building;
using Paddock.Providers.Capacity;
using Paddock.Providers.Lxd.Api;
using Paddock.Providers.Lxd.Builds;
using Paddock.Providers.Lxd.Images;
using Paddock.Providers.Lxd.Instances;
using Paddock.Providers.Lxd.Networks;
using Paddock.Providers.Making;

namespace Paddock.Providers.Lxd;

/// <summary>
/// Machines that are containers or virtual machines of one LXD or Incus server, or of one project of it. A blank one is
/// created and not started; serving it is to put the ticket in and to start it.
/// <para>
/// The way of one: <c>Births</c> decides whether it is made, adopted or served; <c>Makings</c> creates it, on what
/// <c>Foundations</c> looks after; <c>Handovers</c> are the steps from there to a runner that runs, of which
/// <c>Delivery</c> puts the files in. It powers itself off; <c>EventWatch</c> hears of it, <c>Postmortem</c> reads its
/// last words and <c>Departures</c> keeps them, and <c>Register</c> deletes what the server does not delete itself.
/// </para>
/// </summary>
public sealed class LxdProvider : IProvider, IImageBuilder, IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly Downloads _downloads;
    private readonly Makings _makings;
    private readonly Births _births;
    private readonly Register _register;
    private readonly Postmortem _postmortem;
    private readonly EventWatch _events;
    private readonly Inspection _inspection;
    private readonly Subnets _subnets;
    private readonly Trust _trust;
    private readonly ImageBuilds _builds;

    private LxdProvider(
        LxdSettings settings, ProviderServices services, HttpMessageInvoker http, ServerAddress address)
    {
        var (time, logger) = (services.Time, services.Loggers.CreateLogger("Paddock.Lxd"));
        var server = new LxdClient(http, address, settings.Flavor, settings.Project, time);
        var (about, instances, images) = (new ServerCalls(server), new InstanceCalls(server), new ImageCalls(server));
        var (ownership, departures) = (
            new Ownership(services.Identity, InstanceReading.KeyPrefix), new Departures(time));
        var token = settings.TrustToken is { } secret ? TrustToken.TryParse(secret.Reveal()) : null;
        var host = new Host(about, instances, settings, time);
        var acl = new NetworkAcl(about, services.Identity, settings);

        Traits = settings.Traits;
        _http = http;
        _trust = new Trust(about, settings, token);
        _downloads = new Downloads(images, settings, time, logger);
        _postmortem = new Postmortem(instances, ownership, departures);
        _register = new Register(instances, ownership, _postmortem);
        _events = new EventWatch(server, instances, ownership, (_postmortem, departures), logger);
        _inspection = new Inspection((about, instances, images), host, acl, settings);
        _subnets = new Subnets(about, settings, isElsewhere: address.SocketPath is null);
        var (seats, desk) = (
            new Seats(settings.HostRules, host.RoomAsync, host.ClaimsAsync),
            new ImageDesk(images, _downloads, settings));
        var (foundations, probe, agent) = (
            new Foundations(_trust, new Profiles(about, services.Identity, settings), acl, time),
            new RunnerProbe(instances, time),
            new Agent(instances, settings, time));
        _makings = new Makings(instances, seats, desk, foundations, settings);
        var delivery = new Delivery(instances, probe, services.Archives, settings);
        _births = new Births(
            instances, _makings, new Handovers(instances, delivery, agent), ownership, departures, settings);

        var shelf = new ImageShelf(images, instances, new Ownership(services.Identity), settings.Flavor);
        var builders = new Builders(instances, seats, services.Identity, settings, time);
        _builds = new ImageBuilds(
            new Workshop(
                new ImageBuild(
                    (images, desk, shelf), builders, new BuilderWork(instances, agent, probe, settings),
                    services.Archives, services.Identity),
                shelf, builders, foundations),
            settings.Name, services.StateDirectory, time);
    }

    public ProviderTraits Traits { get; }

    public IReadOnlyList<Undertaking> UnderWay => [.. _builds.UnderWay, .. _downloads.UnderWay];

    /// <summary>Connects to nothing yet: a server that is down at the start is no reason not to start.</summary>
    /// <exception cref="InvalidDataException">
    /// The address or the certificates cannot be used; the message says why.
    /// </exception>
    public static LxdProvider Open(LxdSettings settings, ProviderServices services)
    {
        var address = ServerPlace.Of(settings, services.StateDirectory, services.Time);
        return new LxdProvider(settings, services, new HttpMessageInvoker(address.Open()), address);
    }

    /// <summary>The same, with something of a test's around the connection.</summary>
    internal static LxdProvider Open(
        LxdSettings settings, ProviderServices services, Func<HttpMessageHandler, HttpMessageHandler> around)
    {
        var address = ServerPlace.Of(settings, services.StateDirectory, services.Time);
        return new LxdProvider(settings, services, new HttpMessageInvoker(around(address.Open())), address);
    }

    public async Task<IReadOnlyList<Finding>> ValidateAsync(
        IReadOnlyList<Offer> offers, CancellationToken cancellationToken)
    {
        await Hop.Off();
        return await _inspection.InspectAsync(offers, cancellationToken);
    }

    public async Task<EnsureReply> EnsureAsync(MachineSpec spec, Ticket? ticket, CancellationToken cancellationToken)
    {
        await Hop.Off();
        _events.Know(spec.Name.Value);
        return await _births.EnsureAsync(spec, ticket, cancellationToken);
    }

    public async Task<MachineListReply> ListAsync(CancellationToken cancellationToken)
    {
        await Hop.Off();
        var reply = await ListTrustedAsync(cancellationToken);
        foreach (var machine in (reply as MachineListReply.Complete)?.Machines ?? [])
        {
            _events.Know(machine.Name.Value);
        }
        return reply;
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

    public void Dispose()
    {
        _http.Dispose();
        _makings.Dispose();
    }

    /// <summary>
    /// Nothing is made before there was a list, so the list is what a new trust token is used for first.
    /// </summary>
    private async Task<MachineListReply> ListTrustedAsync(CancellationToken cancellationToken)
    {
        var reply = await _register.ListAsync(cancellationToken);
        if (reply is not MachineListReply.Refused { Fault.Kind: FaultKind.Unauthorized })
        {
            return reply;
        }
        return await _trust.GainAsync(cancellationToken) is { } fault
            ? new MachineListReply.Refused(fault)
            : await _register.ListAsync(cancellationToken);
    }
}
