using System.Net.Sockets;

namespace Paddock.Providers.Calls;

/// <summary>HTTP over a unix socket.</summary>
internal static class LocalSocket
{
    /// <summary>For <c>SocketsHttpHandler.ConnectCallback</c>.</summary>
    public static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
