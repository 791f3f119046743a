using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Paddock.Tests.Support;

/// <summary>
/// A proxy for plain http: takes a request with an absolute address, sends it on to one server whatever that address
/// says, and remembers the head it saw. With a refusal, answers every request with it. Reads no bodies.
/// </summary>
internal sealed class TestProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _heads = new();
    private readonly Uri _server;
    private readonly string? _refusal;
    private readonly Task _serving;

    public TestProxy(Uri server, string? refusal = null)
    {
        _server = server;
        _refusal = refusal;
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public IReadOnlyList<string> Heads => [.. _heads];

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await PassOnAsync(client.GetStream());
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the test.
        }
    }

    private async Task PassOnAsync(NetworkStream client)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)
            && await client.ReadAsync(one, _stop.Token) > 0)
        {
            head.Append((char)one[0]);
        }
        _heads.Enqueue(head.ToString());
        if (_refusal is not null)
        {
            var reply = $"HTTP/1.1 {_refusal}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            await client.WriteAsync(Encoding.ASCII.GetBytes(reply), _stop.Token);
            return;
        }
        using var server = new TcpClient();
        await server.ConnectAsync(_server.Host, _server.Port, _stop.Token);
        var request = head.ToString().Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal);
        await server.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), _stop.Token);
        await server.GetStream().CopyToAsync(client, _stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }
}
