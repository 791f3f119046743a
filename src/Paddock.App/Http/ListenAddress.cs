using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Paddock.App.Http;

/// <summary>One address to listen on.</summary>
/// <param name="Key">Its place in the configuration.</param>
/// <param name="ConnectionsMax">Further ones are closed at once: a flood at one address leaves the others open.</param>
internal sealed record ListenAddress(Listeners Listener, string Key, EndPoint EndPoint, int ConnectionsMax)
{
    /// <summary>What was bound in the end: port 0 has become a port.</summary>
    public EndPoint? Bound { get; private set; }

    /// <summary>Binds it, or says in one sentence why not and what to do.</summary>
    public Socket Bind()
    {
        var path = (EndPoint as UnixDomainSocketEndPoint)?.ToString();
        if (path is not null)
        {
            AdminSocketFile.Prepare(path);
        }
        try
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(EndPoint);
            if (path is not null)
            {
                AdminSocketFile.Protect(path);
            }
            Bound = socket.LocalEndPoint;
            return socket;
        }
        catch (SocketException error)
        {
            throw Explain(error);
        }
    }

    private ListenFaultException Explain(SocketException error) => error.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => new ListenFaultException(
            Key, $"{EndPoint} is in use by another program.",
            $"Choose another port, or find the program with: ss -ltnp 'sport = :{(EndPoint as IPEndPoint)?.Port}'.",
            error),
        SocketError.AccessDenied => new ListenFaultException(
            Key, $"{EndPoint} may not be used by this user.",
            "Ports below 1024 need CAP_NET_BIND_SERVICE; choose a higher one behind a reverse proxy.", error),
        SocketError.AddressNotAvailable => new ListenFaultException(
            Key, $"{EndPoint} is no address of this machine.", "Use 0.0.0.0 for all of them, or see: ip address.",
            error),
        _ => new ListenFaultException(
            Key, $"{EndPoint} cannot be listened on: {error.Message}.", "Choose another address.", error),
    };
}
