using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Paddock.Tests.Support;

/// <summary>A request as a server saw it. Header names are compared without case.</summary>
internal sealed record SeenRequest(
    string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Target => Path + Query;

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public override string ToString() => $"{Method} {Target}";
}

/// <summary>A real web server on loopback that remembers what it was asked.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<SeenRequest> _requests = new();

    private LoopbackServer(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    /// <summary>In the order they came, each noted before it is answered.</summary>
    public IReadOnlyList<SeenRequest> Requests => [.. _requests];

    public static async Task<LoopbackServer> StartAsync(
        Func<HttpContext, SeenRequest, Task> answer, X509Certificate2? certificate = null)
    {
        var server = new LoopbackServer(Build(certificate));
        server._app.Run(async context =>
        {
            var request = await ReadAsync(context.Request);
            server._requests.Enqueue(request);
            await answer(context, request);
        });
        await server.StartAsync();
        return server;
    }

    /// <summary>A server that leaves the request alone, so that the answer can read it.</summary>
    public static async Task<LoopbackServer> StartRawAsync(Func<HttpContext, Task> answer)
    {
        var server = new LoopbackServer(Build(certificate: null));
        server._app.Run(context => answer(context));
        await server.StartAsync();
        return server;
    }

    private async Task StartAsync()
    {
        await _app.StartAsync();
        Address = new Uri(_app.Urls.Single());
    }

    private static WebApplication Build(X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        builder.WebHost.UseKestrelHttpsConfiguration();
        return builder.Build();
    }

    private static async Task<SeenRequest> ReadAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        return new SeenRequest(
            request.Method,
            request.Path.ToUriComponent(),
            request.QueryString.ToUriComponent(),
            request.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync());
    }

    public async ValueTask DisposeAsync()
    {
        // At once: a test that holds a reply back must not hold up the stop.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
