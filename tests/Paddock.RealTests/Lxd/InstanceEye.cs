using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Paddock.RealTests.EndToEnd;

namespace Paddock.RealTests.Lxd;

/// <summary>
/// Instances of a fleet, as an LXD server tells of them. Its events name instances and do not say whose they are; tests
/// here run one after the other.
/// </summary>
internal sealed class InstanceEye : IFleetEye
{
    private const string InstancePath = "/1.0/instances/";

    private readonly LxdHost _host;
    private readonly string _fleet;
    private readonly HttpMessageInvoker _http;
    private readonly HashSet<string> _there = [];
    private readonly HashSet<string> _made = [];
    private readonly CancellationTokenSource _end = new();
    private Task _watching = Task.CompletedTask;

    private InstanceEye(LxdHost host, string fleet)
    {
        (_host, _fleet) = (host, fleet);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, token) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(host.Socket), token);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
    }

    public int Most { get; private set; }

    public int Made => _made.Count;

    public static async Task<InstanceEye> OpenAsync(LxdHost host, string fleet, CancellationToken cancellationToken)
    {
        var eye = new InstanceEye(host, fleet);
        var socket = await eye.ConnectAsync(cancellationToken);
        eye._watching = eye.WatchAsync(socket);
        return eye;
    }

    public async Task<IReadOnlyList<string>> MachinesAsync(CancellationToken cancellationToken)
    {
        var list = JsonNode.Parse(await _host.CommandAsync("query", "/1.0/instances?recursion=1"))!.AsArray();
        return [.. list
            .Where(one => (string?)one!["config"]!["user.paddock.fleet"] == _fleet)
            .Select(one => (string)one!["name"]!)];
    }

    /// <summary>Nothing else is made here.</summary>
    public Task<IReadOnlyList<string>> HelpersAsync(string install, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    public Task<string> InspectAsync(string machine, CancellationToken cancellationToken) =>
        _host.CommandAsync("config", "show", "--expanded", machine);

    public async Task ClearAsync()
    {
        foreach (var name in await MachinesAsync(CancellationToken.None))
        {
            await _host.TryCommandAsync("delete", "--force", name);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching;
        _http.Dispose();
        _end.Dispose();
    }

    private async Task<ClientWebSocket> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri("ws://lxd/1.0/events?type=lifecycle"), _http, cancellationToken);
        return socket;
    }

    /// <summary>Connects anew when the daemon was killed; what it did meanwhile is seen by looking.</summary>
    private async Task WatchAsync(ClientWebSocket socket)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await ReadAsync(socket);
            }
            catch (Exception fault) when (fault is OperationCanceledException or WebSocketException or IOException
                or HttpRequestException)
            {
                // The test is over, or the daemon was killed.
            }
            socket.Dispose();
            socket = await AgainAsync();
        }
        socket.Dispose();
    }

    private async Task<ClientWebSocket> AgainAsync()
    {
        while (true)
        {
            try
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, _end.Token);
                var socket = await ConnectAsync(_end.Token);
                _there.IntersectWith(await MachinesAsync(_end.Token));
                return socket;
            }
            catch (OperationCanceledException)
            {
                return new ClientWebSocket();
            }
            catch (Exception fault) when (fault is WebSocketException or HttpRequestException or IOException
                or InvalidOperationException)
            {
                // It is still down.
            }
        }
    }

    private async Task ReadAsync(ClientWebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult received;
            do
            {
                received = await socket.ReceiveAsync(buffer.AsMemory(length), _end.Token);
                length += received.Count;
            }
            while (!received.EndOfMessage);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return;
            }
            var metadata = JsonNode.Parse(buffer.AsSpan(0, length))!["metadata"]!;
            Note((string?)metadata["action"] ?? "", (string?)metadata["source"] ?? "");
        }
    }

    private void Note(string action, string source)
    {
        if (!source.StartsWith(InstancePath, StringComparison.Ordinal))
        {
            return;
        }
        var name = source[InstancePath.Length..];
        switch (action)
        {
            case "instance-created":
                _there.Add(name);
                _made.Add(name);
                Most = Math.Max(Most, _there.Count);
                break;
            case "instance-deleted":
                _there.Remove(name);
                break;
        }
    }
}
