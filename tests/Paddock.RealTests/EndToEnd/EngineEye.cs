using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Paddock.RealTests.EndToEnd;

/// <summary>Containers of a fleet, as a Docker Engine tells of them.</summary>
internal sealed class EngineEye : IFleetEye
{
    private readonly HttpClient _http;
    private readonly string _fleet;
    private readonly HashSet<string> _there = [];
    private readonly CancellationTokenSource _end = new();
    private Task _watching = Task.CompletedTask;

    private EngineEye(Uri engine, string fleet)
    {
        _fleet = fleet;
        _http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, token) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(engine.AbsolutePath), token);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        {
            BaseAddress = new Uri("http://engine/"), Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public int Most { get; private set; }

    public int Made { get; private set; }

    public static async Task<EngineEye> OpenAsync(Uri engine, string fleet, CancellationToken cancellationToken)
    {
        var eye = new EngineEye(engine, fleet);
        var stream = await eye._http.GetStreamAsync(
            $"events?filters={Filter(("type", "container"), ("label", $"paddock.fleet={fleet}"))}", cancellationToken);
        eye._watching = eye.WatchAsync(stream);
        return eye;
    }

    public Task<IReadOnlyList<string>> MachinesAsync(CancellationToken cancellationToken) =>
        ListAsync($"paddock.fleet={_fleet}", cancellationToken);

    public Task<IReadOnlyList<string>> HelpersAsync(string install, CancellationToken cancellationToken) =>
        ListAsync($"paddock.helper={install}", cancellationToken);

    /// <summary>
    /// In the engine's own letters: a text that is looked for must not be escaped by us, and base64 has <c>+</c>.
    /// </summary>
    public Task<string> InspectAsync(string id, CancellationToken cancellationToken) =>
        _http.GetStringAsync($"containers/{id}/json", cancellationToken);

    public async Task ClearAsync()
    {
        foreach (var id in await MachinesAsync(CancellationToken.None))
        {
            using var response = await _http.DeleteAsync($"containers/{id}?force=1", CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching;
        _http.Dispose();
        _end.Dispose();
    }

    private async Task<IReadOnlyList<string>> ListAsync(string label, CancellationToken cancellationToken)
    {
        var list = JsonNode.Parse(await _http.GetStringAsync(
            $"containers/json?all=1&filters={Filter(("label", label))}", cancellationToken))!;
        return [.. list.AsArray().Select(container => (string)container!["Id"]!)];
    }

    private async Task WatchAsync(Stream stream)
    {
        using var lines = new StreamReader(stream);
        try
        {
            while (await lines.ReadLineAsync(_end.Token) is { } line)
            {
                var happened = JsonNode.Parse(line)!;
                Note((string)happened["Action"]!, (string)happened["Actor"]!["ID"]!);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException)
        {
            // The test is over.
        }
    }

    private void Note(string action, string id)
    {
        switch (action)
        {
            case "create" when _there.Add(id):
                Made++;
                Most = Math.Max(Most, _there.Count);
                break;
            case "destroy":
                _there.Remove(id);
                break;
        }
    }

    private static string Filter(params IEnumerable<(string Name, string Value)> filters) => Uri.EscapeDataString(
        new JsonObject(filters.Select(filter => KeyValuePair.Create(
            filter.Name, (JsonNode?)new JsonArray(filter.Value)))).ToJsonString());
}
