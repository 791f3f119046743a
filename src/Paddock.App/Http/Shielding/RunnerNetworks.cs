using System.Net;
using Paddock.Ports.Providers;

namespace Paddock.App.Http.Shielding;

/// <summary>The networks that runners live in, as far as they are known.</summary>
/// <param name="AreComplete">Nothing is missing: who is in none of them is no runner.</param>
internal sealed record RunnerNetworks(IReadOnlyList<IPNetwork> Networks, bool AreComplete)
{
    /// <param name="written">
    /// What the operator says; then networks that no provider knows the addresses of are among these, or none.
    /// </param>
    /// <param name="told">What each provider said last; null of one that has not answered yet.</param>
    public static RunnerNetworks Of(
        IReadOnlyList<IPNetwork>? written, IReadOnlyCollection<NetworksReply.Known?> told) => new(
        [.. (written ?? []).Concat(told.SelectMany(one => one?.Networks ?? [])).Distinct()],
        told.All(one => one is not null && (written is not null || one.Unseen.Count == 0)));

    /// <summary>
    /// May a runner have this address? Every bridge and every machine on it has an IPv6 address for that link alone,
    /// whatever else is configured, so those count as held wherever there is any network of runners.
    /// </summary>
    public bool Holds(IPAddress address)
    {
        var plain = Plain(address);
        return (plain.IsIPv6LinkLocal && Networks.Count > 0) || Networks.Any(network => network.Contains(plain));
    }

    /// <summary>
    /// Neither from a runner's network nor to this host's own address in one, by which a runner with an address of its
    /// own making would come. While something is missing only this host itself gets in.
    /// </summary>
    public bool LetIn(IPAddress from, IPAddress to) =>
        !Holds(from) && !Holds(to) && (AreComplete || IPAddress.IsLoopback(Plain(from)));

    /// <summary>A socket of both families shows an IPv4 address as one of IPv6.</summary>
    private static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
