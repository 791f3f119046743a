using System.Net;
using System.Net.Sockets;

namespace Paddock.Demo.Parts;

/// <summary>Free ports for those who must know each other's before either has started.</summary>
internal static class FreePorts
{
    /// <summary>
    /// Drawn together, so that no two are the same. Somebody else may still be faster; that is told at the start.
    /// </summary>
    public static IReadOnlyList<int> Draw(int count)
    {
        var probes = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        probes.ForEach(probe => probe.Start());
        var ports = probes.Select(probe => ((IPEndPoint)probe.LocalEndpoint).Port).ToList();
        probes.ForEach(probe => probe.Dispose());
        return ports;
    }
}
