using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Paddock.Demo.Parts;

/// <summary>
/// The Docker Engine of this machine, as far as the demonstration itself needs it: an image to begin with, and nothing
/// left at the end. Jobs run in containers that Paddock makes.
/// </summary>
internal sealed class LocalEngine : IDisposable
{
    private const string Usual = "unix:///var/run/docker.sock";

    /// <summary>Each container may take an engine ten seconds; a demonstration leaves few.</summary>
    private static readonly TimeSpan ClearingLimit = TimeSpan.FromMinutes(1);

    private readonly HttpClient _http;

    private LocalEngine(Uri address)
    {
        Address = address;
        _http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false, ConnectCallback = (_, token) => ConnectAsync(address.AbsolutePath, token),
        })
        {
            BaseAddress = new Uri("http://localhost/"), Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public Uri Address { get; }

    /// <param name="host"><c>DOCKER_HOST</c>; null for the usual socket.</param>
    /// <exception cref="DemoFailedException">None answers there.</exception>
    public static async Task<LocalEngine> OpenAsync(string? host, CancellationToken cancellationToken)
    {
        var address = new Uri(host ?? Usual);
        if (address.Scheme != "unix")
        {
            throw new DemoFailedException(
                $"DOCKER_HOST is {host}, and the demonstration's containers have to reach this machine.",
                "Name the socket of an engine on this machine: DOCKER_HOST=unix:///var/run/docker.sock");
        }
        var engine = new LocalEngine(address);
        try
        {
            (await engine._http.GetAsync("version", cancellationToken)).EnsureSuccessStatusCode().Dispose();
            return engine;
        }
        catch (HttpRequestException fault)
        {
            engine.Dispose();
            throw Unreachable(address.AbsolutePath, fault);
        }
    }

    public async Task<bool> HasAsync(string image, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync($"images/{image}/json", cancellationToken);
        return response.StatusCode != HttpStatusCode.NotFound;
    }

    /// <param name="tar">A whole file system.</param>
    public async Task ImportAsync(string tar, string repository, string tag, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(tar);
        using var content = new StreamContent(file);
        using var response = await _http.PostAsync(
            $"images/create?fromSrc=-&repo={repository}&tag={tag}", content, cancellationToken);

        // What goes wrong halfway is said in the body, of which each line is an object.
        var said = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode || said.Contains("\"error\"", StringComparison.Ordinal))
        {
            throw new DemoFailedException(
                $"The Docker Engine does not take the image: {said.Trim()}",
                "Is its disk full? docker system df shows what lies there.");
        }
    }

    /// <summary>Names of a fleet's containers, in whatever state.</summary>
    public async Task<IReadOnlyList<string>> ContainersAsync(string fleet, CancellationToken cancellationToken)
    {
        var filter = new JsonObject { ["label"] = new JsonArray($"paddock.fleet={fleet}") };
        var list = await _http.GetStringAsync(
            $"containers/json?all=1&filters={Uri.EscapeDataString(filter.ToJsonString())}", cancellationToken);
        using var read = JsonDocument.Parse(list);
        return [.. read.RootElement.EnumerateArray().Select(one => one.GetProperty("Names")[0].GetString()![1..])];
    }

    /// <summary>Removes a fleet's containers at its end: after an end before the end nobody else will.</summary>
    /// <remarks>
    /// Its disposal throws <see cref="DemoFailedException"/> when some of them may be left.
    /// </remarks>
    public IAsyncDisposable Clearing(string fleet, TimeProvider time) => new Clearance(this, fleet, time);

    public void Dispose() => _http.Dispose();

    private static DemoFailedException Unreachable(string socket, HttpRequestException fault)
    {
        const string without = "Without --docker, jobs run in processes and need none.";
        return fault.InnerException is SocketException { SocketErrorCode: SocketError.AccessDenied }
            ? new DemoFailedException(
                $"This user may not open {socket}.", $"Run this as root, or as a member of the group docker. {without}")
            : new DemoFailedException(
                $"No Docker Engine answers at {socket}.",
                $"Install it (apt install docker.io) and start it (systemctl start docker). {without}");
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
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

    private sealed class Clearance(LocalEngine engine, string fleet, TimeProvider time) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            using var limit = new CancellationTokenSource(ClearingLimit, time);
            var refused = new List<string>();
            try
            {
                foreach (var name in await engine.ContainersAsync(fleet, limit.Token))
                {
                    if (await RemoveAsync(name, limit.Token) is { } why)
                    {
                        refused.Add($"{name} ({why})");
                    }
                }
            }
            catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
            {
                refused.Add(limit.IsCancellationRequested ? "no answer within a minute" : fault.Message);
            }
            if (refused.Count > 0)
            {
                throw new DemoFailedException(
                    $"The Docker Engine does not remove the demonstration's containers: {string.Join(", ", refused)}.",
                    $"List what is left: docker ps -a --filter label=paddock.fleet={fleet}, then: docker rm -fv NAME");
            }
        }

        /// <summary>
        /// Null when it is gone, whoever removed it. A conflict with force is somebody's removal that is under way.
        /// </summary>
        private async Task<string?> RemoveAsync(string name, CancellationToken cancellationToken)
        {
            using var response = await engine._http.DeleteAsync($"containers/{name}?force=1&v=1", cancellationToken);
            return response.IsSuccessStatusCode
                || response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict
                ? null
                : $"status {(int)response.StatusCode}";
        }
    }
}
