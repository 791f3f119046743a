using System.Net.NetworkInformation;

namespace Paddock.RealTests.Lxd;

/// <summary>
/// A bridge that nobody here has: LXD's own choice of a subnet asks the network, and fails without one.
/// </summary>
/// <param name="Bridge">At most the 15 characters of an interface's name.</param>
/// <param name="Gateway">The host's address on it, where a container reaches what listens here.</param>
internal sealed record FreeNetwork(string Bridge, string Gateway)
{
    /// <summary>Runs that go on at the same time differ in their process id, and so in where they look first.</summary>
    public static FreeNetwork Find()
    {
        string[] taken = [.. NetworkInterface.GetAllNetworkInterfaces().SelectMany(AddressesOf)];
        var gateway = Enumerable.Range(Environment.ProcessId, 50 * 250)
            .Select(number => $"10.{200 + (number / 250 % 50)}.{number % 250}.")
            .First(prefix => !taken.Any(address => address.StartsWith(prefix, StringComparison.Ordinal))) + "1";
        return new FreeNetwork($"pdk{Environment.ProcessId}", gateway);
    }

    private static IEnumerable<string> AddressesOf(NetworkInterface card)
    {
        var properties = card.GetIPProperties();
        return properties.UnicastAddresses.Select(address => address.Address)
            .Concat(properties.GatewayAddresses.Select(address => address.Address))
            .Concat(properties.DnsAddresses)
            .Select(address => address.ToString());
    }
}
