using System.Net;
using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Providers.Calls;
using Paddock.Providers.Lxd.Api;

namespace Paddock.Providers.Lxd.Networks;

/// <summary>Where instances send from, as this host sees it.</summary>
/// <param name="isElsewhere">Is the server another host, so that it may show its own address for theirs?</param>
internal sealed class Subnets(ServerCalls server, LxdSettings settings, bool isElsewhere)
{
    private static readonly string[] Gateways = ["ipv4.address", "ipv6.address"];
    private static readonly string[] Routes = ["ipv4.routes", "ipv6.routes"];

    /// <summary>Behind these an OVN network hides its instances.</summary>
    private static readonly string[] Masks =
        ["volatile.network.ipv4.address", "volatile.network.ipv6.address", "ipv4.nat.address", "ipv6.nat.address"];

    /// <summary>Joined to a wire, a bridge has machines on it whose addresses are somebody else's to give.</summary>
    private const string Wires = "bridge.external_interfaces";

    public async Task<NetworksReply> ReadAsync(CancellationToken cancellationToken)
    {
        var cards = await CardsAsync(cancellationToken);
        if (!cards.Has(out var found, out var refused))
        {
            return new NetworksReply.Refused(refused.Fault);
        }
        var (known, unseen) = (new List<IPNetwork>(), new List<string>());
        foreach (var card in found)
        {
            known.AddRange(Routes.SelectMany(key => ListOf(card, key)));
        }
        foreach (var name in found.Select(NetworkOf).Distinct())
        {
            if (name is null)
            {
                unseen.Add("a network card that names no network");
                continue;
            }
            var answer = await server.NetworkAsync(name, cancellationToken);
            if (!answer.Has(out var network, out var blind))
            {
                return new NetworksReply.Refused(blind.Fault);
            }
            known.AddRange(SubnetsOf(network));
            if (IsOpenEnded(network))
            {
                unseen.Add($"network {Plain.Line(name)}");
            }
        }
        if (isElsewhere)
        {
            unseen.Add($"the address that instances of {settings.Host?.Host} are seen by");
        }
        return new NetworksReply.Known([.. known.Distinct()], unseen);
    }

    /// <summary>The network cards an instance of any size can have.</summary>
    private async Task<Answer<IReadOnlyList<IReadOnlyDictionary<string, string>>>> CardsAsync(
        CancellationToken cancellationToken)
    {
        var cards = new List<IReadOnlyDictionary<string, string>>();
        if (settings.Network is { } network)
        {
            cards.Add(JobNetwork.Device(network, settings));
        }
        var profiles = settings.Sizes.Values.SelectMany(size => size.Profiles ?? settings.Profiles)
            .Concat(settings.UsualSize.Profiles ?? settings.Profiles);
        foreach (var name in profiles.Distinct(StringComparer.Ordinal))
        {
            var devices = await DevicesAsync(name, cancellationToken);
            if (!devices.Has(out var found, out var refused))
            {
                return refused.To<IReadOnlyList<IReadOnlyDictionary<string, string>>>();
            }

            // A card of its own takes the place of a profile's that has the same name.
            cards.AddRange(found
                .Where(device => device.Value.GetValueOrDefault("type") == "nic"
                    && (settings.Network is null || device.Key != JobNetwork.DeviceName))
                .Select(device => device.Value));
        }
        return new Answer<IReadOnlyList<IReadOnlyDictionary<string, string>>>.Ok(cards);
    }

    /// <summary>Of a profile that Paddock keeps, as it will be; it may not have been made yet.</summary>
    private async Task<Answer<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>>> DevicesAsync(
        string profile, CancellationToken cancellationToken)
    {
        if (settings.KeptProfiles.FirstOrDefault(kept => kept.Name == profile) is { } described)
        {
            return new Answer<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>>.Ok(described.Devices);
        }
        var answer = await server.ProfileAsync(profile, cancellationToken);
        return answer.Has(out var found, out var refused)
            ? new Answer<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>>.Ok(
                (found.Devices ?? []).ToDictionary(
                    device => device.Key, device => (IReadOnlyDictionary<string, string>)device.Value))
            : refused.To<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>>();
    }

    /// <summary>
    /// Old profiles name a bridge as the parent, also where the server manages it; of any other interface it tells
    /// that it knows nothing.
    /// </summary>
    private static string? NetworkOf(IReadOnlyDictionary<string, string> card) =>
        card.GetValueOrDefault("network") ?? card.GetValueOrDefault("parent");

    private static IEnumerable<IPNetwork> SubnetsOf(NetworkPayload network) =>
        (network.Config is not { } config ? [] : Gateways.Select(key => Subnet.TryParse(config.GetValueOrDefault(key)))
            .Concat(Masks.Select(key => Subnet.OfOne(config.GetValueOrDefault(key)))).OfType<IPNetwork>())
        .Concat(Routes.SelectMany(key => ListOf(network.Config, key)));

    private static IEnumerable<IPNetwork> ListOf(IReadOnlyDictionary<string, string>? config, string key) =>
        (config?.GetValueOrDefault(key) ?? "").Split(',', StringSplitOptions.TrimEntries)
            .Select(Subnet.TryParse).OfType<IPNetwork>();

    private static bool IsOpenEnded(NetworkPayload network) =>
        network.Config is not { } config
        || !Gateways.Any(key => Subnet.TryParse(config.GetValueOrDefault(key)) is not null)
        || config.GetValueOrDefault(Wires) is { Length: > 0 };
}
