using System.Net;
using System.Net.Sockets;

namespace Paddock.Providers.Calls;

/// <summary>A network as providers write it: often by an address in it, as the gateway's <c>10.1.2.1/24</c>.</summary>
internal static class Subnet
{
    /// <summary>Null for what is none: <c>none</c>, <c>auto</c>, nothing.</summary>
    public static IPNetwork? TryParse(string? text)
    {
        if (text?.Split('/') is not [var address, var length]
            || !IPAddress.TryParse(address, out var within)
            || !int.TryParse(length, out var bits) || bits < 0 || bits > BitsOf(within))
        {
            return null;
        }
        var bytes = within.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] &= (byte)(0xFF00 >> Math.Clamp(bits - (8 * i), 0, 8));
        }
        return new IPNetwork(new IPAddress(bytes), bits);
    }

    /// <summary>The network of a single address.</summary>
    public static IPNetwork? OfOne(string? text) =>
        IPAddress.TryParse(text, out var address) ? new IPNetwork(address, BitsOf(address)) : null;

    private static int BitsOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
}
