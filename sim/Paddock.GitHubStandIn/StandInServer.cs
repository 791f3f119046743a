using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Paddock.GitHubStandIn.Control;
using Paddock.GitHubStandIn.Http;
using Paddock.GitHubStandIn.Rest;
using Paddock.GitHubStandIn.RunnerSide;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn;

/// <summary>
/// A GitHub on this machine: REST below <c>/</c> and <c>/api/v3</c>, webhooks out, the runner's side below
/// <c>/_runner/</c>, and the control API below <c>/_standin/</c>. Runs until it is disposed of.
/// </summary>
public sealed class StandInServer : IAsyncDisposable
{
    private readonly StandInOptions _options;
    private readonly WebApplication _app;
    private readonly HttpClient _courierHttp =
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private RunnerKeys _keys = null!;
    private WorldLife _life = null!;

    private StandInServer(StandInOptions options)
    {
        _options = options;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, options));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, CallersLifetime>();
        _app = builder.Build();
        Map(_app);
    }

    /// <summary>Where this process reaches it. What runners are told is <see cref="PublicUrl"/>.</summary>
    public Uri BaseAddress { get; private set; } = null!;

    public Uri PublicUrl { get; private set; } = null!;

    /// <summary>The address of the REST API, GHES-style.</summary>
    public Uri ApiAddress => new(BaseAddress, "/api/v3");

    public static async Task<StandInServer> StartAsync(StandInOptions options, CancellationToken cancellationToken)
    {
        var server = new StandInServer(options);
        try
        {
            server._keys = await RunnerKeys.OpenAsync();
            await server._app.StartAsync(cancellationToken);
            server.BaseAddress = server.AddressBound();
            server.PublicUrl = options.PublicUrl ?? server.BaseAddress;
            server._life = server.Begin();
            return server;
        }
        catch
        {
            await server._app.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client of the control API. The caller disposes of it.</summary>
    public StandInControl Control() => new(BaseAddress);

    public async ValueTask DisposeAsync()
    {
        await _life.DisposeAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2), TimeProvider.System);
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
        _courierHttp.Dispose();
        _keys.Dispose();
    }

    private WorldLife Begin() => new(new GitHubWorld(_options, Site.At(PublicUrl), _keys), _courierHttp);

    private async Task ResetAsync()
    {
        var before = _life;
        _life = Begin();
        await before.DisposeAsync();
    }

    private void Map(WebApplication app)
    {
        var door = new FrontDoor(() => _life.World);
        app.UsePathBase("/api/v3");
        app.Use(next => context => door.ServeAsync(context, next));
        app.UseRouting();
        app.MapRest();
        TokenService.Map(app);
        SelfRegistration.Map(app);
        Broker.Map(app);
        RunService.Map(app);
        ResultsService.Map(app);
        BlobStore.Map(app);
        Archives.Map(app);
        app.MapControl(() => _life.World, ResetAsync);
        app.MapFallback((RequestDelegate)Gate.NotFoundAsync);
    }

    private static void Listen(KestrelServerOptions kestrel, StandInOptions options)
    {
        kestrel.AddServerHeader = false;

        // Tokens of installations have become long, and GitHub names no limit.
        kestrel.Limits.MaxRequestHeadersTotalSize = 256 * 1024;
        var port = options.Port;
        if (port == 0 && options.Addresses.Count > 1)
        {
            // One port for all addresses; the first to bind draws it.
            port = FreePort();
        }
        foreach (var address in options.Addresses)
        {
            kestrel.Listen(address, port);
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Any, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private Uri AddressBound()
    {
        var features = _app.Services.GetRequiredService<IServer>().Features;
        var bound = features.Get<IServerAddressesFeature>()!.Addresses.First();
        var port = new Uri(bound.Replace("*", "localhost", StringComparison.Ordinal)).Port;
        var address = _options.Addresses[0];
        return new Uri($"http://{(address.Equals(IPAddress.Any) ? IPAddress.Loopback : address)}:{port}");
    }

    /// <summary>Signals belong to whoever started the server, not to the web host inside it.</summary>
    private sealed class CallersLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
