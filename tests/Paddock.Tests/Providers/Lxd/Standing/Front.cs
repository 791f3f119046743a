using System.Collections.Concurrent;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Paddock.Tests.Support;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>The daemon's doors: a unix socket, and TLS on loopback that asks for a client's certificate.</summary>
internal sealed class Front(World world, Lock gate, TimeProvider time, Mishaps mishaps)
{
    private static readonly Caller Local = new(IsTrusted: true, Fingerprint: null, Certificate: null, Projects: null);
    private static readonly Caller Stranger = Local with { IsTrusted = false };

    private readonly ConcurrentQueue<SeenRequest> _requests = new();

    /// <summary>In the order they came, each noted before it is answered.</summary>
    public IReadOnlyList<SeenRequest> Requests => [.. _requests];

    /// <summary>A daemon that listens; disposing it is to kill it.</summary>
    public async Task<WebApplication> OpenAsync(string socket, X509Certificate2? certificate, int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenUnixSocket(socket);
            if (certificate is not null)
            {
                kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseHttps(tls => Configure(tls, certificate)));
            }
        });
        var app = builder.Build();
        app.Run(HandleAsync);
        await app.StartAsync();
        return app;
    }

    private void Configure(HttpsConnectionAdapterOptions tls, X509Certificate2 certificate)
    {
        tls.ServerCertificate = certificate;
        tls.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
        // Whom to trust is the store's to say, by fingerprint, not a chain's.
        tls.AllowAnyClientCertificate();
        if (!world.Ground.Dialect.HasPasswords)
        {
            tls.SslProtocols = SslProtocols.Tls13;
        }
    }

    private async Task HandleAsync(HttpContext context)
    {
        var (seen, body) = await ReadAsync(context.Request);
        _requests.Enqueue(seen);
        var mishap = mishaps.Take($"{seen.Method} {seen.Path}");
        switch (mishap)
        {
            case Mishap.BreakBefore:
                await ReplyWriter.BreakAsync(context);
                return;
            case Mishap.Refuse refuse:
                await ReplyWriter.WriteAsync(context, new Reply.Refused(refuse.Status, refuse.Text), isCut: false);
                return;
            case Mishap.Hold hold:
                await hold.Until.WaitAsync(context.RequestAborted);
                break;
        }
        var reply = Ask(context, seen, body, (mishap as Mishap.OperationFails)?.Text);
        if (mishap is Mishap.BreakAfter)
        {
            await ReplyWriter.BreakAsync(context);
            return;
        }
        await GiveAsync(context, reply, mishap is Mishap.CutShort);
    }

    private Reply Ask(HttpContext context, SeenRequest seen, byte[] body, string? doom)
    {
        var certificate = context.Connection.ClientCertificate?.RawData;
        lock (gate)
        {
            var caller = (context.Request.IsHttps, certificate) switch
            {
                (false, _) => Local,
                (true, null) => Stranger,
                (true, { } shown) => world.Trust.CallerOf(shown),
            };
            world.Ground.Operations.NextDoom = doom;
            var reply = world.Answer(new Asked(
                seen.Method,
                [.. seen.Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)],
                context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()),
                seen.Headers, body, Asked.Parse(body), caller));
            world.Ground.Operations.NextDoom = null;
            return reply;
        }
    }

    private async Task GiveAsync(HttpContext context, Reply reply, bool isCut)
    {
        switch (reply)
        {
            case Reply.Wait wait:
                var ended = wait.Operation.Ended.WaitAsync(wait.Limit, time, context.RequestAborted);
                await ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await ReplyWriter.WriteAsync(context, OfWait(wait.Operation), isCut);
                break;
            case Reply.Stream stream:
                await new EventSocket(stream.Subscription, time).ServeAsync(context);
                lock (gate)
                {
                    world.Ground.Events.Forget(stream.Subscription);
                }
                break;
            default:
                await ReplyWriter.WriteAsync(context, reply, isCut);
                break;
        }
    }

    private Reply OfWait(Operation operation)
    {
        lock (gate)
        {
            return operation.Error is { } error && world.Ground.Dialect.FailedWaitIsError
                ? new Reply.Refused(200, error)
                : new Reply.Sync(operation.ToJson());
        }
    }

    private static async Task<(SeenRequest Seen, byte[] Body)> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var headers = request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var seen = new SeenRequest(
            request.Method, request.Path.ToUriComponent(), request.QueryString.ToUriComponent(), headers,
            Encoding.UTF8.GetString(body.ToArray()));
        return (seen, body.ToArray());
    }
}
