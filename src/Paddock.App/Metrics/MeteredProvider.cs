using System.Diagnostics.Metrics;
using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;

namespace Paddock.App.Metrics;

/// <summary>
/// A provider, with its calls counted and timed. Changes nothing. <c>Validate</c> is asked once, before anybody could
/// scrape, and <c>Watch</c> never ends by itself: neither is counted.
/// </summary>
internal sealed class MeteredProvider(IProvider inner, ProviderName name, DoorMeter meter) : IProvider
{
    public ProviderTraits Traits => inner.Traits;

    public IReadOnlyList<Undertaking> UnderWay => inner.UnderWay;

    /// <summary>All providers of a fleet, metered.</summary>
    public static IReadOnlyDictionary<ProviderName, IProvider> All(
        IReadOnlyDictionary<ProviderName, IProvider> providers, Meter meter, TimeProvider time)
    {
        var doors = new DoorMeter(meter, "paddock_provider", "provider", time);
        return providers.ToDictionary(
            door => door.Key, door => (IProvider)new MeteredProvider(door.Value, door.Key, doors));
    }

    public Task<IReadOnlyList<Finding>> ValidateAsync(
        IReadOnlyList<Offer> offers, CancellationToken cancellationToken) =>
        inner.ValidateAsync(offers, cancellationToken);

    public Task<EnsureReply> EnsureAsync(MachineSpec spec, Ticket? ticket, CancellationToken cancellationToken) =>
        meter.CallAsync(name.Value, "ensure", () => inner.EnsureAsync(spec, ticket, cancellationToken), reply =>
            reply is EnsureReply.Refused refused ? CodeOf(refused.Fault) : "ok");

    public Task<MachineListReply> ListAsync(CancellationToken cancellationToken) =>
        meter.CallAsync(name.Value, "list", () => inner.ListAsync(cancellationToken), reply =>
            reply is MachineListReply.Refused refused ? CodeOf(refused.Fault) : "ok");

    public Task<DeleteReply> DeleteAsync(MachineName machine, CancellationToken cancellationToken) =>
        meter.CallAsync(name.Value, "delete", () => inner.DeleteAsync(machine, cancellationToken), reply =>
            reply is DeleteReply.Refused refused ? CodeOf(refused.Fault) : "ok");

    public IAsyncEnumerable<MachineEvent> WatchAsync(CancellationToken cancellationToken) =>
        inner.WatchAsync(cancellationToken);

    public Task<Diagnosis?> DiagnoseAsync(MachineName machine, CancellationToken cancellationToken) =>
        meter.CallAsync(
            name.Value, "diagnose", () => inner.DiagnoseAsync(machine, cancellationToken), static _ => "ok");

    public Task<NetworksReply> NetworksAsync(CancellationToken cancellationToken) =>
        meter.CallAsync(name.Value, "networks", () => inner.NetworksAsync(cancellationToken), reply =>
            reply is NetworksReply.Refused refused ? CodeOf(refused.Fault) : "ok");

    private static string CodeOf(Fault fault) => FactText.Code(fault.Kind);
}
