using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Paddock.App.Api;

namespace Paddock.App.Cli.Client;

/// <summary>
/// Asks a running Paddock by its admin API. Every failure is a <see cref="CliFaultException"/> that names the address
/// and says what to do.
/// </summary>
internal sealed class AdminClient : IDisposable
{
    /// <summary>
    /// Nothing that is asked takes long; a Paddock that does not answer for so long is as good as away.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>An answer without what the shape must have is somebody else's, not one full of nulls.</summary>
    private static readonly JsonSerializerOptions Strict = new(ApiJson.Default.Options)
    {
        RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true,
    };

    private readonly AdminAddress _address;
    private readonly HttpClient _http;

    /// <param name="token">For addresses that ask for one; null for none.</param>
    public AdminClient(AdminAddress address, string? token) : this(address, token, Patience)
    {
    }

    /// <param name="patience">How long an answer may take.</param>
    public AdminClient(AdminAddress address, string? token, TimeSpan patience)
    {
        _address = address;
        _http = new HttpClient(Handler(address)) { BaseAddress = Root(address), Timeout = patience };
        if (token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <summary>The answer as it came: what <c>-o json</c> prints, members of a newer Paddock included.</summary>
    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);

    public Task<JsonElement> AskAsync(string path, AskRequest request, CancellationToken cancellationToken) =>
        PostAsync(path, request, ApiJson.Default.AskRequest, cancellationToken);

    public Task<JsonElement> PostAsync<T>(
        string path, T body, JsonTypeInfo<T> shape, CancellationToken cancellationToken) =>
        SendAsync(
            new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, shape) },
            cancellationToken);

    /// <exception cref="CliFaultException">It is not of that shape: something else listens there.</exception>
    public T Read<T>(JsonElement answer, JsonTypeInfo<T> shape)
    {
        try
        {
            return (T?)answer.Deserialize(Strict.GetTypeInfo(shape.Type)) ?? throw NotPaddock();
        }
        catch (JsonException)
        {
            throw NotPaddock();
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return response.IsSuccessStatusCode
                ? JsonElement.Parse(body)
                : throw Problems.Read(_address, response.StatusCode, body);
        }
        catch (JsonException)
        {
            throw NotPaddock();
        }
        catch (HttpRequestException fault)
        {
            throw Unreachable(fault);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CliFaultException(
                ExitCode.Unreachable, $"Paddock at {_address} did not answer within {_http.Timeout.TotalSeconds:0} s.",
                "Look at its log, and at the load of its machine.");
        }
    }

    private CliFaultException NotPaddock() => new(
        ExitCode.Failed, $"What answers at {_address} is no Paddock of this version.",
        "Check the address, or use the paddock that belongs to it.");

    private CliFaultException Unreachable(HttpRequestException fault) => fault.InnerException switch
    {
        SocketException { SocketErrorCode: SocketError.AccessDenied } => new CliFaultException(
            ExitCode.Unreachable, $"This user may not open {_address}.",
            "Run the command as the user Paddock runs as, or as root.", fault),
        _ => new CliFaultException(
            ExitCode.Unreachable, $"No Paddock answers at {_address}: is it running?",
            "Start it with paddock run, or name another with --admin or --config.", fault),
    };

    /// <summary>A unix socket has no host; any name will do.</summary>
    private static Uri Root(AdminAddress address) =>
        new(address is AdminAddress.Web web ? web.Url : new Uri("http://localhost"), "/api/v1/");

    /// <summary>No proxy and no redirect: the token goes to the address that was named and to nobody else.</summary>
    private static SocketsHttpHandler Handler(AdminAddress address) => new()
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectCallback = address is AdminAddress.Socket socket
            ? (_, cancellationToken) => ConnectAsync(socket.Path, cancellationToken)
            : null,
    };

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
}
