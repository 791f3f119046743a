using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Paddock.App.Boards;
using Paddock.App.Composition;
using Paddock.App.Http.Admin;
using Paddock.App.Http.Events;
using Paddock.App.Http.Public;
using Paddock.App.Http.Shielding;
using Paddock.App.Metrics;

namespace Paddock.App.Http;

/// <summary>
/// The web side of a running fleet: one server with up to four addresses, each with its own paths. Nothing ambient is
/// read: no environment variable, no settings file, no signal.
/// </summary>
public sealed class WebHost : IAsyncDisposable
{
    /// <summary>GitHub's largest delivery is 25 MiB; the receiver refuses a larger one itself, and says so.</summary>
    private const int BodyBytesMax = 26 * 1024 * 1024;

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly FleetDesk _desk;
    private readonly IReadOnlyList<ListenAddress> _addresses;
    private readonly WebApplication _app;
    private readonly FleetNews _news;
    private readonly Pictures _pictures;
    private readonly Meters _meters;
    private readonly Shield? _shield;
    private readonly CancellationTokenSource _stopping = new();
    private Task _following = Task.CompletedTask;

    private WebHost(FleetDesk desk)
    {
        _desk = desk;
        _addresses = ListenPlan.Of(desk.Config.Listen);
        _news = new FleetNews(desk);
        _pictures = new Pictures(desk.Engine);
        _meters = new Meters(desk, _pictures, _news);
        _shield = desk.Config.Listen is { AdminTcp: not null } listen
            ? Shield.Start(
                listen.RunnerNetworks, desk.Providers, desk.Time, desk.Loggers.CreateLogger("Paddock.App.Http"))
            : null;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Configure).UseSockets(sockets =>
            sockets.CreateBoundListenSocket = endPoint => AddressOf(endPoint).Bind());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, CallersLifetime>();
        _app = builder.Build();
        Map();
    }

    /// <summary>Where GitHub's deliveries come in; null when nothing public is configured.</summary>
    public IPEndPoint? Public => BoundOf(Listeners.Public);

    public IPEndPoint? AdminTcp => BoundOf(Listeners.AdminTcp);

    public IPEndPoint? Metrics => BoundOf(Listeners.Metrics);

    /// <summary>Listens on every configured address.</summary>
    /// <exception cref="ListenFaultException">One of them cannot be listened on; then none is.</exception>
    internal static async Task<WebHost> StartAsync(FleetDesk desk, CancellationToken cancellationToken)
    {
        var host = new WebHost(desk);
        try
        {
            await host._app.StartAsync(cancellationToken);
            host._following = host._meters.FollowAsync(host._stopping.Token);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the event streams, gives other requests a few seconds, frees the addresses.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        using (var patience = new CancellationTokenSource(StopLimit, _desk.Time))
        {
            await _app.StopAsync(patience.Token);
        }
        await _app.DisposeAsync();
        await _following;
        await (_shield?.DisposeAsync() ?? ValueTask.CompletedTask);
        _meters.Dispose();
        _news.Dispose();
        _stopping.Dispose();
        if (_addresses.Any(address => address is { Listener: Listeners.AdminSocket, Bound: not null }))
        {
            File.Delete(_desk.Config.Listen.AdminSocket);
        }
    }

    private ListenAddress AddressOf(EndPoint endPoint) =>
        _addresses.First(address => ReferenceEquals(address.EndPoint, endPoint));

    private IPEndPoint? BoundOf(Listeners listener) =>
        _addresses.FirstOrDefault(address => address.Listener == listener)?.Bound as IPEndPoint;

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = BodyBytesMax;
        kestrel.Limits.MaxRequestLineSize = 4 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 64;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(75);
        foreach (var address in _addresses)
        {
            kestrel.Listen(address.EndPoint, options =>
            {
                options.Protocols = HttpProtocols.Http1;
                options.Use(next => Turnstile(address, next));
            });
        }
    }

    /// <summary>
    /// Marks a connection with the address it came in by, and closes it when there are too many, or when it is from
    /// where runners are and not for them.
    /// </summary>
    private ConnectionDelegate Turnstile(ListenAddress address, ConnectionDelegate next)
    {
        var feature = new ListenerFeature(address.Listener);
        var shield = address.Listener == Listeners.AdminTcp ? _shield : null;
        var inside = 0;
        return async connection =>
        {
            try
            {
                if (Interlocked.Increment(ref inside) <= address.ConnectionsMax
                    && shield?.LetsIn(connection.RemoteEndPoint, connection.LocalEndPoint) != false)
                {
                    connection.Features.Set(feature);
                    await next(connection);
                }
            }
            finally
            {
                Interlocked.Decrement(ref inside);
            }
        };
    }

    private void Map()
    {
        var token = _desk.Config.Listen.AdminToken;
        var gate = token is null or { IsEmpty: true } ? null : new AdminGate(token);
        var runnerAsks = new RunnerAsks(_desk, _pictures);
        var routes = Routes.All(new Servants(
            new FleetQuestions(_desk, _pictures), new RunnerLogs(_desk, _pictures), new FleetAsks(_desk, _pictures),
            runnerAsks, new CharmDoor(runnerAsks, _pictures), new ConfigQuestions(_desk),
            new EventDoor(_desk, _news, new BoardFrames(_desk, _pictures), _stopping.Token), new Login(gate),
            Webhooks(), new Probes(new Readiness(_desk, _news)), _meters.AnswerAsync));
        var guard = new Guard(routes, _meters.Web, _desk.Loggers.CreateLogger("Paddock.App.Http"));
        _app.Use(next => context => guard.ServeAsync(context, next));
        _app.Use(next => context => EnterAsync(context, gate, next));
        _app.UseRouting();
        _app.Use(next => context => ByListenerAsync(context, next));
        foreach (var route in routes)
        {
            route.Map(_app);
        }
    }

    private WebhookDoor Webhooks() => new(
        _desk.GitHub.Webhooks(async (reports, delivery, cancellationToken) =>
            (await _desk.Engine.Intake.AdmitAsync(reports, delivery, cancellationToken)).IsRepeat),
        _meters.Web, _desk.Time);

    private static Task EnterAsync(HttpContext context, AdminGate? gate, RequestDelegate next)
    {
        if (ListenerFeature.Of(context) != Listeners.AdminTcp || gate!.WhyNot(context.Request) is not { } problem)
        {
            return next(context);
        }
        if (problem == Problems.NoToken && context.Request.Path == "/")
        {
            context.Response.Redirect(AdminGate.LoginPath);
            return Task.CompletedTask;
        }
        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }
        return problem.WriteAsync(context);
    }

    /// <summary>
    /// A path of another address is not found here. Endpoints that are no route of ours only say which methods a path
    /// takes; outside the admin interface that would tell of paths that are none of anybody's business.
    /// </summary>
    private static Task ByListenerAsync(HttpContext context, RequestDelegate next)
    {
        var listener = ListenerFeature.Of(context);
        var isHere = context.GetEndpoint()?.Metadata.GetMetadata<Route>() is { } route
            ? route.On.HasFlag(listener)
            : Listeners.Admin.HasFlag(listener);
        if (!isHere)
        {
            context.SetEndpoint(null);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }
        return next(context);
    }

    /// <summary>Signals belong to the process, not to the web host inside it.</summary>
    private sealed class CallersLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
