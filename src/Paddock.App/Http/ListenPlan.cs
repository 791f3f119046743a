using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Paddock.App.Configuration;

namespace Paddock.App.Http;

/// <summary>One address to listen on.</summary>
/// <param name="Key">Its place in the configuration.</param>
/// <param name="ConnectionsMax">Further ones are closed at once, so that a flood at one door leaves the others
/// open.</param>
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

/// <summary>Every address of a configuration.</summary>
internal static class ListenPlan
{
    public static IReadOnlyList<ListenAddress> Of(ListenConfig listen)
    {
        if (listen.AdminTcp is not null && listen.AdminToken is null or { IsEmpty: true })
        {
            throw new ListenFaultException(
                "listen.admin", $"{listen.AdminTcp} needs a token, also on loopback: jobs on this machine reach it.",
                "Set PADDOCK_ADMIN_TOKEN, or use the unix socket alone.");
        }
        List<ListenAddress> plan = [new(Listeners.AdminSocket, "listen.admin", new UnixDomainSocketEndPoint(
            listen.AdminSocket), ConnectionsMax: 256)];
        Add(Listeners.Public, "listen.public", listen.Public, connectionsMax: 1024);
        Add(Listeners.AdminTcp, "listen.admin", listen.AdminTcp, connectionsMax: 256);
        Add(Listeners.Metrics, "listen.metrics", listen.Metrics, connectionsMax: 64);
        return plan;

        void Add(Listeners listener, string key, IPEndPoint? endPoint, int connectionsMax)
        {
            if (endPoint is not null)
            {
                plan.Add(new ListenAddress(listener, key, endPoint, connectionsMax));
            }
        }
    }
}
