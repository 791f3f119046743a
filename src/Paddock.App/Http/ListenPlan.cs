using System.Net;
using System.Net.Sockets;
using Paddock.App.Configuration;

namespace Paddock.App.Http;

/// <summary>Every address of a configuration.</summary>
internal static class ListenPlan
{
    public static IReadOnlyList<ListenAddress> Of(ListenConfig listen)
    {
        if (listen.AdminTcp is not null && listen.AdminToken is null or { IsEmpty: true })
        {
            throw new ListenFaultException(
                "listen.admin", $"{listen.AdminTcp} needs a token, also on loopback: jobs on this machine reach it.",
                "Set listen.admin.token_file, or use the unix socket alone.");
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
