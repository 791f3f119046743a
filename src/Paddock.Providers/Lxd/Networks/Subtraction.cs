using System.Net;

namespace Paddock.Providers.Lxd.Networks;

/// <summary>
/// Networks without their exceptions. The server looks at what it rejects before what it allows, so an exception cannot
/// be a rule of its own: it has to be left out of the rules that reject.
/// </summary>
internal static class Subtraction
{
    /// <summary>The fewest networks that hold every address of <paramref name="denied"/> that is in none of
    /// <paramref name="allowed"/>.</summary>
    public static IReadOnlyList<IPNetwork> Of(IEnumerable<IPNetwork> denied, IReadOnlyList<IPNetwork> allowed) =>
        [.. denied.SelectMany(network => Without(network, allowed))];

    private static IEnumerable<IPNetwork> Without(IPNetwork network, IReadOnlyList<IPNetwork> allowed)
    {
        if (allowed.Any(other => Holds(other, network)))
        {
            return [];
        }
        if (!allowed.Any(other => Holds(network, other)))
        {
            return [network];
        }
        var (low, high) = Halves(network);
        return [.. Without(low, allowed), .. Without(high, allowed)];
    }

    private static bool Holds(IPNetwork outer, IPNetwork inner) =>
        outer.BaseAddress.AddressFamily == inner.BaseAddress.AddressFamily
        && outer.PrefixLength <= inner.PrefixLength && outer.Contains(inner.BaseAddress);

    private static (IPNetwork Low, IPNetwork High) Halves(IPNetwork network)
    {
        var length = network.PrefixLength + 1;
        var bytes = network.BaseAddress.GetAddressBytes();
        bytes[(length - 1) / 8] |= (byte)(0x80 >> ((length - 1) % 8));
        return (new IPNetwork(network.BaseAddress, length), new IPNetwork(new IPAddress(bytes), length));
    }
}
