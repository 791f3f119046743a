using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Paddock.Tests.Support;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>A reply, as somebody at the other end of the wire reads it.</summary>
internal sealed record Read(int Status, JsonObject Body, string? ETag, string? Location)
{
    public string? Error => (string?)Body["error"];

    public JsonNode Metadata => Body["metadata"]!;

    /// <summary>Of an operation.</summary>
    public string Err => (string)Metadata["err"]!;

    public string State => (string)Metadata["status"]!;
}

/// <summary>Tests that speak to a stand-in over its socket, with nothing of the product between them.</summary>
public abstract class StandingTest : IAsyncLifetime
{
    private HttpClient _http = null!;

    internal TestTime Time { get; } = new();

    internal StandingLxd Lxd { get; private set; } = null!;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Lxd = await StandingLxd.StartAsync(Options(new StandingOptions(Time)));
        Lxd.AddImage("runner");
        _http = new HttpClient(Handler(Lxd.SocketPath)) { BaseAddress = new Uri("http://lxd") };
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _http.Dispose();
        await Lxd.DisposeAsync();
    }

    internal virtual StandingOptions Options(StandingOptions options) => options;

    internal Task<Read> Get(string target) => Send("GET", target);

    internal Task<Read> Send(string method, string target, string? body = null, string? ifMatch = null) =>
        SendAsync(_http, method, target, body, ifMatch);

    internal static async Task<Read> SendAsync(
        HttpClient http, string method, string target, string? body = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), target);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }
        using var response = await http.SendAsync(request, Stop);
        var json = JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!.AsObject();
        return new Read(
            (int)response.StatusCode, json, response.Headers.ETag?.Tag, response.Headers.Location?.ToString());
    }

    /// <summary>Begins, waits, and gives what the wait said.</summary>
    internal async Task<Read> Run(string method, string target, string body = "{}")
    {
        var begun = await Send(method, target, body);
        begun.Status.ShouldBe(202, begun.Error);
        return await Get(begun.Location + "/wait?timeout=-1");
    }

    internal Task<Read> Create(string name, string more = "", string query = "") => Run(
        "POST", "/1.0/instances" + query,
        $$"""{"name":"{{name}}","source":{"type":"image","alias":"runner"}{{more}} }""");

    internal Task<Read> Start(string name) => Run("PUT", $"/1.0/instances/{name}/state", """{"action":"start"}""");

    /// <returns>The status and, of a success, the bytes as text.</returns>
    internal async Task<(int Status, string Text)> File(
        string method, string name, string path, string? content = null, string type = "application/octet-stream",
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(method), $"/1.0/instances/{name}/files?path={path}");
        if (content is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        }
        foreach (var (header, value) in headers)
        {
            request.Headers.Add(header, value);
        }
        using var response = await _http.SendAsync(request, Stop);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop));
    }

    internal async Task<ClientWebSocket> Listen(string query)
    {
        var socket = new ClientWebSocket();
        using var invoker = new HttpMessageInvoker(Handler(Lxd.SocketPath));
        await socket.ConnectAsync(new Uri("ws://lxd/1.0/events" + query), invoker, Stop);
        return socket;
    }

    /// <summary>The next event; null when there are no more.</summary>
    internal static async Task<JsonNode?> Next(ClientWebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            var got = await socket.ReceiveAsync(buffer, Stop);
            return JsonNode.Parse(buffer.AsSpan(0, got.Count));
        }
        catch (WebSocketException)
        {
            return null;
        }
    }

    private static SocketsHttpHandler Handler(string path) => new()
    {
        ConnectCallback = async (_, stop) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), stop);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };
}
