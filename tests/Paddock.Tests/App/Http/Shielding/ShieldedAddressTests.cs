using System.Net;
using System.Net.Sockets;
using System.Text;
using Paddock.App.Configuration;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Tests.Support;
using static Paddock.Tests.App.Http.WebRig;

namespace Paddock.Tests.App.Http.Shielding;

/// <summary>The admin address for real, with another address of loopback in the part of a runner's.</summary>
public sealed class ShieldedAddressTests
{
    private static readonly IPAddress Runner = IPAddress.Parse("127.0.0.2");

    private static readonly IPNetwork[] RunnersOnly = [IPNetwork.Parse("127.0.0.2/32")];

    private const string Ask = "GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + Token + "\r\n\r\n";

    [Fact]
    public async Task A_runner_gets_not_a_byte_of_the_admin_address_and_everybody_else_an_answer()
    {
        await using var rig = await StartAsync(listen: listen => Everywhere(listen) with
        {
            RunnerNetworks = RunnersOnly,
        });

        (await AnswerAsync(Runner, Loopback(rig))).ShouldBeEmpty();
        (await AnswerAsync(IPAddress.Loopback, Loopback(rig))).ShouldStartWith("HTTP/1.1 200");
    }

    [Fact]
    public async Task To_an_address_in_a_runners_network_nobody_gets()
    {
        await using var rig = await StartAsync(listen: listen => Everywhere(listen) with
        {
            RunnerNetworks = RunnersOnly,
        });
        var bridge = new IPEndPoint(Runner, rig.Host.AdminTcp!.Port);

        (await AnswerAsync(IPAddress.Loopback, bridge)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_provider_tells_counts_as_much_as_what_is_written()
    {
        await using var rig = await StartAsync(
            listen: Everywhere, networks: new NetworksReply.Known(RunnersOnly, []));

        await Eventually.GetAsync(() => AnswerAsync(Runner, Loopback(rig)), answer => answer.Length == 0);
        (await AnswerAsync(IPAddress.Loopback, Loopback(rig))).ShouldStartWith("HTTP/1.1 200");
    }

    [Fact]
    public async Task While_a_provider_is_silent_loopback_and_the_socket_still_answer()
    {
        await using var rig = await StartAsync(
            listen: Everywhere, networks: new NetworksReply.Refused(new Fault(FaultKind.Transient, "it is away")));

        (await AnswerAsync(IPAddress.Loopback, Loopback(rig))).ShouldStartWith("HTTP/1.1 200");
        (await rig.Socket.GetStringAsync("/livez", Cancel)).ShouldBe("alive\n");
    }

    [Fact]
    public async Task The_public_address_stays_open_to_runners()
    {
        await using var rig = await StartAsync(listen: listen => listen with
        {
            Public = new IPEndPoint(IPAddress.Any, 0), RunnerNetworks = RunnersOnly,
        });

        (await AnswerAsync(Runner, new IPEndPoint(IPAddress.Loopback, rig.Host.Public!.Port)))
            .ShouldStartWith("HTTP/1.1 200");
    }

    /// <summary>Of both families, so that an IPv4 address arrives as one of IPv6.</summary>
    private static ListenConfig Everywhere(ListenConfig listen) =>
        listen with { AdminTcp = new IPEndPoint(IPAddress.IPv6Any, 0) };

    private static IPEndPoint Loopback(WebRig rig) => new(IPAddress.Loopback, rig.Host.AdminTcp!.Port);

    /// <summary>What comes back first, or nothing when the connection is closed.</summary>
    private static async Task<string> AnswerAsync(IPAddress from, IPEndPoint to)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(from, 0));
        var buffer = new byte[1024];
        try
        {
            await socket.ConnectAsync(to, Cancel);
            await socket.SendAsync(Encoding.ASCII.GetBytes(Ask), Cancel);
            return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, Cancel));
        }
        catch (SocketException closed) when (closed.SocketErrorCode
            is SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted)
        {
            return "";
        }
    }
}
