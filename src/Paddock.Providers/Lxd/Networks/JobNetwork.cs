namespace Paddock.Providers.Lxd.Networks;

/// <summary>How an instance is joined to its network.</summary>
internal static class JobNetwork
{
    /// <summary>The card has it among an instance's devices, and inside.</summary>
    public const string DeviceName = "eth0";

    /// <summary>
    /// On a bridge jobs cannot reach each other; what else they may reach is the network ACL's matter.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Device(string network, LxdSettings settings)
    {
        var device = new Dictionary<string, string> { ["type"] = "nic", ["name"] = DeviceName, ["network"] = network };
        if (settings.PortIsolation)
        {
            device["security.port_isolation"] = "true";
        }
        return device;
    }
}
